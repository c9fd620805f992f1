package io.carrotmq.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Connection;
import java.util.Map;
import org.junit.jupiter.api.Test;

@WithBroker(version = RabbitVersion.V4_0)
class RabbitMq40Test {

    // A broker of its own, because nothing else in this module needs this version: it ends with the test.
    @Test
    void brokerOfThatVersion_answersAndIsAsked(@Fresh RabbitMq broker) throws Exception {
        assertThat(broker.version()).startsWith("4.0.");
        try (Connection connection = Clients.connect(broker.uri());
                var channel = connection.createChannel()) {
            assertThat(Clients.sendAndReceive(connection, "hello")).isEqualTo("hello");
            channel.queueDeclare("classic", true, false, false, Map.of());
            assertThat(broker.management().queueType("classic")).isEqualTo("classic");
        }
    }
}
