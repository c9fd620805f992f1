package io.carrotmq;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.carrotmq.codec.Codecs;
import io.carrotmq.codec.Decoder;
import io.carrotmq.testkit.Await;
import io.carrotmq.topology.ExchangeDeclaration;
import io.carrotmq.topology.QueueDeclaration;
import io.carrotmq.topology.Topology;
import io.carrotmq.transport.memory.MemoryBroker;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The examples of README.md that need neither CDI nor a server. */
@Timeout(60)
class ReadmePageTest {
    private static final Duration BOUND = Duration.ofSeconds(30);

    private final MemoryBroker broker = MemoryBroker.named("readme");
    private final ConnectionFactory connections = ConnectionFactory.open(broker.uri());
    private final Decoder<String> decoder =
            Codecs.of(ReadmePageTest.class.getClassLoader()).decoder(String.class, "text/plain");
    private final List<String> imported = new ArrayList<>();

    @AfterEach
    void remove() {
        connections.close();
        broker.remove();
    }

    private void send(String body) {
        Properties text = Properties.builder().contentType("text/plain").build();
        try (Connection connection = connections.connect()) {
            connection.declare(
                    Topology.builder().queue(QueueDeclaration.of("feed")).build());
            connection.publish(new OutgoingMessage("", "feed", true, text, body.getBytes(UTF_8)));
        }
    }

    @Test
    void consumer() {
        send("https://example.org/feed");
        // tag::consumer
        Topology topology = Topology.builder()
                .exchange(ExchangeDeclaration.topic("feed"))
                .queue(QueueDeclaration.of("feed"))
                .bind("feed", "feed", "importer.#")
                .build();
        Consumer<String> inbox = Consumer.of(connections, "feed", decoder, SubscribeOptions.DEFAULT.topology(topology));
        inbox.onMessage(delivery -> imported.add(delivery.body()))
                .onMessage(Delivery::ack)
                .consume(1); // or for ever; or fetch, receive, iterate, stream, flow; ConsumerSet for several queues
        // end::consumer
        assertThat(imported).containsExactly("https://example.org/feed");
        inbox.close();
    }

    @Test
    void deadLetters() {
        List<DeadLetter> log = new ArrayList<>();
        send("a");
        SubscribeOptions thrice = SubscribeOptions.DEFAULT.redelivery(
                Redelivery.DEFAULT.maxAttempts(3).delays(Duration.ofMillis(1), 1, Duration.ofMillis(1)));
        try (Consumer<String> inbox = Consumer.of(connections, "feed", decoder, thrice)) {
            inbox.onMessage(delivery -> {
                throw new IOException(delivery.body());
            });
            inbox.consume(3);
        }
        Await.until(
                "dead letters",
                BOUND,
                () -> DeadLetters.in(connections, "feed.dlq").count() == 1);
        // tag::letters
        DeadLetters letters = DeadLetters.in(connections, "feed.dlq");
        letters.browse(20).forEach(log::add); // reason, exception, attempts, where from
        letters.sendBack(letter -> letter.attempts() == 3);
        // end::letters
        assertThat(log).extracting(DeadLetter::message).containsExactly("a");
        assertThat(letters.count()).isZero();
    }
}
