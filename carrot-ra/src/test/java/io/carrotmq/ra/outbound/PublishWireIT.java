package io.carrotmq.ra.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.carrotmq.ConnectionFactory;
import io.carrotmq.Publisher;
import io.carrotmq.RawBroker;
import io.carrotmq.SendOptions;
import io.carrotmq.codec.Codec;
import io.carrotmq.codec.Codecs;
import io.carrotmq.testkit.RabbitMq;
import io.carrotmq.testkit.WithBroker;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The bytes of a publish on the wire. */
@WithBroker
@Timeout(60)
class PublishWireIT {
    private static final int HEADER_FRAME = 2;
    private static final int BODY_FRAME = 3;
    private static final String CLASS_AND_WEIGHT = "003c" + "0000";
    private static final String JSON_UTF8 = "106170706c69636174696f6e2f6a736f6e" + "057574662d38";
    private static final String PERSISTENT_PRIORITY_0 = "02" + "00";

    /** A message type. */
    public record Feed(String import_feed) {}

    /** Relays one connection, and keeps what the client sent. */
    private static final class Recorder implements AutoCloseable {
        private final ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        private final ExecutorService threads = Executors.newCachedThreadPool();
        private final ByteArrayOutputStream sent = new ByteArrayOutputStream();

        Recorder(URI broker) throws IOException {
            threads.submit(() -> {
                try (Socket client = listener.accept();
                        Socket server = new Socket(broker.getHost(), broker.getPort())) {
                    var answers = threads.submit(() -> server.getInputStream().transferTo(client.getOutputStream()));
                    relay(client.getInputStream(), server.getOutputStream());
                    server.shutdownOutput();
                    return answers.get();
                }
            });
        }

        private void relay(InputStream from, OutputStream to) throws IOException {
            byte[] buffer = new byte[8192];
            int length;
            while ((length = from.read(buffer)) > 0) {
                synchronized (sent) {
                    sent.write(buffer, 0, length);
                }
                to.write(buffer, 0, length);
            }
        }

        /** The payloads of all frames of a type: type, channel, length, payload, end. */
        List<String> payloads(int type) {
            ByteBuffer bytes;
            synchronized (sent) {
                bytes = ByteBuffer.wrap(sent.toByteArray());
            }
            bytes.position(8); // the protocol header
            List<String> payloads = new ArrayList<>();
            while (bytes.remaining() > 7) {
                int frame = bytes.get();
                bytes.getShort();
                byte[] payload = new byte[bytes.getInt()];
                bytes.get(payload);
                assertThat(bytes.get()).isEqualTo((byte) 0xCE);
                if (frame == type) {
                    payloads.add(HexFormat.of().formatHex(payload));
                }
            }
            return payloads;
        }

        @Override
        public void close() throws IOException {
            listener.close();
            threads.shutdownNow();
        }
    }

    private interface Step {
        void on(ConnectionFactory connections, String queue);
    }

    /** The payloads of the header and the body frame of the only message sent. */
    private static List<String> sent(RabbitMq broker, Step step) throws Exception {
        try (Recorder recorder = new Recorder(broker.uri());
                RawBroker raw = new RawBroker(broker.uri())) {
            String queue = raw.givenQueue("wire");
            String through = broker.uri()
                    .toString()
                    .replace(
                            broker.uri().getHost() + ":" + broker.uri().getPort(),
                            "127.0.0.1:" + recorder.listener.getLocalPort());
            try (ConnectionFactory connections = ConnectionFactory.open(through)) {
                step.on(connections, queue);
            } finally {
                raw.channel().queueDelete(queue);
            }
            List<String> payloads = new ArrayList<>(recorder.payloads(HEADER_FRAME));
            payloads.addAll(recorder.payloads(BODY_FRAME));
            assertThat(payloads).as("one header frame and one body frame").hasSize(2);
            return payloads;
        }
    }

    private static <T> Codec<T> json(Class<T> type) {
        return Codecs.of(PublishWireIT.class.getClassLoader()).codec("application/json", type);
    }

    /**
     * Content type, content encoding, delivery mode 2 and priority 0, as carrot has them. The body is JSON as Jakarta JSON
     * Binding writes it, which differs from Python's in the blank behind the colon only.
     */
    @Test
    void c01_plainJsonSendHasTheHeaderOfCarrot(RabbitMq broker) throws Exception {
        List<String> payloads = sent(
                broker,
                (connections, queue) -> Publisher.of(
                                connections, json(Feed.class), SendOptions.DEFAULT.routingKey(queue))
                        .send(new Feed("http://cnn.com/rss/edition.rss")));

        assertThat(payloads)
                .containsExactly(
                        CLASS_AND_WEIGHT + "0000000000000030" + "d800" + JSON_UTF8 + PERSISTENT_PRIORITY_0,
                        hex("{\"import_feed\":\"http://cnn.com/rss/edition.rss\"}"));
    }

    /** With a content type given nothing is encoded: what Python would send goes out as it is, header and body. */
    @Test
    void c01_bodyOfPythonGoesOutByteForByte(RabbitMq broker) throws Exception {
        String python = "{\"import_feed\": \"http://cnn.com/rss/edition.rss\"}";

        List<String> payloads = sent(
                broker,
                (connections, queue) -> Publisher.of(
                                connections,
                                json(String.class),
                                SendOptions.DEFAULT.routingKey(queue).contentType("application/json"))
                        .send(python));

        assertThat(payloads)
                .containsExactly(
                        CLASS_AND_WEIGHT + "0000000000000031" + "d800" + JSON_UTF8 + PERSISTENT_PRIORITY_0,
                        hex(python));
    }

    /** Behind the content encoding and before the delivery mode: a table of 8 bytes that says x = "1". */
    @Test
    void c12_headersAreInTheContentHeader(RabbitMq broker) throws Exception {
        List<String> payloads = sent(
                broker,
                (connections, queue) -> Publisher.of(
                                connections,
                                json(Feed.class),
                                SendOptions.DEFAULT.routingKey(queue).header("x", "1"))
                        .send(new Feed("")));

        assertThat(payloads.get(0))
                .isEqualTo(CLASS_AND_WEIGHT + "0000000000000012" + "f800" + JSON_UTF8 + "00000008" + "0178" + "53"
                        + "00000001" + "31" + PERSISTENT_PRIORITY_0);
    }

    private static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
    }
}
