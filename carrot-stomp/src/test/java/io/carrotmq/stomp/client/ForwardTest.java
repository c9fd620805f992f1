package io.carrotmq.stomp.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** In which order a copy goes to the error destination and its message is acknowledged, seen from the broker. */
@Timeout(60)
class ForwardTest {
    private static final String ARTEMIS = "ActiveMQ-Artemis/2.55.0 ActiveMQ Artemis Messaging Engine";

    private final BlockingQueue<String> frames = new LinkedBlockingQueue<>();

    private String frame() throws InterruptedException {
        return frames.poll(30, TimeUnit.SECONDS);
    }

    /** Gives one message to whoever subscribes, and receipts what asks for it, SEND only when the test allows it. */
    private FakeBroker broker(String server, BlockingQueue<Boolean> allowed) {
        return FakeBroker.that(with -> {
            with.greet("version:1.2", "server:" + server);
            for (String frame = with.frame(); frame != null; frame = with.frame()) {
                String receipt = FakeBroker.Conversation.header(frame, "receipt");
                if (!frame.startsWith("SUBSCRIBE")) {
                    frames.add(frame);
                }
                if (frame.startsWith("SEND") && receipt != null && !allowed.take()) {
                    return;
                }
                if (receipt != null) {
                    with.write("RECEIPT\nreceipt-id:" + receipt + "\n\n\0");
                }
                if (frame.startsWith("SUBSCRIBE")) {
                    with.write("MESSAGE\nsubscription:" + FakeBroker.Conversation.header(frame, "id")
                            + "\nmessage-id:7\nack:seven\ndestination:/queue/a\n\none\0");
                }
            }
        });
    }

    private static StompClient failing(FakeBroker broker) {
        StompClient client = StompClient.of(ClientOptions.of("stomp://127.0.0.1:" + broker.port()));
        client.connect();
        client.subscribe("/queue/a", SubscriptionOptions.DEFAULT.errorDestination("/queue/errors"), message -> {
            throw new IllegalStateException("no");
        });
        return client;
    }

    @ParameterizedTest
    @ValueSource(strings = {ARTEMIS, "RabbitMQ/4.3.6"})
    void t09_whereTransactionsDoNotBindAcknowledgements_theCopyIsConfirmedFirst(String server) throws Exception {
        BlockingQueue<Boolean> allowed = new LinkedBlockingQueue<>();
        try (FakeBroker broker = broker(server, allowed);
                StompClient client = failing(broker)) {
            assertThat(client.connected().server()).isEqualTo(server);
            String copy = frame();
            assertThat(copy).startsWith("SEND\n").contains("\ndestination:/queue/errors\n", "\nmessage-failed:no\n");
            assertThat(FakeBroker.Conversation.header(copy, "transaction")).isNull();
            assertThat(frames).isEmpty();
            allowed.add(true);

            String ack = frame();
            assertThat(ack).startsWith("ACK\nid:seven\n").doesNotContain("transaction");
        }
    }

    @Test
    void t09_connectionLostBeforeTheCopyIsConfirmed_leavesTheMessageUnacknowledged() throws Exception {
        BlockingQueue<Boolean> allowed = new LinkedBlockingQueue<>();
        try (FakeBroker broker = broker(ARTEMIS, allowed);
                StompClient client = failing(broker)) {
            assertThat(client.connected().server()).isEqualTo(ARTEMIS);
            assertThat(frame()).startsWith("SEND\n");
            allowed.add(false);
            broker.ended();

            assertThat(frame())
                    .as("what is sent when the message has come again")
                    .startsWith("SEND\n");
            allowed.add(true);
            assertThat(frame()).startsWith("ACK\n");
        }
    }

    @Test
    void t09_elsewhereBothAreOneTransaction() throws Exception {
        String server = "ActiveMQ/6.2.7";
        try (FakeBroker broker = broker(server, new LinkedBlockingQueue<>());
                StompClient client = failing(broker)) {
            assertThat(client.connected().server()).isEqualTo(server);
            String begin = frame();
            String transaction = FakeBroker.Conversation.header(begin, "transaction");
            assertThat(begin).startsWith("BEGIN\n");
            assertThat(frame()).startsWith("SEND\n").contains("\ntransaction:" + transaction + "\n");
            assertThat(frame()).startsWith("ACK\nid:seven\n").contains("\ntransaction:" + transaction + "\n");
            assertThat(frame()).startsWith("COMMIT\nreceipt:").contains("\ntransaction:" + transaction + "\n");
        }
    }
}
