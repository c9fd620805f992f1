package io.carrotmq.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.DefaultConsumer;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@WithBroker
class ManagementTest {

    private static final Duration BOUND = Duration.ofSeconds(20);

    private final String name = "ManagementTest " + UUID.randomUUID() + "/";

    @Test
    void messagesAndConsumers_areCounted(RabbitMq broker) throws Exception {
        Management management = broker.management();
        try (Connection connection = Clients.connect(broker.uri());
                Channel channel = connection.createChannel()) {
            channel.queueDeclare(name, true, false, false, null);
            Clients.sendPersistent(channel, name, "one");
            Clients.sendPersistent(channel, name, "two");
            Await.until("two messages", BOUND, () -> management.messages(name) == 2);
            assertThat(management.unacknowledged(name)).isZero();

            channel.basicQos(1);
            channel.basicConsume(name, false, new DefaultConsumer(channel));

            Await.until("one delivery", BOUND, () -> management.unacknowledged(name) == 1);
            Await.until("one consumer", BOUND, () -> management.consumers(name) == 1);
            assertThat(management.messages(name)).isEqualTo(2);
        } finally {
            management.deleteQueue(name);
        }
    }

    @Test
    void queueTypeAndExistence_areTold(RabbitMq broker) throws Exception {
        Management management = broker.management();
        try (Connection connection = Clients.connect(broker.uri());
                Channel channel = connection.createChannel()) {
            assertThat(management.queueExists(name)).isFalse();
            channel.queueDeclare(name, true, false, false, Map.of("x-queue-type", "quorum"));

            assertThat(management.queueExists(name)).isTrue();
            assertThat(management.queueType(name)).isEqualTo("quorum");

            management.deleteQueue(name);
            management.deleteQueue(name);
            assertThat(management.queueExists(name)).isFalse();
        }
    }

    @Test
    void missingQueue_isAFailure(RabbitMq broker) {
        assertThatThrownBy(() -> broker.management().messages(name))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Status 404");
    }

    @Test
    void connectionsAndChannels_areListedAndClosedWithAReason(@Fresh RabbitMq broker) throws Exception {
        Management management = broker.management();
        try (Connection connection = Clients.factory(broker.uri()).newConnection("orders");
                Channel channel = connection.createChannel()) {
            Await.until(
                    "one connection", BOUND, () -> management.connectionNames().contains("orders"));
            Await.until("one channel", BOUND, () -> management.channels() == 1);

            management.closeConnections("maintenance");

            Await.until("the client to notice", BOUND, () -> !channel.isOpen());
            assertThat(connection.getCloseReason().getMessage()).contains("maintenance");
        } catch (AlreadyClosedException closed) {
            // From closing what the broker closed.
        }
        Await.until("no channel", BOUND, () -> management.channels() == 0);
        Await.until("no connection", BOUND, () -> management.connectionNames().isEmpty());
    }

    @Test
    void userOfAnotherVirtualHost_canWorkThere(RabbitMq broker) throws Exception {
        Management management = broker.management().inVirtualHost(name);
        management.createVirtualHost(name);
        management.createVirtualHost(name);
        management.addUser(name, "secret");
        try (Connection connection = Clients.connect(broker.uri(name, "secret", name));
                Channel channel = connection.createChannel()) {
            assertThat(Clients.sendAndReceive(connection, "there")).isEqualTo("there");
            channel.queueDeclare("orders", true, false, false, null);
            assertThat(management.queueExists("orders")).isTrue();
            assertThat(broker.management().queueExists("orders")).isFalse();
        } finally {
            management.deleteUser(name);
            management.deleteVirtualHost(name);
        }
    }
}
