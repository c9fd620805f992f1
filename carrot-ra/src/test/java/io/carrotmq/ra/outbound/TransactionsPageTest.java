package io.carrotmq.ra.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.carrotmq.Connection;
import io.carrotmq.ConnectionFactory;
import io.carrotmq.Publisher;
import io.carrotmq.Receipt;
import io.carrotmq.SendOptions;
import io.carrotmq.TransactionMode;
import io.carrotmq.codec.Codec;
import io.carrotmq.codec.Codecs;
import io.carrotmq.topology.QueueDeclaration;
import io.carrotmq.topology.Topology;
import io.carrotmq.transport.memory.MemoryBroker;
import java.net.URI;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The example of docs/transactions.md. */
@Timeout(60)
class TransactionsPageTest {
    private static final Codec<String> CODEC =
            Codecs.of(TransactionsPageTest.class.getClassLoader()).codec("text/plain", String.class);

    @Test
    void publisherWithAModeOfItsOwn() throws Exception {
        MemoryBroker broker = MemoryBroker.named("transactions-page");
        try (FakeAdapter adapter = new FakeAdapter(URI.create(broker.uri()))) {
            CarrotManagedConnectionFactory factory = new CarrotManagedConnectionFactory();
            factory.setResourceAdapter(adapter);
            ConnectionFactory connections = new CarrotConnectionFactory(factory, new NoPool());
            Codec<String> codec = CODEC;
            declare(connections, "orders");
            // tag::mode
            Publisher<String> orders = Publisher.of(connections, codec, SendOptions.DEFAULT.routingKey("orders"));
            Publisher<String> news =
                    orders.to("news").with(options -> options.transactionMode(TransactionMode.AFTER_COMMIT));
            // end::mode
            adapter.transaction().begin();
            assertThat(orders.send("order").outcome()).isEqualTo(Receipt.Outcome.ENLISTED);
            assertThat(news.send("news").outcome()).isEqualTo(Receipt.Outcome.ENLISTED);
            assertThat(adapter.transaction().commit())
                    .as("a queue that is missing vetoes no commit after which its message is published")
                    .isNull();
            try (Connection connection = connections.connect()) {
                assertThat(connection.messageCount("orders")).isEqualTo(OptionalLong.of(1));
            }
        } finally {
            broker.remove();
        }
    }

    private static void declare(ConnectionFactory connections, String queue) {
        try (Connection connection = connections.connect()) {
            connection.declare(
                    Topology.builder().queue(QueueDeclaration.of(queue)).build());
        }
    }
}
