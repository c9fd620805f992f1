package io.carrotmq.ra.outbound;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.carrotmq.Connection;
import io.carrotmq.ConnectionFactory;
import io.carrotmq.Delivery;
import io.carrotmq.OutgoingMessage;
import io.carrotmq.Properties;
import io.carrotmq.SubscribeOptions;
import io.carrotmq.Subscription;
import io.carrotmq.testkit.RabbitMq;
import io.carrotmq.testkit.WithBroker;
import io.carrotmq.topology.ExchangeDeclaration;
import io.carrotmq.topology.QueueDeclaration;
import io.carrotmq.topology.Topology;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The example of docs/topology.md. */
@WithBroker
@Timeout(60)
class TopologyPageIT {
    @Test
    void exampleRuns(RabbitMq broker) throws Exception {
        try (ConnectionFactory connections = ConnectionFactory.open(broker.uri().toString());
                Connection connection = connections.connect()) {
            // tag::example
            Topology orders = Topology.builder()
                    .exchange(ExchangeDeclaration.topic("orders"))
                    .queue(QueueDeclaration.of("invoices")
                            .deadLetterTo("", "invoices.failed")
                            .deliveryLimit(5))
                    .queue(QueueDeclaration.of("invoices.failed"))
                    .bind("orders", "invoices", "order.paid", "order.corrected")
                    .build();

            connection.declare(orders);
            try (Subscription invoices = connection.subscribe("invoices", SubscribeOptions.DEFAULT.topology(orders))) {
                invoices.poll(Duration.ofSeconds(5)).ifPresent(Delivery::ack);
            }
            // end::example
            connection.publish(
                    new OutgoingMessage("orders", "order.paid", true, Properties.NONE, "paid".getBytes(UTF_8)));
            assertThat(connection.purge("invoices")).isEqualTo(1);
            connection.deleteQueue("invoices");
            connection.deleteQueue("invoices.failed");
            connection.deleteExchange("orders");
        }
    }
}
