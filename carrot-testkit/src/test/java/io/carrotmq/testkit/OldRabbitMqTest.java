package io.carrotmq.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Connection;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@WithBroker(version = RabbitVersion.V3_10)
class OldRabbitMqTest {

    @Test
    void classAsksForTheVersion(RabbitMq broker) throws Exception {
        assertThat(broker.version()).startsWith("3.10.");
        assertThat(broker).isSameAs(RabbitMq.shared(RabbitVersion.V3_10));
        try (Connection connection = Clients.connect(broker.uri())) {
            assertThat(Clients.sendAndReceive(connection, "hello")).isEqualTo("hello");
        }
    }

    @Test
    void proxyStandsInFrontOfThatVersion(FaultProxy proxy) throws Exception {
        try (Connection connection =
                Clients.connect(proxy.uri(RabbitMq.shared(RabbitVersion.V3_10).uri()))) {
            assertThat(connection.getServerProperties().get("version").toString())
                    .startsWith("3.10.");
        }
    }

    @Test
    @WithBroker(version = RabbitVersion.V4_3)
    void methodAsksForAnother(RabbitMq broker) {
        assertThat(broker).isSameAs(RabbitMq.shared());
        assertThat(broker.version()).doesNotStartWith("3.");
    }

    @Test
    void managementAndControlWork(RabbitMq broker) throws Exception {
        try (Connection connection = Clients.connect(broker.uri());
                var channel = connection.createChannel()) {
            channel.queueDeclare("old-quorum", true, false, false, Map.of("x-queue-type", "quorum"));
            assertThat(broker.management().queueType("old-quorum")).isEqualTo("quorum");
            broker.management().deleteQueue("old-quorum");
        }
        broker.memoryAlarm(true);
        broker.memoryAlarm(false);
    }

    @Test
    void killedBroker_bootsAgain(@Fresh RabbitMq broker) throws Exception {
        broker.kill();
        broker.restart();

        assertThat(broker.version()).startsWith("3.10.");
        Clients.connect(broker.uri()).close();
    }

    @Nested
    class InAClassWithin {
        @Test
        void theClassAroundAsksForTheVersion(RabbitMq broker) {
            assertThat(broker).isSameAs(RabbitMq.shared(RabbitVersion.V3_10));
        }
    }
}
