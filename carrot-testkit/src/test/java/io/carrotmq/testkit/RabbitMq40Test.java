package io.carrotmq.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.MessageProperties;
import java.util.Map;
import org.junit.jupiter.api.Test;

@WithBroker(version = RabbitVersion.V4_0)
class RabbitMq40Test {

    // One broker of its own for all of it: nothing else in this module needs this version, and it ends with the test.
    @Test
    void brokerOfThatVersion_answersIsAskedAndIsKilled(@Fresh RabbitMq broker) throws Exception {
        assertThat(broker.version()).startsWith("4.0.");
        try (Connection connection = Clients.connect(broker.uri());
                var channel = connection.createChannel()) {
            assertThat(Clients.sendAndReceive(connection, "hello")).isEqualTo("hello");
            channel.queueDeclare("classic", true, false, false, Map.of());
            assertThat(broker.management().queueType("classic")).isEqualTo("classic");
            channel.confirmSelect();
            channel.basicPublish("", "classic", MessageProperties.PERSISTENT_BASIC, new byte[1]);
            channel.waitForConfirmsOrDie(10_000);
        }

        broker.kill();
        broker.restart();

        try (Connection connection = Clients.connect(broker.uri());
                var channel = connection.createChannel()) {
            assertThat(channel.messageCount("classic")).isEqualTo(1);
        }
    }
}
