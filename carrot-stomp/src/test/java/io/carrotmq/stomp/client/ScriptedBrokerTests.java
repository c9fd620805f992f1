package io.carrotmq.stomp.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.carrotmq.stomp.client.FakeBroker.Conversation;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

/** What tests of the clients have in common whose broker does just what the test says. */
@Timeout(60)
abstract class ScriptedBrokerTests {
    static final Duration BOUND = Duration.ofSeconds(30);

    final BlockingQueue<String> frames = new LinkedBlockingQueue<>();
    final CountDownLatch hangUp = new CountDownLatch(1);
    final AtomicInteger connections = new AtomicInteger();
    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    FakeBroker broker(FakeBroker.Script script) {
        FakeBroker broker = FakeBroker.that(script);
        open.add(broker);
        return broker;
    }

    static ClientOptions.Builder options(FakeBroker broker, String failover) {
        return ClientOptions.builder("failover:(stomp://127.0.0.1:" + broker.port() + ")" + failover)
                .connection(ConnectionOptions.DEFAULT.toBuilder()
                        .connectTimeout(BOUND)
                        .connectedTimeout(BOUND)
                        .build());
    }

    StompClient client(ClientOptions.Builder options) {
        StompClient client = StompClient.of(options.build());
        open.add(0, () -> client.async().disconnect(Duration.ofMillis(1)));
        return client;
    }

    StompClient connected(ClientOptions.Builder options) {
        StompClient client = client(options);
        client.connect();
        return client;
    }

    StompClient connected(FakeBroker broker) {
        return connected(options(broker, ""));
    }

    static byte[] body() {
        return "x".getBytes(UTF_8);
    }

    static void receipt(Conversation peer, String frame) throws IOException {
        peer.write("RECEIPT\nreceipt-id:" + Conversation.header(frame, "receipt") + "\n\n\0");
    }

    /** Answers everything with a receipt and notes it. */
    void answer(Conversation peer) throws IOException {
        for (String frame = peer.frame(); frame != null; frame = peer.frame()) {
            frames.add(frame);
            receipt(peer, frame);
        }
    }

    String frame() throws InterruptedException {
        String frame = frames.poll(30, TimeUnit.SECONDS);
        assertThat(frame).as("a frame").isNotNull();
        return frame;
    }

    static <T> T await(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    /** Gives a message to whoever sent a SUBSCRIBE, in any ack mode but auto. */
    static void message(Conversation peer, String subscribe, String text) throws IOException {
        peer.write("MESSAGE\nsubscription:" + Conversation.header(subscribe, "id") + "\nmessage-id:" + text + "\nack:"
                + text + "\ndestination:/queue/a\n\n" + text + "\0");
    }
}
