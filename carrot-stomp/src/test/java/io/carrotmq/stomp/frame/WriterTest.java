package io.carrotmq.stomp.frame;

import static io.carrotmq.stomp.frame.StompVersion.V1_0;
import static io.carrotmq.stomp.frame.StompVersion.V1_1;
import static io.carrotmq.stomp.frame.StompVersion.V1_2;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrotmq.stomp.StompFrameException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What cannot be written so that it is read as it was meant, is not written at all. */
class WriterTest {
    private static StompFrame send(String name, String value) {
        return StompFrame.builder("SEND").header(name, value).build();
    }

    private static void isRefused(StompFrame frame, StompVersion version, String code) {
        FrameBuffer buffer = new FrameBuffer(8);
        StompWriter.write(StompFrame.builder("BEGIN").build(), version, buffer);
        assertThatThrownBy(() -> StompWriter.write(frame, version, buffer))
                .isInstanceOfSatisfying(
                        StompFrameException.class,
                        refused -> assertThat(refused.code()).isEqualTo(code));
        assertThat(Arrays.copyOf(buffer.array(), buffer.length())).isEqualTo(Bytes.of("BEGIN\n\n\0"));
        assertThatThrownBy(() -> StompWriter.bytes(frame, version)).isInstanceOf(StompFrameException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a:b", "a\nb", "\n", "a\0", "ž", ""})
    void namesThat1_0CannotExpress(String name) {
        isRefused(send(name, "x"), V1_0, "CARROT-0428");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\nb", "\n", "a\0", "ž", "\n\ninjected\0"})
    void valuesThat1_0CannotExpress(String value) {
        isRefused(send("x", value), V1_0, "CARROT-0428");
    }

    @ParameterizedTest
    @EnumSource
    void nulUnpairedSurrogatesAndNoName(StompVersion version) {
        isRefused(send("x", "long enough for a whole word \0"), version, "CARROT-0428");
        isRefused(send("\0", "x"), version, "CARROT-0428");
        isRefused(send("x", "\ud83e"), version, "CARROT-0428");
        isRefused(send("\udd55\ud83e", "x"), version, "CARROT-0428");
        isRefused(send("", "x"), version, "CARROT-0428");
    }

    @ParameterizedTest
    @EnumSource
    void nothingCanBeSmuggledIntoConnect(StompVersion version) {
        for (String text : List.of("a\nb", "a\r", "a\0b")) {
            isRefused(StompFrame.builder("CONNECT").header("login", text).build(), version, "CARROT-0428");
            isRefused(StompFrame.builder("CONNECT").header(text, "x").build(), version, "CARROT-0428");
        }
        isRefused(StompFrame.builder("CONNECT").header("a:b", "x").build(), version, "CARROT-0428");
    }

    @Test
    void noErrorTellsAValue() {
        StompFrame frame =
                StompFrame.builder("CONNECT").header("passcode", "secret\n").build();
        assertThatThrownBy(() -> StompWriter.bytes(frame, V1_2))
                .hasMessageContaining("'passcode'")
                .hasMessageNotContaining("secret");
        assertThat(frame.toString()).contains("passcode").doesNotContain("secret");
    }

    @Test
    void commands() {
        isRefused(StompFrame.builder("NACK").build(), V1_0, "CARROT-0427");
        isRefused(StompFrame.builder("STOMP").build(), V1_0, "CARROT-0427");
        isRefused(StompFrame.HEART_BEAT, V1_0, "CARROT-0427");
        isRefused(StompFrame.builder("send").build(), V1_2, "CARROT-0427");
        isRefused(StompFrame.builder("SEND\n\n").build(), V1_1, "CARROT-0427");
    }

    @ParameterizedTest
    @EnumSource
    void bodies(StompVersion version) {
        StompFrame withNul = StompFrame.builder("SEND").body(new byte[] {1, 0}).build();
        isRefused(withNul, version, "CARROT-0429");
        for (String length : List.of("", "1", "3", "02", " 2", "+2", "x", "12", "22")) {
            isRefused(withNul.toBuilder().header("content-length", length).build(), version, "CARROT-0429");
        }
        assertThat(StompWriter.bytes(
                        withNul.toBuilder().header("content-length", "2").build(), version))
                .endsWith('\n', '\n', 1, 0, 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"CONNECT", "CONNECTED", "SUBSCRIBE", "ACK", "BEGIN", "RECEIPT"})
    void framesWithoutBody(String command) {
        StompFrame frame = StompFrame.builder(command).body(new byte[] {1}).build();
        isRefused(frame, V1_1, "CARROT-0429");
        isRefused(frame, V1_2, "CARROT-0429");
        assertThat(StompWriter.bytes(frame, V1_0)).endsWith(1, 0);
    }

    @Test
    void aBufferHoldsManyFramesAndIsUsedAgain() throws IOException {
        FrameBuffer buffer = new FrameBuffer(0);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        for (int i = 0; i < 200; i++) {
            StompVersion version = StompVersion.values()[i / 10 % 3];
            StompFrame frame = StompFrame.builder("SEND")
                    .header("destination", "/queue/" + i / 3)
                    .header("a", version == V1_0 ? "x" : "x:" + i % 2)
                    .header("a", "\\")
                    .header("long", "x".repeat(300))
                    .build();
            StompWriter.write(frame, version, buffer);
            expected.write(StompWriter.bytes(frame, version));
            if (i % 7 == 0) {
                buffer.writeTo(out);
                assertThat(buffer.length()).isZero();
            }
        }
        buffer.writeTo(out);
        assertThat(out.toByteArray()).isEqualTo(expected.toByteArray());

        buffer.clear(100);
        assertThat(buffer.array()).hasSize(100);
    }

    @Test
    void whatCouldNotBeWrittenOutStaysInTheBuffer() {
        FrameBuffer buffer = new FrameBuffer(10);
        StompWriter.write(StompFrame.HEART_BEAT, V1_2, buffer);
        assertThatThrownBy(() -> buffer.writeTo(new OutputStream() {
                    @Override
                    public void write(int b) throws IOException {
                        throw new IOException("full");
                    }
                }))
                .isInstanceOf(IOException.class);
        assertThat(buffer.length()).isEqualTo(1);
    }

    @Test
    void theArrayOfAFrameIsJustItsBytes() {
        for (String text : List.of("plain", "ž", "a:b", "🥕")) {
            byte[] bytes = StompWriter.bytes(send("x", text), V1_2);
            assertThat(bytes).endsWith(0);
            assertThat(Bytes.frames(V1_2, Bytes.text(bytes))).containsExactly(send("x", text));
        }
    }
}
