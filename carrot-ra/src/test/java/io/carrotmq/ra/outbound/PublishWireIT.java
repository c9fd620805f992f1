package io.carrotmq.ra.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.carrotmq.ConnectionFactory;
import io.carrotmq.Publisher;
import io.carrotmq.RawBroker;
import io.carrotmq.SendOptions;
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

    /** Class 60, weight 0, the body's size; content type, content encoding, delivery mode 2 and priority 0. */
    @Test
    void contentHeaderOfAPlainJsonSendIsThatOfCarrot(RabbitMq broker) throws Exception {
        try (Recorder recorder = new Recorder(broker.uri());
                RawBroker raw = new RawBroker(broker.uri())) {
            String queue = raw.givenQueue("wire");
            String through = broker.uri()
                    .toString()
                    .replace(
                            broker.uri().getHost() + ":" + broker.uri().getPort(),
                            "127.0.0.1:" + recorder.listener.getLocalPort());
            try (ConnectionFactory connections = ConnectionFactory.open(through)) {
                Publisher<Feed> feeds = Publisher.of(
                        connections,
                        Codecs.of(getClass().getClassLoader()).codec("application/json", Feed.class),
                        SendOptions.DEFAULT.routingKey(queue));
                feeds.send(new Feed("http://cnn.com/rss/edition.rss"));
            }
            String body = "{\"import_feed\":\"http://cnn.com/rss/edition.rss\"}";
            assertThat(recorder.payloads(HEADER_FRAME))
                    .containsExactly("003c" + "0000" + String.format("%016x", body.length()) + "d800"
                            + "106170706c69636174696f6e2f6a736f6e" + "057574662d38" + "02" + "00");
            assertThat(new String(raw.get(queue).getBody(), java.nio.charset.StandardCharsets.UTF_8))
                    .isEqualTo(body);
            raw.channel().queueDelete(queue);
        }
    }
}
