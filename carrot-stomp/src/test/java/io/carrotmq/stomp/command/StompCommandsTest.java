package io.carrotmq.stomp.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.carrotmq.stomp.StompProtocolException;
import io.carrotmq.stomp.frame.StompFrame;
import io.carrotmq.stomp.frame.StompVersion;
import io.carrotmq.stomp.frame.StompWriter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes over the wire is written out here byte for byte: a NUL ends each frame. */
class StompCommandsTest {
    private static final List<StompVersion> ALL = List.of(StompVersion.values());
    private static final List<StompVersion> OLDEST = List.of(StompVersion.V1_0);
    private static final byte[] NO_BODY = {};

    private static final StompFrame MESSAGE = StompFrame.builder("MESSAGE")
            .header("subscription", "4711")
            .header("message-id", "m:1")
            .header("destination", "/queue/a")
            .header("ack", "a:1")
            .build();

    private static String wire(StompFrame frame, StompVersion version) {
        return new String(StompWriter.bytes(frame, version), UTF_8);
    }

    private static StompFrame frame(String command, String... headers) {
        StompFrame.Builder frame = StompFrame.builder(command);
        for (int i = 0; i < headers.length; i += 2) {
            frame.header(headers[i], headers[i + 1]);
        }
        return frame.build();
    }

    private static void refused(String code, String part, ThrowingCallable call) {
        assertThatExceptionOfType(StompProtocolException.class)
                .isThrownBy(call)
                .withMessageStartingWith(code + " ")
                .withMessageContaining(part);
    }

    // CONNECT and STOMP

    @Test
    void t05_connectAsNobody() {
        assertThat(wire(StompCommands.connect(OLDEST, null, null, null, null, null), StompVersion.V1_0))
                .isEqualTo("CONNECT\n\n\0");
    }

    @Test
    void t05_connectAsSomebody() {
        assertThat(wire(StompCommands.connect(OLDEST, "ignored", "u", "p", null, Map.of()), StompVersion.V1_0))
                .isEqualTo("CONNECT\nlogin:u\npasscode:p\n\n\0");
    }

    @Test
    void t05_connectWithEverything() {
        HeartBeat beats = new HeartBeat(Duration.ofMillis(100), Duration.ofMillis(200));

        assertThat(wire(StompCommands.connect(ALL, "/", "guest", "guest", beats, Map.of()), StompVersion.V1_2))
                .isEqualTo("CONNECT\naccept-version:1.0,1.1,1.2\nheart-beat:100,200\nhost:/\nlogin:guest\n"
                        + "passcode:guest\n\n\0");
        assertThat(wire(
                        StompCommands.connect(ALL, "/", "guest", "guest", beats, Map.of("client-id", "c")),
                        StompVersion.V1_2))
                .endsWith("passcode:guest\nclient-id:c\n\n\0");
    }

    @Test
    void t05_emptyHostIsWritten_noneIsLeftAway() {
        assertThat(wire(StompCommands.connect(ALL, "", null, null, null, null), StompVersion.V1_2))
                .isEqualTo("CONNECT\naccept-version:1.0,1.1,1.2\nhost:\n\n\0");
        assertThat(wire(StompCommands.connect(ALL, null, "", "", null, null), StompVersion.V1_2))
                .isEqualTo("CONNECT\naccept-version:1.0,1.1,1.2\nlogin:\npasscode:\n\n\0");
    }

    @Test
    void versionsAreOfferedOldestFirst_andOnce() {
        List<StompVersion> versions = List.of(StompVersion.V1_2, StompVersion.V1_1, StompVersion.V1_2);

        assertThat(StompCommands.connect(versions, "h", null, null, null, null).header("accept-version"))
                .isEqualTo("1.1,1.2");
    }

    @Test
    void noVersionIsRefused() {
        refused("CARROT-0430", "accept-version", () -> StompCommands.connect(List.of(), "h", null, null, null, null));
    }

    @Test
    void t04_noHeartBeatsAreOffered_asZeros() {
        assertThat(wire(StompCommands.connect(ALL, "h", null, null, HeartBeat.NONE, null), StompVersion.V1_2))
                .isEqualTo("CONNECT\naccept-version:1.0,1.1,1.2\nheart-beat:0,0\nhost:h\n\n\0");
    }

    @Test
    void t04_oldestVersionAlone_hasNoHeartBeats() {
        HeartBeat beats = new HeartBeat(Duration.ZERO, Duration.ofMillis(1));

        refused("CARROT-0431", "heart-beats", () -> StompCommands.connect(OLDEST, null, null, null, beats, null));
        assertThat(StompCommands.connect(OLDEST, null, null, null, HeartBeat.NONE, null)
                        .headers())
                .isEmpty();
    }

    @Test
    void t05_stompIsConnectByAnotherName() {
        assertThat(wire(StompCommands.stomp(List.of(StompVersion.V1_2), "h", "u", "p", null, null), StompVersion.V1_2))
                .isEqualTo("STOMP\naccept-version:1.2\nhost:h\nlogin:u\npasscode:p\n\n\0");
    }

    @Test
    void stompIsUnknownToTheOldestVersion() {
        refused(
                "CARROT-0431",
                "STOMP 1.0 has no command STOMP",
                () -> StompCommands.stomp(OLDEST, null, null, null, null, null));
    }

    @Test
    void t05_connectIsNotEscaped() {
        assertThat(wire(StompCommands.connect(ALL, "h", "a:b\\c", null, null, null), StompVersion.V1_2))
                .contains("\nlogin:a:b\\c\n");
    }

    // What clients send

    @Test
    void t05_sendHasItsLengthInBytes_alsoWithNul() {
        byte[] body = {'x', 0, 'y'};

        assertThat(wire(
                        StompCommands.send("/queue/a", body, Map.of("persistent", "true"), null, "r1"),
                        StompVersion.V1_0))
                .isEqualTo("SEND\ncontent-length:3\ndestination:/queue/a\npersistent:true\nreceipt:r1\n\nx\0y\0");
        assertThat(wire(StompCommands.send("/queue/ä", "ü".getBytes(UTF_8), null, "t", null), StompVersion.V1_2))
                .isEqualTo("SEND\ncontent-length:2\ndestination:/queue/ä\ntransaction:t\n\nü\0");
        assertThat(wire(StompCommands.send("q", NO_BODY, null, null, null), StompVersion.V1_1))
                .isEqualTo("SEND\ncontent-length:0\ndestination:q\n\n\0");
    }

    @Test
    void t05_sendsHeadersInTheirOrder_escaped() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("z", "1");
        headers.put("a:b", "c\n\\\r");
        headers.put("gone", null);

        assertThat(wire(StompCommands.send("q", NO_BODY, headers, null, null), StompVersion.V1_2))
                .isEqualTo("SEND\ncontent-length:0\ndestination:q\nz:1\na\\cb:c\\n\\\\\\r\n\n\0");
    }

    @Test
    void contentLengthIsLeftAwayWhenAsked_butNotBeforeANul() {
        Map<String, String> omit = Map.of("content-length", "omit");

        assertThat(wire(StompCommands.send("q", "text".getBytes(UTF_8), omit, null, null), StompVersion.V1_2))
                .isEqualTo("SEND\ndestination:q\n\ntext\0");
        assertThat(wire(StompCommands.send("q", new byte[] {0}, omit, null, null), StompVersion.V1_2))
                .isEqualTo("SEND\ncontent-length:1\ndestination:q\n\n\0\0");
    }

    @Test
    void contentLengthOfAMessageSentOn_isTakenOnlyIfItIsRight() {
        assertThat(StompCommands.send("q", new byte[2], Map.of("content-length", "2"), null, null)
                        .headers())
                .hasSize(2);
        refused(
                "CARROT-0432",
                "content-length",
                () -> StompCommands.send("q", new byte[2], Map.of("content-length", "3"), null, null));
    }

    @Test
    void sendNeedsADestination() {
        refused("CARROT-0430", "destination", () -> StompCommands.send(null, NO_BODY, null, null, null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"destination", "receipt", "transaction"})
    void furtherHeadersDoNotReplaceOwnOnes(String name) {
        refused("CARROT-0432", "'" + name + "'", () -> StompCommands.send("q", NO_BODY, Map.of(name, "x"), null, null));
        refused(
                "CARROT-0432",
                "'" + name + "'",
                () -> StompCommands.subscribe("q", "1", null, Map.of(name, "x"), null, StompVersion.V1_2));
        refused(
                "CARROT-0432",
                "'" + name + "'",
                () -> StompCommands.unsubscribe(SubscriptionToken.id("1"), Map.of(name, "x"), null, StompVersion.V1_2));
    }

    @Test
    void furtherHeadersDoNotReplaceWhoIsMeant() {
        refused("CARROT-0432", "'login'", () -> StompCommands.connect(ALL, "h", "u", "p", null, Map.of("login", "x")));
        refused(
                "CARROT-0432",
                "'id'",
                () -> StompCommands.ack(MESSAGE, Map.of("id", "x"), null, null, StompVersion.V1_2));
    }

    @Test
    void t05_subscribe() {
        assertThat(wire(
                        StompCommands.subscribe(
                                "/queue/a", "4711", AckMode.CLIENT_INDIVIDUAL, null, null, StompVersion.V1_2),
                        StompVersion.V1_2))
                .isEqualTo("SUBSCRIBE\nack:client-individual\ndestination:/queue/a\nid:4711\n\n\0");
        assertThat(wire(
                        StompCommands.subscribe(
                                "/queue/a", "1", AckMode.CLIENT, Map.of("prefetch-count", "5"), "r", StompVersion.V1_1),
                        StompVersion.V1_1))
                .isEqualTo("SUBSCRIBE\nack:client\ndestination:/queue/a\nid:1\nprefetch-count:5\nreceipt:r\n\n\0");
        assertThat(wire(
                        StompCommands.subscribe("/queue/a", null, null, null, null, StompVersion.V1_0),
                        StompVersion.V1_0))
                .isEqualTo("SUBSCRIBE\ndestination:/queue/a\n\n\0");
        assertThat(wire(
                        StompCommands.subscribe("/queue/a", "1", AckMode.AUTO, null, null, StompVersion.V1_0),
                        StompVersion.V1_0))
                .isEqualTo("SUBSCRIBE\nack:auto\ndestination:/queue/a\nid:1\n\n\0");
    }

    @ParameterizedTest
    @EnumSource(names = {"V1_1", "V1_2"})
    void subscriptionsNeedAnId(StompVersion version) {
        refused("CARROT-0430", "'id'", () -> StompCommands.subscribe("q", null, null, null, null, version));
        refused(
                "CARROT-0430",
                "'id'",
                () -> StompCommands.unsubscribe(SubscriptionToken.destination("q"), null, null, version));
    }

    @Test
    void t05_unsubscribe() {
        assertThat(wire(
                        StompCommands.unsubscribe(SubscriptionToken.id("4711"), null, null, StompVersion.V1_2),
                        StompVersion.V1_2))
                .isEqualTo("UNSUBSCRIBE\nid:4711\n\n\0");
        assertThat(wire(
                        StompCommands.unsubscribe(
                                SubscriptionToken.destination("/queue/a"), null, "r", StompVersion.V1_0),
                        StompVersion.V1_0))
                .isEqualTo("UNSUBSCRIBE\ndestination:/queue/a\nreceipt:r\n\n\0");
        assertThat(wire(
                        StompCommands.unsubscribe(
                                SubscriptionToken.id("1"), Map.of("durable", "true"), null, StompVersion.V1_1),
                        StompVersion.V1_1))
                .isEqualTo("UNSUBSCRIBE\nid:1\ndurable:true\n\n\0");
    }

    @Test
    void t06_ackPerVersion() {
        assertThat(wire(StompCommands.ack(MESSAGE, null, null, null, StompVersion.V1_0), StompVersion.V1_0))
                .isEqualTo("ACK\nmessage-id:m:1\nsubscription:4711\n\n\0");
        assertThat(wire(StompCommands.ack(MESSAGE, null, null, "r", StompVersion.V1_1), StompVersion.V1_1))
                .isEqualTo("ACK\nmessage-id:m\\c1\nsubscription:4711\nreceipt:r\n\n\0");
        assertThat(wire(StompCommands.ack(MESSAGE, null, "t", "r", StompVersion.V1_2), StompVersion.V1_2))
                .isEqualTo("ACK\nid:a\\c1\nreceipt:r\ntransaction:t\n\n\0");
    }

    @Test
    void t06_nackPerVersion() {
        Map<String, String> requeue = Map.of("requeue", "false");

        assertThat(wire(StompCommands.nack(MESSAGE, requeue, null, null, StompVersion.V1_1), StompVersion.V1_1))
                .isEqualTo("NACK\nmessage-id:m\\c1\nsubscription:4711\nrequeue:false\n\n\0");
        assertThat(wire(StompCommands.nack(MESSAGE, requeue, null, null, StompVersion.V1_2), StompVersion.V1_2))
                .isEqualTo("NACK\nid:a\\c1\nrequeue:false\n\n\0");
        refused("CARROT-0431", "command NACK", () -> StompCommands.nack(MESSAGE, null, null, null, StompVersion.V1_0));
    }

    @Test
    void t06_ackInTheOldestVersion_doesWithoutSubscription() {
        StompFrame message = frame("MESSAGE", "message-id", "1", "destination", "q");

        assertThat(wire(StompCommands.ack(message, null, null, null, StompVersion.V1_0), StompVersion.V1_0))
                .isEqualTo("ACK\nmessage-id:1\n\n\0");
    }

    @Test
    void t06_ackNeedsWhatTheVersionNames() {
        StompFrame bare = frame("MESSAGE", "destination", "q");
        StompFrame without = frame("MESSAGE", "message-id", "1", "destination", "q");

        refused("CARROT-0430", "'message-id'", () -> StompCommands.ack(bare, null, null, null, StompVersion.V1_0));
        refused("CARROT-0430", "'subscription'", () -> StompCommands.ack(without, null, null, null, StompVersion.V1_1));
        refused("CARROT-0430", "'ack'", () -> StompCommands.nack(without, null, null, null, StompVersion.V1_2));
        refused(
                "CARROT-0433",
                "RECEIPT",
                () -> StompCommands.ack(frame("RECEIPT"), null, null, null, StompVersion.V1_2));
    }

    @Test
    void theFirstOfRepeatedHeadersIsAcknowledged() {
        StompFrame twice = MESSAGE.toBuilder().header("ack", "second").build();

        assertThat(StompCommands.ack(twice, null, null, null, StompVersion.V1_2).header("id"))
                .isEqualTo("a:1");
    }

    @Test
    void t05_transactions() {
        assertThat(wire(StompCommands.begin("t1", "r"), StompVersion.V1_0))
                .isEqualTo("BEGIN\nreceipt:r\ntransaction:t1\n\n\0");
        assertThat(wire(StompCommands.commit("t1", "r"), StompVersion.V1_1))
                .isEqualTo("COMMIT\nreceipt:r\ntransaction:t1\n\n\0");
        assertThat(wire(StompCommands.abort("t1", null), StompVersion.V1_2)).isEqualTo("ABORT\ntransaction:t1\n\n\0");
    }

    @Test
    void transactionsNeedAnId() {
        refused("CARROT-0430", "BEGIN lacks the header 'transaction'", () -> StompCommands.begin(null, null));
        refused("CARROT-0430", "COMMIT", () -> StompCommands.commit(null, null));
        refused("CARROT-0430", "ABORT", () -> StompCommands.abort(null, null));
    }

    @Test
    void t05_disconnect() {
        assertThat(wire(StompCommands.disconnect("bye"), StompVersion.V1_2)).isEqualTo("DISCONNECT\nreceipt:bye\n\n\0");
        assertThat(wire(StompCommands.disconnect(null), StompVersion.V1_0)).isEqualTo("DISCONNECT\n\n\0");
    }

    @Test
    void t05_beat() {
        assertThat(wire(StompCommands.beat(StompVersion.V1_1), StompVersion.V1_1))
                .isEqualTo("\n");
        assertThat(StompCommands.beat(StompVersion.V1_2).isHeartBeat()).isTrue();
        refused("CARROT-0431", "heart-beats", () -> StompCommands.beat(StompVersion.V1_0));
    }

    // What servers send

    @Test
    void t03_connectedSaysEverything() {
        StompFrame answer =
                frame("CONNECTED", "version", "1.1", "server", "S/1", "session", "s", "heart-beat", "500,5000");

        assertThat(StompCommands.connected(answer, ALL))
                .isEqualTo(new Connected(
                        StompVersion.V1_1,
                        "S/1",
                        "s",
                        new HeartBeat(Duration.ofMillis(500), Duration.ofSeconds(5)),
                        answer));
    }

    @Test
    void t03_withoutVersion_itIsTheOldest_withoutHeartBeats() {
        Connected connected = StompCommands.connected(frame("CONNECTED", "heart-beat", "1,2"), ALL);

        assertThat(connected.version()).isEqualTo(StompVersion.V1_0);
        assertThat(connected.heartBeat()).isEqualTo(HeartBeat.NONE);
        assertThat(connected.server()).isNull();
        assertThat(connected.session()).isNull();
    }

    @Test
    void t03_withoutVersion_itIsRefusedWhereTheOldestWasNotOffered() {
        refused(
                "CARROT-0434",
                "'1.0', but offered were 1.2",
                () -> StompCommands.connected(frame("CONNECTED"), List.of(StompVersion.V1_2)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.2", "2.0", "", "1"})
    void t03_versionThatWasNotOfferedIsRefused(String version) {
        refused(
                "CARROT-0434",
                "'" + version + "'",
                () -> StompCommands.connected(
                        frame("CONNECTED", "version", version), List.of(StompVersion.V1_0, StompVersion.V1_1)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"1", "1,2,3", "-1,2", "a,b", "1.5,2", "1;2", "''", "1, 2", "1234567890123456,0"})
    void t04_malformedHeartBeatIsRefused(String value) {
        refused(
                "CARROT-0435",
                "'" + value + "'",
                () -> StompCommands.connected(frame("CONNECTED", "version", "1.2", "heart-beat", value), ALL));
    }

    @Test
    void t03_errorInsteadOfConnected_isThrownWithItsFrame() {
        StompFrame error = frame("ERROR", "message", "Bad CONNECT", "version", "1.0,1.1,1.2").toBuilder()
                .body("Access refused for user 'guest'\n at line".getBytes(UTF_8))
                .build();

        assertThatExceptionOfType(StompErrorException.class)
                .isThrownBy(() -> StompCommands.connected(error, ALL))
                .withMessageStartingWith(
                        "CARROT-0436 the broker answered with ERROR: Bad CONNECT (Access refused for user 'guest');")
                .satisfies(thrown -> assertThat(thrown.frame()).isSameAs(error))
                .satisfies(thrown -> assertThat(thrown.code()).isEqualTo("CARROT-0436"));
    }

    @Test
    void whatIsNotConnectedIsRefused() {
        refused("CARROT-0433", "'RECEIPT' where CONNECTED", () -> StompCommands.connected(frame("RECEIPT"), ALL));
        refused("CARROT-0433", "a heart-beat", () -> StompCommands.connected(StompFrame.HEART_BEAT, ALL));
    }

    @Test
    void errorNamesTheFrameItIsAbout_andDoesNotBreakLinesOfALog() {
        StompFrame error = frame("ERROR", "message", "no\nsuch", "receipt-id", "r7");

        assertThat(StompCommands.error(error))
                .hasMessageContaining("ERROR: no?such, about the frame with receipt 'r7'");
        assertThat(StompCommands.error(frame("ERROR"))).hasMessageContaining("(no message)");
        assertThat(StompCommands.error(frame("ERROR", "message", "x".repeat(1_000)))
                        .getMessage())
                .hasSizeLessThan(400);
        refused("CARROT-0433", "where ERROR", () -> StompCommands.error(frame("MESSAGE")));
    }

    @ParameterizedTest
    @EnumSource
    void messageIsForASubscription(StompVersion version) {
        assertThat(StompCommands.message(MESSAGE, version)).isEqualTo(new SubscriptionToken("id", "4711"));
    }

    @Test
    void messageOfTheOldestVersion_isForADestination() {
        StompFrame message = frame("MESSAGE", "message-id", "1", "destination", "/queue/a");

        assertThat(StompCommands.message(message, StompVersion.V1_0))
                .isEqualTo(new SubscriptionToken("destination", "/queue/a"));
        refused("CARROT-0430", "'subscription'", () -> StompCommands.message(message, StompVersion.V1_1));
    }

    @ParameterizedTest
    @EnumSource
    void messageNeedsItsIdAndDestination(StompVersion version) {
        refused(
                "CARROT-0430",
                "'message-id'",
                () -> StompCommands.message(
                        MESSAGE.toBuilder().without("message-id").build(), version));
        refused(
                "CARROT-0430",
                "'destination'",
                () -> StompCommands.message(
                        MESSAGE.toBuilder().without("destination").build(), version));
        refused("CARROT-0433", "where MESSAGE", () -> StompCommands.message(frame("ERROR"), version));
    }

    @Test
    void receiptNeedsItsId() {
        assertThat(StompCommands.receipt(frame("RECEIPT", "receipt-id", "r"))).isEqualTo("r");
        refused("CARROT-0430", "'receipt-id'", () -> StompCommands.receipt(frame("RECEIPT")));
        refused("CARROT-0433", "where RECEIPT", () -> StompCommands.receipt(frame("MESSAGE")));
    }
}
