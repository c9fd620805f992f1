package io.carrotmq.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrotmq.Acknowledgement;
import io.carrotmq.Capability;
import io.carrotmq.ConfirmLostException;
import io.carrotmq.Connection;
import io.carrotmq.Consumer;
import io.carrotmq.Delivery;
import io.carrotmq.MessageRefusedException;
import io.carrotmq.Properties;
import io.carrotmq.PublishException;
import io.carrotmq.SendOptions;
import io.carrotmq.SubscribeOptions;
import io.carrotmq.UnroutableException;
import io.carrotmq.testkit.Await;
import io.carrotmq.topology.DelayedRetry;
import io.carrotmq.topology.ExchangeDeclaration;
import io.carrotmq.topology.Overflow;
import io.carrotmq.topology.QueueDeclaration;
import io.carrotmq.topology.Topology;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What queues can do beyond keeping messages in line, and that what a broker cannot do is refused. */
interface QueueLimitsContract {

    Duration SHORT = Duration.ofMillis(300);

    @Test
    default void c16_messagesOfHighPriorityComeFirst(Bench bench) {
        QueueDeclaration queue = QueueDeclaration.classic(bench.name("queue")).maxPriority(9);
        if (!bench.can(Capability.PRIORITIES)) {
            bench.refusesQueue(Capability.PRIORITIES, queue);
            return;
        }
        String name = bench.queue(queue);
        SendOptions options = SendOptions.DEFAULT.routingKey(name);
        bench.publisher(options.priority(5)).send("first");
        bench.publisher(options.priority(8)).send("second");
        bench.publisher(options.priority(3)).send("third");

        try (Connection connection = bench.connect()) {
            List<Delivery<byte[]>> taken = new ArrayList<>();
            for (String expected : List.of("second", "first", "third")) {
                Delivery<byte[]> delivery = Bench.fetched(connection, name);
                assertThat(Bench.text(delivery)).isEqualTo(expected);
                taken.add(delivery);
            }
            taken.forEach(Delivery::requeue);
        }
        bench.publisher(options.priority(9)).send("fourth");
        bench.awaitCount(name, 4);

        assertThat(bench.drain(name)).containsExactly("fourth", "second", "first", "third");
    }

    @Test
    default void c17_expiredMessageIsGone(Bench bench) {
        String queue = bench.queue(QueueDeclaration.classic(bench.name("queue")));
        if (!bench.can(Capability.EXPIRATION)) {
            bench.refuses(
                    Capability.EXPIRATION,
                    connection -> connection.publish(
                            bench.message("", queue, Properties.builder().expiration(SHORT), "short")));
            bench.refuses(
                    Capability.EXPIRATION,
                    connection -> connection.tell(
                            bench.message("", queue, Properties.builder().expiration(SHORT), "short")));
            assertThat(bench.drain(queue)).isEmpty();
            return;
        }
        SendOptions options = SendOptions.DEFAULT.routingKey(queue);
        bench.publisher(options.expiration(SHORT)).send("short");
        bench.publisher(options.expiration(Duration.ofHours(1))).send("long");
        bench.publisher(options).send("for ever");

        if (bench.expiresUnasked()) {
            bench.awaitCount(queue, 2);
        } else {
            long over = System.nanoTime() + SHORT.toNanos() * 2;
            Await.until("the message to expire", Bench.PATIENCE, () -> System.nanoTime() > over);
        }
        try (Connection connection = bench.connect()) {
            Delivery<byte[]> delivery = Bench.fetched(connection, queue);
            assertThat(Bench.text(delivery)).isEqualTo("long");
            assertThat(delivery.properties().expiration()).isEqualTo(Duration.ofHours(1));
            delivery.ack();
        }
    }

    @Test
    default void c17_messagesOfAQueueWithATimeToLiveExpire(Bench bench) {
        QueueDeclaration queue = QueueDeclaration.of(bench.name("queue")).ttl(SHORT);
        if (!bench.can(Capability.MESSAGE_TTL)) {
            bench.refusesQueue(Capability.MESSAGE_TTL, queue);
            return;
        }
        String name = bench.queue(queue);
        bench.send(name, "one", "two");

        bench.awaitCount(name, 0);
        assertThat(bench.drain(name)).isEmpty();
    }

    @Test
    default void unusedQueueExpires(Bench bench) {
        QueueDeclaration queue = QueueDeclaration.classic(bench.name("queue")).expires(SHORT);
        if (!bench.can(Capability.QUEUE_TTL)) {
            bench.refusesQueue(Capability.QUEUE_TTL, queue);
            return;
        }
        String name = bench.queue(queue);

        if (!bench.can(Capability.MANDATORY)) {
            Await.until("the queue to expire", Bench.PATIENCE, () -> !bench.exists(name));
            return;
        }
        // Asking for the queue would count as use; publishing does not.
        Await.until("the queue to expire", Bench.PATIENCE, () -> {
            try {
                bench.to(name).send("hello");
                return false;
            } catch (UnroutableException gone) {
                return true;
            }
        });
        assertThat(bench.exists(name)).isFalse();
    }

    @Test
    default void fullQueueDropsTheOldest(Bench bench) {
        QueueDeclaration queue = QueueDeclaration.classic(bench.name("queue")).maxLength(2);
        if (!bench.can(Capability.LENGTH_LIMIT)) {
            bench.refusesQueue(Capability.LENGTH_LIMIT, queue);
            return;
        }
        String name = bench.queue(queue);

        bench.send(name, "one", "two", "three");

        bench.awaitCount(name, 2);
        assertThat(bench.drain(name)).containsExactly("two", "three");
    }

    @Test
    default void fullQueueRefusesThePublisher(Bench bench) {
        QueueDeclaration queue =
                QueueDeclaration.classic(bench.name("queue")).maxLength(2).overflow(Overflow.REJECT_PUBLISH);
        if (!bench.can(Capability.LENGTH_LIMIT)) {
            bench.refusesQueue(Capability.LENGTH_LIMIT, queue);
            return;
        }
        String name = queue.name();
        bench.arrange(Topology.builder().queue(queue));
        bench.send(name, "one", "two");

        assertThatThrownBy(() -> bench.to(name).send("three")).isInstanceOfSatisfying(refusal(bench), refusal -> {
            assertThat(refusal.code()).isEqualTo(bench.refusesAlone() ? "CARROT-0602" : "CARROT-0604");
            assertThat(refusal.mayHaveBeenDelivered()).isTrue();
        });
        assertThat(bench.drain(name)).containsExactly("one", "two");
        assertThat(bench.to(name).send("four").confirmed()).isTrue();
    }

    /** What a message fails with that the broker refuses. */
    private static Class<? extends PublishException> refusal(Bench bench) {
        return bench.refusesAlone() ? MessageRefusedException.class : ConfirmLostException.class;
    }

    @Test
    default void refusedMessageMayBeInAnotherQueueOfItsExchange(Bench bench) {
        QueueDeclaration full =
                QueueDeclaration.classic(bench.name("full")).maxLength(0).overflow(Overflow.REJECT_PUBLISH);
        if (!bench.can(Capability.LENGTH_LIMIT)) {
            bench.refusesQueue(Capability.LENGTH_LIMIT, full);
            return;
        }
        if (!bench.routes()) {
            bench.refusesExchanges();
            return;
        }
        String exchange = bench.exchange(ExchangeDeclaration.fanout(bench.name("exchange")));
        String free = bench.boundQueue(exchange);
        bench.arrange(Topology.builder().queue(full).bind(exchange, full.name()));

        assertThatThrownBy(() -> bench.to(exchange, "").send("hello"))
                .isInstanceOfSatisfying(
                        refusal(bench),
                        refusal -> assertThat(refusal.mayHaveBeenDelivered()).isTrue());

        bench.awaitCount(free, 1);
        assertThat(bench.count(full.name())).isEqualTo(OptionalLong.of(0));
    }

    @Test
    default void queueWithABoundOnItsBytesDropsTheOldest(Bench bench) {
        QueueDeclaration queue = QueueDeclaration.classic(bench.name("queue")).maxLengthBytes(10);
        if (!bench.can(Capability.LENGTH_LIMIT)) {
            bench.refusesQueue(Capability.LENGTH_LIMIT, queue);
            return;
        }
        String name = bench.queue(queue);

        bench.send(name, "12345", "67890", "abcde");

        bench.awaitCount(name, 2);
        assertThat(bench.drain(name)).containsExactly("67890", "abcde");
    }

    @Test
    default void singleActiveConsumerHasTheQueueUntilItGoes(Bench bench) throws Exception {
        QueueDeclaration queue = QueueDeclaration.of(bench.name("queue")).singleActiveConsumer();
        if (!bench.can(Capability.SINGLE_ACTIVE_CONSUMER)) {
            bench.refusesQueue(Capability.SINGLE_ACTIVE_CONSUMER, queue);
            return;
        }
        String name = bench.queue(queue);
        SubscribeOptions one = SubscribeOptions.DEFAULT.prefetch(1);
        Consumer<String> active = bench.consumer(name, one);
        try (Consumer<String> reserve = bench.consumer(name, one)) {
            try (active) {
                assertThat(active.receive(Duration.ZERO)).isEmpty();
                assertThat(reserve.receive(Duration.ZERO)).isEmpty();
                bench.send(name, "one", "two", "three");
                assertThat(Bench.take(active, 1)).containsExactly("one");
                assertThat(Bench.next(active).body()).isEqualTo("two");
                assertThat(reserve.receive(Bench.A_MOMENT)).isEmpty();
            }
            assertThat(Bench.take(reserve, 2)).containsExactlyInAnyOrder("two", "three");
        }
    }

    @Test
    default void quorumQueueIsDeclaredOrRefused(Bench bench) {
        QueueDeclaration queue = QueueDeclaration.quorum(bench.name("queue"));
        if (!bench.can(Capability.QUORUM_QUEUES)) {
            bench.refusesQueue(Capability.QUORUM_QUEUES, queue);
            return;
        }
        bench.queue(queue);
        bench.send(queue.name(), "hello");
        assertThat(bench.drain(queue.name())).containsExactly("hello");
    }

    @Test
    default void streamIsReadAgainAndAgainOrRefused(Bench bench) throws Exception {
        QueueDeclaration stream = QueueDeclaration.stream(bench.name("stream"));
        if (!bench.can(Capability.STREAMS)) {
            bench.refusesQueue(Capability.STREAMS, stream);
            return;
        }
        bench.queue(stream);
        bench.send(stream.name(), "one", "two");
        SubscribeOptions fromTheStart = SubscribeOptions.DEFAULT
                .acknowledgement(Acknowledgement.MANUAL)
                .arguments(java.util.Map.of("x-stream-offset", "first"));

        for (int i = 0; i < 2; i++) {
            try (Consumer<String> consumer = bench.consumer(stream.name(), fromTheStart)) {
                assertThat(Bench.take(consumer, 2)).containsExactly("one", "two");
            }
        }
    }

    @Test
    default void returnedMessageWaitsBeforeItComesAgain(Bench bench) {
        Duration pause = Duration.ofSeconds(1);
        QueueDeclaration queue = QueueDeclaration.of(bench.name("queue")).delayedRetry(DelayedRetry.ALL, pause, pause);
        if (!bench.can(Capability.DELAYED_RETRY)) {
            bench.refusesQueue(Capability.DELAYED_RETRY, queue);
            return;
        }
        String name = bench.queue(queue);
        bench.send(name, "hello");
        try (Connection connection = bench.connect()) {
            Delivery<byte[]> delivery = Bench.fetched(connection, name);
            long returned = System.nanoTime();
            delivery.requeue();

            Delivery<byte[]> again = Bench.fetched(connection, name);

            assertThat(System.nanoTime() - returned).isGreaterThan(pause.toNanos() * 8 / 10);
            again.ack();
        }
    }
}
