package io.carrotmq.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.carrotmq.Capability;
import io.carrotmq.ConnectException;
import io.carrotmq.Connection;
import io.carrotmq.Consumer;
import io.carrotmq.ConsumerLostException;
import io.carrotmq.Delivery;
import io.carrotmq.SubscribeOptions;
import io.carrotmq.topology.ExchangeDeclaration;
import io.carrotmq.topology.QueueDeclaration;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Where messages go that a queue gives up on, and that they say why. */
interface DeadLetterContract {

    @Test
    default void rejectedMessageIsDeadLettered(Bench bench) {
        String dead = bench.queue();
        QueueDeclaration queue = QueueDeclaration.of(bench.name("queue")).deadLetterTo("", dead);
        if (!bench.can(Capability.DEAD_LETTERS)) {
            bench.refusesQueue(Capability.DEAD_LETTERS, queue);
            return;
        }
        bench.queue(queue);
        bench.send(queue.name(), "hello");
        try (Connection connection = bench.connect()) {
            Bench.fetched(connection, queue.name()).reject();
        }
        assertDeadLetter(bench, dead, "hello", "rejected", queue.name());
    }

    @Test
    default void deadLetterExchangeKeepsTheRoutingKey(Bench bench) {
        ExchangeDeclaration morgue = ExchangeDeclaration.direct(bench.name("morgue"));
        QueueDeclaration queue = QueueDeclaration.of(bench.name("queue")).deadLetterTo(morgue.name());
        if (!bench.can(Capability.DEAD_LETTERS)) {
            bench.refusesQueue(Capability.DEAD_LETTERS, queue);
            return;
        }
        if (!bench.routes()) {
            bench.refusesExchanges();
            return;
        }
        bench.exchange(morgue);
        String dead = bench.boundQueue(morgue.name(), queue.name());
        bench.queue(queue);
        bench.send(queue.name(), "hello");
        try (Connection connection = bench.connect()) {
            Bench.fetched(connection, queue.name()).reject();
            Delivery<byte[]> delivery = Bench.fetched(connection, dead);
            assertThat(delivery.envelope().exchange()).isEqualTo(morgue.name());
            assertThat(delivery.envelope().routingKey()).isEqualTo(queue.name());
            delivery.ack();
        }
    }

    @Test
    default void expiredMessageIsDeadLettered(Bench bench) {
        String dead = bench.queue();
        QueueDeclaration queue =
                QueueDeclaration.of(bench.name("queue")).deadLetterTo("", dead).ttl(QueueLimitsContract.SHORT);
        if (!bench.can(Capability.DEAD_LETTERS)) {
            bench.refusesQueue(
                    Capability.DEAD_LETTERS, QueueDeclaration.of(queue.name()).deadLetterTo("", dead));
            return;
        }
        bench.queue(queue);
        bench.send(queue.name(), "hello");
        assertDeadLetter(bench, dead, "hello", "expired", queue.name());
    }

    @Test
    default void droppedMessageOfAFullQueueIsDeadLettered(Bench bench) {
        String dead = bench.queue();
        QueueDeclaration queue = QueueDeclaration.classic(bench.name("queue")).deadLetterTo("", dead);
        if (!bench.can(Capability.DEAD_LETTERS)) {
            bench.refusesQueue(Capability.DEAD_LETTERS, queue);
            return;
        }
        if (!bench.can(Capability.LENGTH_LIMIT)) {
            bench.refusesQueue(Capability.LENGTH_LIMIT, queue.maxLength(1));
            return;
        }
        bench.queue(queue.maxLength(1));
        bench.send(queue.name(), "old", "new");
        assertDeadLetter(bench, dead, "old", "maxlen", queue.name());
        assertThat(bench.drain(queue.name())).containsExactly("new");
    }

    @Test
    default void messageThatWasLostTooOftenIsDeadLettered(Bench bench) throws Exception {
        String dead = bench.queue();
        QueueDeclaration queue = QueueDeclaration.quorum(bench.name("queue")).deliveryLimit(2);
        if (!bench.can(Capability.DELIVERY_LIMIT)) {
            // What is refused first, of what is missing, is the broker's choice; there is one reason at a time here.
            bench.refusesQueue(
                    Capability.DELIVERY_LIMIT, QueueDeclaration.of(queue.name()).deliveryLimit(2));
            return;
        }
        bench.queue(queue.deadLetterTo("", dead));
        bench.send(queue.name(), "poison");
        SubscribeOptions options = SubscribeOptions.DEFAULT.prefetch(1);
        int deliveries = 0;
        try (Consumer<String> consumer = bench.consumer(queue.name(), options)) {
            // Each loss of the connection under the message is one more failed delivery.
            while (receive(consumer)) {
                deliveries++;
                assertThat(deliveries).isLessThanOrEqualTo(4);
                bench.cut();
            }
        }
        // One that is lost before it is taken counts as well.
        assertThat(deliveries).isBetween(1, 3);
        assertDeadLetter(bench, dead, "poison", "delivery_limit", queue.name());
    }

    /** Whether the message came, taking as many attempts as the loss of connections asks for. */
    private static boolean receive(Consumer<String> consumer) throws InterruptedException {
        long end = System.nanoTime() + Bench.PATIENCE.toNanos();
        int quiet = 0;
        while (quiet < 5 && System.nanoTime() < end) {
            try {
                if (consumer.receive(Duration.ofMillis(500)).isPresent()) {
                    return true;
                }
                quiet++;
            } catch (ConsumerLostException cut) {
                quiet = 0;
            } catch (ConnectException cut) { // while it connected anew
                assertThat(cut.isTemporary()).isTrue();
                quiet = 0;
            }
        }
        return false;
    }

    private static void assertDeadLetter(Bench bench, String dead, String body, String reason, String from) {
        try (Connection connection = bench.connect()) {
            Delivery<byte[]> delivery = Bench.fetched(connection, dead);
            assertThat(Bench.text(delivery)).isEqualTo(body);
            if (!bench.can(Capability.NESTED_HEADERS)) { // the broker's list of deaths is one
                delivery.ack();
                return;
            }
            Map<?, ?> death =
                    (Map<?, ?>) ((List<?>) delivery.properties().headers().get("x-death")).get(0);
            assertThat(death.get("reason")).isEqualTo(reason);
            assertThat(death.get("queue")).isEqualTo(from);
            assertThat(death.get("exchange")).isEqualTo("");
            assertThat(death.get("routing-keys")).isEqualTo(List.of(from));
            assertThat(death.get("count")).isEqualTo(1L);
            delivery.ack();
        }
    }
}
