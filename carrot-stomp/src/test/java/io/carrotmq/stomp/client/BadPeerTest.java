package io.carrotmq.stomp.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrotmq.stomp.StompConnectionException;
import io.carrotmq.stomp.StompException;
import io.carrotmq.stomp.StompFrameException;
import io.carrotmq.stomp.client.FakeBroker.Conversation;
import io.carrotmq.stomp.frame.FrameLimits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever a peer sends, it ends in an exception of the library, soon, and within the limits of memory. */
@Timeout(60)
class BadPeerTest {
    private static final ConnectionOptions OPTIONS = StompConnectionTest.OPTIONS.toBuilder()
            .limits(new FrameLimits(10, 1_000, 100_000))
            .build();

    private final Recorder recorder = new Recorder();

    /** What a peer does once it has greeted, until the client has had enough. */
    private StompException after(FakeBroker.Script what) throws Exception {
        try (FakeBroker broker = FakeBroker.that(with -> {
            with.greet("version:1.2");
            what.run(with);
            with.drain();
        })) {
            StompConnection connection = StompConnection.connect("127.0.0.1", broker.port(), OPTIONS, recorder);
            StompException end = recorder.end();
            assertThat(connection.isOpen()).isFalse();
            assertThat(recorder.messages).isEmpty();
            broker.ended(); // the client has closed
            return end;
        }
    }

    private Class<?> instead(String answer) throws Exception {
        return instead(answer.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** What connecting throws if a peer answers that. */
    private Class<?> instead(byte[] answer) throws Exception {
        try (FakeBroker broker = FakeBroker.that(with -> {
            with.write(answer);
            with.socket().shutdownOutput();
            with.drain();
        })) {
            Throwable thrown = org.assertj.core.api.Assertions.catchThrowable(
                    () -> StompConnection.connect("127.0.0.1", broker.port(), OPTIONS, recorder));
            broker.ended();
            assertThat(recorder.ends).isEmpty();
            return thrown.getClass();
        }
    }

    /** Sends without an end, until the client has closed. */
    private static void flood(Conversation with, String head, byte[] more) throws IOException {
        try {
            with.write(head);
            while (true) {
                with.write(more);
            }
        } catch (IOException e) {
            // the client has had enough
        }
    }

    @Test
    void halfAFrame() throws Exception {
        assertThat(after(with -> {
                    with.write("MESSAGE\nsubscription:1\nmessage-");
                    with.socket().shutdownOutput();
                }))
                .isInstanceOf(StompConnectionException.class)
                .hasMessageContaining("CARROT-0453");
    }

    @Test
    void aReset() throws Exception {
        assertThat(after(with -> {
                    with.socket().setSoLinger(true, 0);
                    with.socket().close();
                }))
                .isInstanceOf(StompConnectionException.class)
                .hasMessageContaining("CARROT-0453");
    }

    @Test
    void nulsWithoutEnd() throws Exception {
        assertThat(after(with -> flood(with, "", new byte[10_000]))).isInstanceOf(StompFrameException.class);
    }

    @Test
    void aBodyOfAGigabyte() throws Exception {
        assertThat(after(with -> with.write(
                        "MESSAGE\nsubscription:1\nmessage-id:1\ndestination:/q\nack:1\ncontent-length:1000000000\n\n")))
                .isInstanceOf(StompFrameException.class)
                .hasMessageContaining("100000");
    }

    @Test
    void aBodyWithoutEnd() throws Exception {
        assertThat(after(with -> flood(
                        with,
                        "MESSAGE\nsubscription:1\nmessage-id:1\ndestination:/q\nack:1\n\n",
                        "x".repeat(10_000).getBytes(StandardCharsets.US_ASCII))))
                .isInstanceOf(StompFrameException.class);
    }

    @Test
    void aLineWithoutEnd() throws Exception {
        byte[] more = "x".repeat(10_000).getBytes(StandardCharsets.US_ASCII);
        assertThat(after(with -> flood(with, "MESSAGE\nname:", more))).isInstanceOf(StompFrameException.class);
        assertThat(after(with -> flood(with, "", more))).isInstanceOf(StompFrameException.class);
    }

    @Test
    void headersWithoutEnd() throws Exception {
        assertThat(after(with -> flood(with, "MESSAGE\n", "a:b\n".repeat(1000).getBytes(StandardCharsets.US_ASCII))))
                .isInstanceOf(StompFrameException.class);
    }

    @Test
    void noise() throws Exception {
        Random random = new Random(42);
        for (int i = 0; i < 20; i++) {
            byte[] noise = new byte[5_000];
            random.nextBytes(noise);
            assertThat(after(with -> {
                        with.write(noise);
                        with.socket().shutdownOutput();
                    }))
                    .isInstanceOfAny(StompFrameException.class, StompConnectionException.class);
        }
    }

    /** What was whole before the noise is delivered. */
    @Test
    void noiseBehindAMessage() throws Exception {
        try (FakeBroker broker = FakeBroker.that(with -> {
            with.greet("version:1.2");
            with.write("MESSAGE\nsubscription:1\nmessage-id:1\ndestination:/q\nack:1\n\nwhole\0\1\2\3 noise\n\n\0");
            with.drain();
        })) {
            StompConnection.connect("127.0.0.1", broker.port(), OPTIONS, recorder);
            assertThat(recorder.nextMessage().body()).isEqualTo("whole".getBytes(StandardCharsets.US_ASCII));
            assertThat(recorder.end()).isInstanceOf(StompFrameException.class);
        }
    }

    @Test
    void anotherProtocol() throws Exception {
        assertThat(instead("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"))
                .isEqualTo(StompFrameException.class);
        assertThat(instead("AMQP\0\0\11\1")).isEqualTo(StompFrameException.class);
        assertThat(instead("SSH-2.0-OpenSSH_9.6\r\n")).isEqualTo(StompFrameException.class);
        // an alert of TLS, for a client that speaks in the clear
        assertThat(instead(new byte[] {0x15, 3, 3, 0, 2, 2, 80}))
                .isIn(StompFrameException.class, StompConnectionException.class);
        assertThat(instead("")).isEqualTo(StompConnectionException.class);
        assertThat(instead("\n\n\r\n")).isEqualTo(StompConnectionException.class);
    }

    @Test
    void nulsInsteadOfConnected() {
        assertThatThrownBy(() -> {
                    try (FakeBroker broker = FakeBroker.that(with -> flood(with, "", new byte[10_000]))) {
                        StompConnection.connect("127.0.0.1", broker.port(), OPTIONS, recorder);
                    }
                })
                .isInstanceOf(StompFrameException.class);
    }

    @Test
    void tlsInTheClearPeer() throws Exception {
        try (FakeBroker broker = FakeBroker.that(with -> {
            with.write("ERROR\nmessage:speak STOMP\n\n\0");
            with.drain();
        })) {
            ConnectionOptions tls = OPTIONS.toBuilder()
                    .tls(javax.net.ssl.SSLContext.getDefault(), null)
                    .build();
            assertThatThrownBy(() -> StompConnection.connect("127.0.0.1", broker.port(), tls, recorder))
                    .isInstanceOf(StompConnectionException.class)
                    .hasMessageContaining("CARROT-0450")
                    .hasCauseInstanceOf(javax.net.ssl.SSLException.class);
            broker.ended();
        }
    }
}
