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
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The example in docs/transactions.md compiles, runs, and is the one below. */
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
            // example
            Publisher<String> orders = Publisher.of(connections, codec, SendOptions.DEFAULT.routingKey("orders"));
            Publisher<String> news =
                    orders.to("news").with(options -> options.transactionMode(TransactionMode.AFTER_COMMIT));
            // end
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

    @Test
    void pageShowsWhatRuns() throws IOException {
        String page = Files.readString(Path.of("../docs/transactions.md"));
        String source = Files.readString(Path.of("src/test/java/io/carrotmq/ra/outbound/TransactionsPageTest.java"));
        assertThat(found("(?s)```java\\n(.*?)```", page)).isEqualTo(found("(?s)// example\\n(.*?)// end\\n", source));
    }

    private static String found(String pattern, String text) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        assertThat(matcher.find()).isTrue();
        return matcher.group(1).replaceAll("\\s+", "");
    }
}
