package io.carrotmq;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.carrotmq.codec.Codecs;
import io.carrotmq.codec.Decoder;
import io.carrotmq.testkit.Await;
import io.carrotmq.topology.QueueDeclaration;
import io.carrotmq.topology.Topology;
import io.carrotmq.transport.memory.MemoryBroker;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The examples of docs/redelivery.md. */
@Timeout(60)
class RedeliveryPageTest {
    private static final Duration BOUND = Duration.ofSeconds(30);

    private final MemoryBroker broker = MemoryBroker.named("redelivery-page");
    private final ConnectionFactory connections = ConnectionFactory.open(broker.uri());
    private final Decoder<String> decoder =
            Codecs.of(RedeliveryPageTest.class.getClassLoader()).decoder(String.class, "text/plain");
    private final List<String> imported = new ArrayList<>();
    private final List<String> quarantine = new ArrayList<>();

    @BeforeEach
    void declare() {
        try (Connection connection = connections.connect()) {
            connection.declare(
                    Topology.builder().queue(QueueDeclaration.of("feed")).build());
        }
    }

    @AfterEach
    void remove() {
        connections.close();
        broker.remove();
    }

    private void send(byte... body) {
        try (Connection connection = connections.connect()) {
            Properties text = Properties.builder().contentType("text/plain").build();
            connection.publish(new OutgoingMessage("", "feed", true, text, body));
        }
    }

    private void importFeed(Delivery<? extends String> delivery) {
        if (imported.isEmpty()) {
            imported.add(delivery.body() + " " + delivery.envelope().attempt());
            throw new IllegalStateException("not yet");
        }
        imported.add(delivery.body() + " " + delivery.envelope().attempt());
    }

    private void keep(Delivery<byte[]> delivery) {
        quarantine.add(delivery.envelope().queue());
    }

    @Test
    void policy() {
        send("a".getBytes(UTF_8));
        // tag::policy
        Redelivery policy = Redelivery.DEFAULT.maxAttempts(5).delays(Duration.ofMillis(200), 2, Duration.ofMinutes(5));
        Consumer<String> inbox = Consumer.of(connections, "feed", decoder, SubscribeOptions.DEFAULT.redelivery(policy));
        inbox.onMessage(this::importFeed).onMessage(Delivery::ack);
        // end::policy
        assertThat(inbox.consume(2)).isEqualTo(2);
        assertThat(imported).containsExactly("a 1", "a 2");
        inbox.close();
    }

    @Test
    void deadLetters() {
        send("a".getBytes(UTF_8));
        send("b".getBytes(UTF_8));
        SubscribeOptions once = SubscribeOptions.DEFAULT.redelivery(Redelivery.DEFAULT.maxAttempts(1));
        try (Consumer<String> inbox = Consumer.of(connections, "feed", decoder, once)) {
            inbox.onMessage(delivery -> {
                throw new IOException(delivery.body());
            });
            assertThat(inbox.consume(2)).isEqualTo(2);
        }
        List<DeadLetter> seen = new ArrayList<>();
        Await.until(
                "dead letters",
                BOUND,
                () -> DeadLetters.in(connections, "feed.dlq").count() == 2);
        // tag::letters
        DeadLetters letters = DeadLetters.in(connections, "feed.dlq");
        for (DeadLetter letter : letters.browse(100)) {
            seen.add(letter); // reason, exception, message, attempts, lastFailure, queue, properties, content
        }
        long sentBack = letters.sendBack(letter -> "java.io.IOException".equals(letter.exception()));
        long discarded = letters.discard(letter -> letter.reason().equals(DeadLetter.UNDECODABLE));
        // end::letters
        assertThat(seen).extracting(DeadLetter::message).containsExactly("a", "b");
        assertThat(sentBack).isEqualTo(2);
        assertThat(discarded).isZero();
    }

    @Test
    void decodeErrors() {
        send((byte) 0xC3);
        Consumer<String> inbox = Consumer.of(connections, "feed", decoder, SubscribeOptions.DEFAULT);
        // tag::hook
        inbox.onDecodeError((delivery, why) -> {
            keep(delivery);
            delivery.ack();
        });
        // end::hook
        assertThat(inbox.fetch()).isEmpty();
        assertThat(quarantine).containsExactly("feed");
        inbox.close();
        try (Connection connection = connections.connect()) {
            assertThat(connection.messageCount("feed")).hasValue(0);
            assertThat(connection.messageCount("feed.dlq")).isEmpty();
        }
    }
}
