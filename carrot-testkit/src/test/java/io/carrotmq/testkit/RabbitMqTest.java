package io.carrotmq.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.BlockedListener;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import java.net.ConnectException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

@WithBroker
class RabbitMqTest {

    private static final Duration BOUND = Duration.ofSeconds(20);
    // RabbitMQ 4.3.6 forgets a quorum queue, with its confirmed messages, if it is killed right after the declaration.
    private static final long SETTLED = Duration.ofSeconds(2).toNanos();
    private static final Map<String, Object> QUORUM = Map.of("x-queue-type", "quorum");

    @Test
    void publishedMessage_isConsumed(RabbitMq broker) throws Exception {
        try (Connection connection = Clients.connect(broker.uri())) {
            assertThat(Clients.sendAndReceive(connection, "hello")).isEqualTo("hello");
        }
    }

    @Test
    void greeting_namesProductAndVersion(RabbitMq broker) {
        assertThat(broker.product()).isEqualTo("RabbitMQ");
        assertThat(broker.version()).matches("\\d+\\.\\d+\\.\\d+.*");
    }

    @Test
    void sharedBroker_isOneAndSurvivesClose(RabbitMq broker) throws Exception {
        assertThat(RabbitMq.shared()).isSameAs(broker);

        broker.close();

        Clients.connect(broker.uri()).close();
    }

    @Test
    void killedBroker_refusesConnections_andKeepsConfirmedMessagesOverARestart(@Fresh RabbitMq broker)
            throws Exception {
        try (Connection connection = Clients.connect(broker.uri());
                Channel channel = connection.createChannel()) {
            channel.queueDeclare("classic", true, false, false, null);
            channel.queueDeclare("quorum", true, false, false, QUORUM);
            long declared = System.nanoTime();
            Clients.sendPersistent(channel, "classic", "one");
            Clients.sendPersistent(channel, "quorum", "two");

            Await.until("the quorum queue to be known on disk", BOUND, () -> System.nanoTime() - declared > SETTLED);
            broker.kill();
            broker.kill();

            Await.until("the client to notice", BOUND, () -> !connection.isOpen());
        } catch (AlreadyClosedException killed) {
            // From closing what the broker closed.
        }
        assertThatThrownBy(() -> Clients.connect(broker.uri()).close()).isInstanceOf(ConnectException.class);
        assertThatThrownBy(broker::freeze)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("does not run");

        broker.restart();

        try (Connection connection = Clients.connect(broker.uri());
                Channel channel = connection.createChannel()) {
            assertThat(Clients.receive(channel, "classic")).isEqualTo("one");
            assertThat(Clients.receive(channel, "quorum")).isEqualTo("two");
        }
    }

    @Test
    void frozenBroker_doesNotAnswerUntilThawed_andCanBeStopped(@Fresh RabbitMq broker) throws Exception {
        ConnectionFactory impatient = Clients.factory(broker.uri());
        impatient.setHandshakeTimeout(500);

        broker.freeze();
        assertThatThrownBy(() -> impatient.newConnection().close()).isInstanceOf(TimeoutException.class);

        broker.thaw();
        Clients.connect(broker.uri()).close();

        broker.freeze();
        broker.stop();
        assertThatThrownBy(() -> Clients.connect(broker.uri()).close()).isInstanceOf(ConnectException.class);
    }

    @Test
    void memoryAlarm_blocksPublishersUntilItIsOver(@Fresh RabbitMq broker) throws Exception {
        AtomicReference<String> blocked = new AtomicReference<>();
        try (Connection connection = Clients.connect(broker.uri());
                Channel channel = connection.createChannel()) {
            connection.addBlockedListener(new BlockedListener() {
                @Override
                public void handleBlocked(String reason) {
                    blocked.set(reason);
                }

                @Override
                public void handleUnblocked() {
                    blocked.set(null);
                }
            });
            String queue = channel.queueDeclare().getQueue();

            broker.memoryAlarm(true);
            channel.basicPublish("", queue, null, new byte[1]);
            Await.until("connection.blocked", BOUND, () -> blocked.get() != null);
            assertThat(blocked.get()).containsIgnoringCase("memory");

            broker.memoryAlarm(false);
            Await.until("connection.unblocked", BOUND, () -> blocked.get() == null);
        }
    }

    @Test
    void uriOfAnotherUser_isEncoded(RabbitMq broker) {
        URI uri = broker.uri("us er", "p/w+", "/vh");

        assertThat(uri.toString()).startsWith("amqp://us%20er:p%2Fw%2B@").endsWith("/%2Fvh");
        assertThat(BrokerUris.user(uri)).isEqualTo("us er");
        assertThat(BrokerUris.password(uri)).isEqualTo("p/w+");
        assertThat(BrokerUris.virtualHost(uri)).isEqualTo("/vh");
    }

    @Test
    void proxyParameter_standsInFrontOfTheSharedBroker(RabbitMq broker, FaultProxy proxy) throws Exception {
        try (Connection connection = Clients.connect(proxy.uri(broker.uri()))) {
            assertThat(Clients.sendAndReceive(connection, "through")).isEqualTo("through");

            proxy.cut();

            Await.until("the client to notice", BOUND, () -> !connection.isOpen());
        } catch (AlreadyClosedException cut) {
            // From closing what the proxy cut.
        }
    }

    @Test
    void foreignBroker_isUsedAndNeverKilled(RabbitMq broker) throws Exception {
        URI management = URI.create("http://127.0.0.1:1");
        RabbitMq foreign = RabbitMq.of(new ForeignRabbit("CARROT_TEST_RABBITMQ", broker.uri(), management));

        assertThat(foreign.isProcess()).isFalse();
        assertThat(foreign.version()).isEqualTo(broker.version());
        assertThatThrownBy(foreign::kill)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("CARROT_TEST_RABBITMQ");
        assertThatThrownBy(() -> foreign.memoryAlarm(true)).isInstanceOf(IllegalStateException.class);
        foreign.close();
        Clients.connect(broker.uri()).close();
    }
}
