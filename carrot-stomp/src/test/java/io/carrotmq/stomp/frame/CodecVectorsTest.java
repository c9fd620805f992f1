package io.carrotmq.stomp.frame;

import static io.carrotmq.stomp.frame.StompVersion.V1_0;
import static io.carrotmq.stomp.frame.StompVersion.V1_1;
import static io.carrotmq.stomp.frame.StompVersion.V1_2;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrotmq.stomp.StompFrameException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The bytes of frames, one by one, in each version, read and written (T-05). */
class CodecVectorsTest {
    private static StompFrame frame(String command, String... headers) {
        StompFrame.Builder frame = StompFrame.builder(command);
        for (int i = 0; i < headers.length; i += 2) {
            frame.header(headers[i], headers[i + 1]);
        }
        return frame.build();
    }

    private static StompFrame withBody(String body, String command, String... headers) {
        return frame(command, headers).toBuilder().body(Bytes.of(body)).build();
    }

    private static void bothWays(StompFrame frame, StompVersion version, String bytes) {
        assertThat(Bytes.text(StompWriter.bytes(frame, version))).isEqualTo(bytes);
        assertThat(Bytes.frames(version, bytes)).containsExactly(frame);
    }

    private static void isRefused(StompVersion version, String bytes, String code) {
        StompParser parser = Bytes.parser(version);
        Bytes.add(parser, bytes);
        assertThatThrownBy(() -> Bytes.take(parser))
                .isInstanceOfSatisfying(
                        StompFrameException.class,
                        refused -> assertThat(refused.code()).isEqualTo(code));
        Bytes.add(parser, "RECEIPT\nreceipt-id:next\n\n\0");
        assertThat(Bytes.take(parser)).containsExactly(frame("RECEIPT", "receipt-id", "next"));
    }

    @Test
    void t05_commandsOfAClient() {
        bothWays(frame("CONNECT"), V1_0, "CONNECT\n\n\0");
        bothWays(frame("CONNECT", "login", "u", "passcode", "p"), V1_0, "CONNECT\nlogin:u\npasscode:p\n\n\0");
        bothWays(
                frame(
                        "CONNECT",
                        "accept-version",
                        "1.0,1.1,1.2",
                        "heart-beat",
                        "100,200",
                        "host",
                        "/",
                        "login",
                        "guest",
                        "passcode",
                        "guest"),
                V1_0,
                "CONNECT\naccept-version:1.0,1.1,1.2\nheart-beat:100,200\nhost:/\nlogin:guest\npasscode:guest\n\n\0");
        bothWays(frame("CONNECT", "host", ""), V1_1, "CONNECT\nhost:\n\n\0");
        bothWays(frame("STOMP", "host", "h"), V1_2, "STOMP\nhost:h\n\n\0");
        bothWays(
                frame("SUBSCRIBE", "ack", "client-individual", "destination", "/queue/a", "id", "4711"),
                V1_2,
                "SUBSCRIBE\nack:client-individual\ndestination:/queue/a\nid:4711\n\n\0");
        bothWays(frame("UNSUBSCRIBE", "id", "4711"), V1_2, "UNSUBSCRIBE\nid:4711\n\n\0");
        bothWays(frame("ACK", "message-id", "007"), V1_0, "ACK\nmessage-id:007\n\n\0");
        bothWays(frame("NACK", "id", "0"), V1_2, "NACK\nid:0\n\n\0");
        bothWays(frame("BEGIN", "receipt", "r", "transaction", "t1"), V1_0, "BEGIN\nreceipt:r\ntransaction:t1\n\n\0");
        bothWays(frame("ABORT", "receipt", "r", "transaction", "t1"), V1_1, "ABORT\nreceipt:r\ntransaction:t1\n\n\0");
        bothWays(frame("COMMIT", "receipt", "r", "transaction", "t1"), V1_2, "COMMIT\nreceipt:r\ntransaction:t1\n\n\0");
        bothWays(frame("DISCONNECT", "receipt", "bye"), V1_0, "DISCONNECT\nreceipt:bye\n\n\0");
    }

    @ParameterizedTest
    @EnumSource
    void t05_bodies(StompVersion version) {
        bothWays(
                withBody("x\0y", "SEND", "destination", "/queue/a", "content-length", "3"),
                version,
                "SEND\ndestination:/queue/a\ncontent-length:3\n\nx\0y\0");
        bothWays(withBody("x", "MESSAGE"), version, "MESSAGE\n\nx\0");
        bothWays(withBody("\n\n", "ERROR"), version, "ERROR\n\n\n\n\0");
        bothWays(withBody("\0", "SEND", "content-length", "1"), version, "SEND\ncontent-length:1\n\n\0\0");
        bothWays(frame("SEND", "content-length", "0"), version, "SEND\ncontent-length:0\n\n\0");
        bothWays(
                withBody("žluťoučký", "SEND", "content-length", "13"),
                version,
                "SEND\ncontent-length:13\n\nžluťoučký\0");
    }

    @Test
    void t05_escapes() {
        StompFrame hard = frame("SEND", "a:b", "c\n\\\r");
        bothWays(hard, V1_2, "SEND\na\\cb:c\\n\\\\\\r\n\n\0");
        bothWays(hard, V1_1, "SEND\na\\cb:c\\n\\\\\r\n\n\0");
        bothWays(frame("SEND", "a", "\\c\\n\\\\\\t\\"), V1_0, "SEND\na:\\c\\n\\\\\\t\\\n\n\0");
    }

    @ParameterizedTest
    @EnumSource
    void t05_noEscapesBeforeThereIsAVersion(StompVersion version) {
        bothWays(frame("CONNECT", "a", "b:c\\n\\"), version, "CONNECT\na:b:c\\n\\\n\n\0");
        bothWays(frame("CONNECTED", "a", "b:c\\n\\"), version, "CONNECTED\na:b:c\\n\\\n\n\0");
    }

    @Test
    void t05_stompIsEscapedForOnlyLaterVersionsKnowIt() {
        bothWays(frame("STOMP", "a", "b:c"), V1_1, "STOMP\na:b\\cc\n\n\0");
        bothWays(frame("STOMP", "a", "b:c"), V1_2, "STOMP\na:b\\cc\n\n\0");
    }

    @ParameterizedTest
    @CsvSource({
        "V1_1,a:\\t",
        "V1_1,a:\\r",
        "V1_1,a:\\",
        "V1_1,\\:a",
        "V1_2,a:\\t",
        "V1_2,a:\\",
        "V1_2,a:\\é",
        "V1_2,a\\x:b"
    })
    void t05_undefinedEscapes(StompVersion version, String line) {
        isRefused(version, "MESSAGE\n" + line + "\n\n\0", "CARROT-0422");
    }

    @ParameterizedTest
    @EnumSource
    void t05_onlyTheFirstColonParts(StompVersion version) {
        assertThat(Bytes.frames(version, "MESSAGE\na:b:c::\n\n\0")).containsExactly(frame("MESSAGE", "a", "b:c::"));
    }

    @ParameterizedTest
    @EnumSource
    void t05_blanksAreKept(StompVersion version) {
        bothWays(frame("MESSAGE", " a ", "\t b "), version, "MESSAGE\n a :\t b \n\n\0");
    }

    @ParameterizedTest
    @EnumSource
    void t05_ofRepeatedHeadersTheFirstCounts(StompVersion version) {
        StompFrame frame = frame("MESSAGE", "a", "1", "b", "2", "a", "3");
        bothWays(frame, version, "MESSAGE\na:1\nb:2\na:3\n\n\0");
        StompFrame read = Bytes.frames(version, "MESSAGE\na:1\nb:2\na:3\n\n\0").get(0);
        assertThat(read.header("a")).isEqualTo("1");
        assertThat(read.headerMap()).containsExactly(Map.entry("a", "1"), Map.entry("b", "2"));
        assertThat(read.headers())
                .containsExactly(new StompHeader("a", "1"), new StompHeader("b", "2"), new StompHeader("a", "3"));
        assertThat(Bytes.frames(version, "MESSAGE\ncontent-length:2\ncontent-length:x\n\nab\0"))
                .extracting(message -> Bytes.text(message.body()))
                .containsExactly("ab");
    }

    @Test
    void t05_aCrIsPartOfTheValueBefore1_2() {
        String bytes = "MESSAGE\na:b\r\nc:d\r\r\n\nx\r\0";
        StompFrame kept = withBody("x\r", "MESSAGE", "a", "b\r", "c", "d\r\r");
        bothWays(kept, V1_0, bytes);
        bothWays(kept, V1_1, bytes);
        assertThat(Bytes.frames(V1_2, bytes)).containsExactly(withBody("x\r", "MESSAGE", "a", "b", "c", "d\r"));
        assertThat(Bytes.frames(V1_2, "MESSAGE\r\na:b\r\n\r\nx\0")).containsExactly(withBody("x", "MESSAGE", "a", "b"));
        isRefused(V1_0, "MESSAGE\r\na:b\r\n\r\nx\0", "CARROT-0420");
        isRefused(V1_1, "MESSAGE\r\na:b\r\n\r\nx\0", "CARROT-0420");
        isRefused(V1_1, "MESSAGE\na:b\n\r\nx\0", "CARROT-0421");
    }

    @ParameterizedTest
    @ValueSource(strings = {"CONNECT", "CONNECTED", "ERROR"})
    void whatComesBeforeThereIsAVersionMayEndLinesAsAnyDoes(String command) {
        for (StompVersion version : StompVersion.values()) {
            assertThat(Bytes.frames(version, command + "\r\nversion:1.2\r\n\r\n\0"))
                    .containsExactly(frame(command, "version", "1.2"));
        }
    }

    @Test
    void t04_heartBeats() {
        String bytes = "\n\r\nMESSAGE\n\nx\0\n\n\r\n";
        StompFrame beat = StompFrame.HEART_BEAT;
        StompFrame message = withBody("x", "MESSAGE");
        assertThat(Bytes.frames(V1_0, bytes)).containsExactly(message);
        assertThat(Bytes.frames(V1_1, bytes)).containsExactly(beat, beat, message, beat, beat, beat);
        assertThat(Bytes.frames(V1_2, bytes)).containsExactly(beat, beat, message, beat, beat, beat);
        assertThat(StompWriter.bytes(beat, V1_1)).containsExactly('\n');
        assertThat(StompWriter.bytes(beat, V1_2)).containsExactly('\n');
    }

    @Test
    void aCrWithoutLfBetweenFramesIsNoHeartBeat() {
        isRefused(V1_2, "\rMESSAGE\n\n\0", "CARROT-0420");
        isRefused(V1_2, "\r\rMESSAGE\n\n\0", "CARROT-0420");
    }

    @ParameterizedTest
    @EnumSource
    void t05_unicode(StompVersion version) {
        String text = "žluťoučký 🥕";
        assertThat(Bytes.frames(version, "MESSAGE\n" + text + ":" + text + "\n\n\0"))
                .containsExactly(frame("MESSAGE", text, text));
        bothWays(frame("CONNECT", "passcode", text), version, "CONNECT\npasscode:" + text + "\n\n\0");
    }

    @Test
    void t05_unicodeIsWrittenInUtf8Since1_1() {
        StompFrame frame = frame("SEND", "fen\u00edk", "\ud83e\udd55: \u20ac\n");
        bothWays(frame, V1_1, "SEND\nfen\u00edk:\ud83e\udd55\\c \u20ac\\n\n\n\0");
        bothWays(frame, V1_2, "SEND\nfen\u00edk:\ud83e\udd55\\c \u20ac\\n\n\n\0");
    }

    @ParameterizedTest
    @EnumSource
    void malformedUtf8IsReplaced(StompVersion version) {
        byte[] bytes = {'E', 'R', 'R', 'O', 'R', '\n', 'a', (byte) 0xC3, ':', (byte) 0xFF, 'b', '\n', '\n', 0};
        StompParser parser = Bytes.parser(version);
        parser.add(bytes, 0, bytes.length);
        assertThat(Bytes.take(parser)).containsExactly(frame("ERROR", "a\uFFFD", "\uFFFDb"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\0",
                "MESS\0",
                "MESSAGE\0",
                "MESSAGE\n\0",
                "MESSAGE\nname\0",
                "MESSAGE\nname:\0",
                "MESSAGE\nname:value\0",
                "MESSAGE\na:b\n\nx\0MESSAGE\0"
            })
    void t05_aFrameThatEndsWithinItsHead(String bytes) {
        for (StompVersion version : StompVersion.values()) {
            isRefused(version, bytes, "CARROT-0421");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"no colon", ":no name", ":"})
    void t05_badHeaders(String line) {
        for (StompVersion version : StompVersion.values()) {
            isRefused(version, "MESSAGE\n" + line + "\n\n\0", "CARROT-0421");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"HELLO", "message", " MESSAGE", "MESSAGE ", "MESSAGES", "\u00a0", "\u0016\u0003\u0001", "X"})
    void t05_unknownCommands(String command) {
        for (StompVersion version : StompVersion.values()) {
            isRefused(version, command + "\na:b\n\n\0", "CARROT-0420");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"NACK", "STOMP"})
    void t05_commandsThat1_0DoesNotKnow(String command) {
        isRefused(V1_0, command + "\n\n\0", "CARROT-0420");
        assertThat(Bytes.frames(V1_1, command + "\n\n\0")).containsExactly(frame(command));
        assertThat(Bytes.frames(V1_2, command + "\n\n\0")).containsExactly(frame(command));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "x", "-1", "+1", "1.0", "0x1", "1 1", "2147483648", "99999999999999999999999", "٣"})
    void t05_badContentLengths(String value) {
        for (StompVersion version : StompVersion.values()) {
            isRefused(version, "MESSAGE\ncontent-length:" + value + "\n\nx\0", "CARROT-0423");
        }
    }

    @Test
    void aContentLengthMayHaveBlanksAndZeros() {
        assertThat(Bytes.frames(V1_2, "MESSAGE\ncontent-length: 003 \n\n\0\0\0\0"))
                .containsExactly(withBody("\0\0\0", "MESSAGE", "content-length", " 003 "));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2, 4})
    void t05_noNulAfterTheBody(int length) {
        for (StompVersion version : StompVersion.values()) {
            isRefused(version, "MESSAGE\ncontent-length:" + length + "\n\nabc\0xyz", "CARROT-0425");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"CONNECTED", "RECEIPT", "SUBSCRIBE", "ACK", "DISCONNECT"})
    void t05_bodiesThatOnly1_0Allows(String command) {
        for (String bytes : List.of(command + "\n\nx\0", command + "\ncontent-length:1\n\nx\0")) {
            assertThat(Bytes.frames(V1_0, bytes))
                    .extracting(frame -> Bytes.text(frame.body()))
                    .containsExactly("x");
            isRefused(V1_1, bytes, "CARROT-0425");
            isRefused(V1_2, bytes, "CARROT-0425");
        }
        assertThat(Bytes.frames(V1_2, command + "\ncontent-length:0\n\n\0")).hasSize(1);
    }

    @Test
    void t05_severalFramesInOneRead() {
        assertThat(Bytes.frames(V1_1, "MESSAGE\n\nx\0MESSAGE\n\ny\0\nRECEIPT\na:b\n\n\0"))
                .containsExactly(
                        withBody("x", "MESSAGE"),
                        withBody("y", "MESSAGE"),
                        StompFrame.HEART_BEAT,
                        frame("RECEIPT", "a", "b"));
    }

    @Test
    void t05_whatWasCompleteBeforeAnErrorIsTakenAndWhatIsBehindIsNot() {
        StompParser parser = Bytes.parser(V1_2);
        Bytes.add(parser, "MESSAGE\n\nx\0MESSAGE\n\ny\0MESSAGE\noops\n\n\0MESSAGE\n\nz\0");

        assertThat(parser.next()).isEqualTo(withBody("x", "MESSAGE"));
        assertThat(parser.next()).isEqualTo(withBody("y", "MESSAGE"));
        assertThatThrownBy(parser::next).isInstanceOf(StompFrameException.class).hasMessageStartingWith("CARROT-0421 ");
        assertThat(parser.next()).isNull();
        assertThat(parser.version()).isEqualTo(V1_2);
    }

    @Test
    void whatFollowsConnectedIsReadInItsVersion() {
        StompParser parser = new StompParser(FrameLimits.DEFAULT);
        assertThat(parser.version()).isEqualTo(V1_0);
        Bytes.add(parser, "CONNECTED\nversion:1.2\n\n\0\nMESSAGE\na:\\c\n\n\0");

        assertThat(parser.next()).isEqualTo(frame("CONNECTED", "version", "1.2"));
        parser.version(V1_2);
        assertThat(Bytes.take(parser)).containsExactly(StompFrame.HEART_BEAT, frame("MESSAGE", "a", ":"));

        Bytes.add(parser, "MESSAGE\n");
        parser.reset();
        assertThat(parser.version()).isEqualTo(V1_0);
        Bytes.add(parser, "\nMESSAGE\na:\\c\n\n\0");
        assertThat(Bytes.take(parser)).containsExactly(frame("MESSAGE", "a", "\\c"));
    }
}
