package io.carrotmq.transport.memory;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.carrotmq.Connection;
import io.carrotmq.ConnectionFactory;
import io.carrotmq.Delivery;
import io.carrotmq.OutgoingMessage;
import io.carrotmq.Properties;
import io.carrotmq.topology.QueueDeclaration;
import io.carrotmq.topology.Topology;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The example of docs/memory.md. */
@Timeout(60)
class MemoryDocumentationTest {
    @Test
    void example() {
        // tag::example
        MemoryBroker broker = MemoryBroker.named("orders");
        try (ConnectionFactory factory = ConnectionFactory.open(broker.uri());
                Connection connection = factory.connect()) {
            connection.declare(
                    Topology.builder().queue(QueueDeclaration.of("orders")).build());
            connection.publish(new OutgoingMessage("", "orders", true, Properties.NONE, "one".getBytes(UTF_8)));
            broker.cutConnections();
            try (Connection again = factory.connect()) {
                Delivery<byte[]> order = again.fetch("orders").orElseThrow();
                assertThat(order.body()).asString(UTF_8).isEqualTo("one");
                order.ack();
            }
        }
        broker.remove();
        // end::example
    }
}
