package io.carrotmq.contract;

import static io.carrotmq.contract.Failing.DELAY_QUEUE;
import static io.carrotmq.contract.Failing.IN_PLACE;
import static io.carrotmq.contract.Failing.THRICE;
import static io.carrotmq.contract.Failing.canDelay;
import static io.carrotmq.contract.Failing.counted;
import static io.carrotmq.contract.Failing.dead;
import static io.carrotmq.contract.Failing.next;
import static io.carrotmq.contract.Failing.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrotmq.Capability;
import io.carrotmq.Connection;
import io.carrotmq.ConsumerLostException;
import io.carrotmq.DeadLetter;
import io.carrotmq.DeadLettering;
import io.carrotmq.Delivery;
import io.carrotmq.MessageStateException;
import io.carrotmq.Redelivery;
import io.carrotmq.SubscribeOptions;
import io.carrotmq.Subscription;
import io.carrotmq.testkit.Await;
import io.carrotmq.topology.DelayedRetry;
import io.carrotmq.topology.QueueDeclaration;
import io.carrotmq.topology.Topology;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** When messages that could not be handled come again, and how often. */
interface RedeliveryContract {
    @Test
    default void poisonIsAttemptedAsOftenAsItMayAndEndsAmongTheDeadLetters(Bench bench) throws Exception {
        for (Redelivery redelivery : counted(bench)) {
            poisonEndsAmongTheDeadLetters(bench, redelivery);
        }
    }

    private static void poisonEndsAmongTheDeadLetters(Bench bench, Redelivery redelivery) throws Exception {
        String queue = bench.failingQueue(redelivery);
        bench.send(queue, "poison");
        Instant begin = Instant.now().minusMillis(1);
        try (Connection connection = bench.connect();
                Subscription subscription = connection.subscribe(queue, with(redelivery))) {
            List<Long> failedAt = new ArrayList<>();
            for (int attempt = 1; attempt <= 3; attempt++) {
                Delivery<byte[]> delivery = next(subscription);
                long came = System.nanoTime();
                assertThat(Bench.text(delivery)).isEqualTo("poison");
                assertThat(delivery.envelope().attempt()).isEqualTo(attempt);
                assertThat(delivery.envelope().redelivered()).isEqualTo(attempt > 1);
                assertThat(delivery.envelope().exchange()).isEmpty();
                assertThat(delivery.envelope().routingKey()).isEqualTo(queue);
                if (attempt > 1) {
                    Duration waited = Duration.ofNanos(came - failedAt.get(attempt - 2));
                    long least = redelivery.delay(attempt - 1).toMillis() * 8 / 10;
                    assertThat(waited).isGreaterThanOrEqualTo(Duration.ofMillis(least - 2));
                }
                failedAt.add(System.nanoTime());
                delivery.fail(new IllegalStateException("attempt " + attempt));
                assertThat(delivery.state()).isEqualTo(Delivery.State.FAILED);
            }
            bench.awaitCount(Bench.deadLetters(queue), 1);
            assertThat(subscription.poll(Bench.A_MOMENT)).isEmpty();
            bench.awaitCount(queue, 0);
            Delivery<byte[]> dead = dead(bench, connection, queue);
            assertThat(Bench.text(dead)).isEqualTo("poison");
            Map<String, Object> headers = dead.properties().headers();
            assertThat(headers)
                    .containsEntry(DeadLetter.REASON_HEADER, DeadLetter.ATTEMPTS_EXHAUSTED)
                    .containsEntry(DeadLetter.EXCEPTION_HEADER, IllegalStateException.class.getName())
                    .containsEntry(DeadLetter.MESSAGE_HEADER, "attempt 3")
                    .containsEntry(DeadLetter.ATTEMPTS_HEADER, 3)
                    .containsEntry(DeadLetter.QUEUE_HEADER, queue)
                    .containsEntry(DeadLetter.EXCHANGE_HEADER, "")
                    .containsEntry(DeadLetter.ROUTING_KEY_HEADER, queue)
                    .doesNotContainKeys(
                            DeadLetter.STACK_TRACE_HEADER, "x-death", "x-first-death-queue", "x-last-death-queue");
            Instant first = Instant.parse((String) headers.get(DeadLetter.FIRST_FAILURE_HEADER));
            Instant last = Instant.parse((String) headers.get(DeadLetter.LAST_FAILURE_HEADER));
            assertThat(first).isBetween(begin, Instant.now());
            assertThat(Duration.between(first, last)).isGreaterThan(Duration.ofMillis(470));
            dead.ack();
        }
    }

    @Test
    default void othersOvertakeWhatWaits(Bench bench) throws Exception {
        for (Redelivery redelivery : counted(bench)) {
            String queue = bench.failingQueue(redelivery);
            bench.send(queue, "first", "second", "third");
            try (Connection connection = bench.connect();
                    Subscription subscription = connection.subscribe(queue, with(redelivery))) {
                next(subscription).fail(new IllegalStateException("no"));
                List<String> rest = new ArrayList<>();
                for (int i = 0; i < 3; i++) {
                    Delivery<byte[]> delivery = next(subscription);
                    rest.add(Bench.text(delivery) + " " + delivery.envelope().attempt());
                    delivery.ack();
                }
                assertThat(rest).containsExactly("second 1", "third 1", "first 2");
            }
            assertThat(bench.drain(queue)).isEmpty();
        }
    }

    @Test
    default void failureAfterASettlementIsAnError(Bench bench) throws Exception {
        String queue = bench.failingQueue(THRICE);
        bench.send(queue, "hello");
        try (Connection connection = bench.connect()) {
            Delivery<byte[]> delivery = Bench.fetched(connection, queue);
            delivery.requeue();
            assertThatThrownBy(() -> delivery.fail(new IllegalStateException("no")))
                    .isInstanceOf(MessageStateException.class)
                    .hasMessageStartingWith("CARROT-0704");
            Delivery<byte[]> again = Bench.fetched(connection, queue);
            assertThat(again.envelope().attempt()).isEqualTo(1);
            again.ack();
        }
    }

    @Test
    default void closingGivesBackWhatWaitsAndTheCountIsKept(Bench bench) throws Exception {
        String queue = bench.failingQueue(IN_PLACE);
        Redelivery longer = IN_PLACE.delays(Duration.ofSeconds(1), 1, Duration.ofSeconds(1));
        bench.send(queue, "hello");
        try (Connection connection = bench.connect()) {
            for (int attempt = 1; attempt <= 3; attempt++) {
                try (Subscription subscription = connection.subscribe(queue, with(longer))) {
                    Delivery<byte[]> delivery = next(subscription);
                    assertThat(delivery.envelope().attempt()).isEqualTo(attempt);
                    delivery.fail(new IllegalStateException("no"));
                }
            }
            bench.awaitCount(queue, 0);
            assertThat(bench.drain(Bench.deadLetters(queue))).containsExactly("hello");
        }
    }

    @Test
    default void lossOfTheConnectionKeepsTheCount(Bench bench) throws Exception {
        String queue = bench.failingQueue(IN_PLACE);
        Redelivery longer = IN_PLACE.delays(Duration.ofSeconds(1), 1, Duration.ofSeconds(1));
        bench.send(queue, "hello");
        for (int attempt = 1; attempt <= 2; attempt++) {
            try (Subscribed subscribed = Subscribed.again(bench, queue, with(longer))) {
                Delivery<byte[]> delivery = next(subscribed.subscription);
                assertThat(delivery.envelope().attempt()).isEqualTo(attempt);
                delivery.fail(new IllegalStateException("no"));
                bench.cut();
                awaitLoss(subscribed.subscription);
            }
        }
        try (Subscribed subscribed = Subscribed.again(bench, queue, with(longer))) {
            Delivery<byte[]> delivery = next(subscribed.subscription);
            assertThat(delivery.envelope().attempt()).isEqualTo(3);
            delivery.ack();
            assertThat(subscribed.subscription.poll(Duration.ZERO)).isEmpty();
        }
    }

    /** What is handed out once more before the loss shows is not settled, and comes again. */
    private static void awaitLoss(Subscription subscription) {
        assertThatThrownBy(() -> {
                    Optional<Delivery<byte[]>> again = subscription.poll(Bench.PATIENCE);
                    assertThat(again).isPresent();
                    subscription.poll(Bench.PATIENCE);
                })
                .isInstanceOf(ConsumerLostException.class);
    }

    @Test
    default void lossOfTheConnectionLosesNothingThatMoves(Bench bench) throws Exception {
        for (Redelivery redelivery : counted(bench)) {
            String queue = bench.failingQueue(redelivery);
            int all = 20;
            for (int i = 0; i < all; i++) {
                bench.send(queue, "poison " + i);
            }
            Set<String> dead = new TreeSet<>();
            Set<String> handled = new TreeSet<>();
            int failures = 0;
            long end = System.nanoTime() + Bench.PATIENCE.toNanos();
            while (dead.size() < all && System.nanoTime() < end) {
                try (Subscribed subscribed = Subscribed.again(bench, queue, with(redelivery))) {
                    Optional<Delivery<byte[]>> delivery = subscribed.subscription.poll(Bench.A_MOMENT);
                    while (delivery.isPresent()) {
                        handled.add(Bench.text(delivery.get()));
                        delivery.get().fail(new IllegalStateException("no"));
                        failures++;
                        if (failures % 17 == 0 && failures < 60) {
                            bench.cut();
                        }
                        delivery = subscribed.subscription.poll(Bench.A_MOMENT);
                    }
                } catch (ConsumerLostException e) { // by the cut
                    assertThat(failures).isGreaterThanOrEqualTo(17);
                }
                if (bench.count(Bench.deadLetters(queue)).orElse(0) > 0) {
                    dead.addAll(bench.drain(Bench.deadLetters(queue)));
                }
            }
            assertThat(dead).hasSize(all).isEqualTo(handled);
        }
    }

    @Test
    default void severalConsumersShareTheAttempts(Bench bench) throws Exception {
        for (Redelivery redelivery : counted(bench)) {
            String queue = bench.failingQueue(redelivery);
            int all = 10;
            for (int i = 0; i < all; i++) {
                bench.send(queue, "poison " + i);
            }
            AtomicInteger attempts = new AtomicInteger();
            AtomicBoolean done = new AtomicBoolean();
            Callable<Void> consuming = () -> {
                try (Subscribed subscribed =
                        new Subscribed(bench, queue, with(redelivery).prefetch(2))) {
                    while (!done.get()) {
                        subscribed.subscription.poll(Duration.ofMillis(50)).ifPresent(delivery -> {
                            attempts.incrementAndGet();
                            delivery.fail(new IllegalStateException("no"));
                        });
                    }
                }
                return null;
            };
            List<Future<Void>> consumers = List.of(bench.inBackground(consuming), bench.inBackground(consuming));
            bench.awaitCount(Bench.deadLetters(queue), all);
            done.set(true);
            for (Future<Void> consumer : consumers) {
                Bench.result(consumer);
            }
            assertThat(attempts).hasValue(3 * all);
            assertThat(bench.drain(Bench.deadLetters(queue))).hasSize(all).doesNotHaveDuplicates();
            assertThat(bench.drain(queue)).isEmpty();
        }
    }

    @Test
    default void brokerCountsAndDelaysWhereTheQueueIsMadeForThat(Bench bench) throws Exception {
        Redelivery byBroker = Redelivery.DEFAULT.mode(Redelivery.Mode.BROKER);
        if (!bench.can(Capability.DELAYED_RETRY)) {
            bench.refuses(Capability.DELAYED_RETRY, connection -> connection.subscribe(bench.queue(), with(byBroker)));
            return;
        }
        for (DelayedRetry which : List.of(DelayedRetry.ALL, DelayedRetry.FAILED)) {
            String queue = bench.failingQueue(THRICE);
            bench.deleteQueue(queue);
            QueueDeclaration retrying =
                    QueueDeclaration.quorum(queue).delayedRetry(which, Duration.ofMillis(300), Duration.ofSeconds(2));
            Topology topology = Topology.builder().queue(retrying).build();
            bench.queue(retrying);
            bench.send(queue, "poison");
            try (Connection connection = bench.connect();
                    Subscription subscription =
                            connection.subscribe(queue, SubscribeOptions.DEFAULT.topology(topology))) { // AUTO finds it
                long failedAt = 0;
                for (int attempt = 1; attempt <= 3; attempt++) {
                    Delivery<byte[]> delivery = next(subscription);
                    Duration waited = Duration.ofNanos(System.nanoTime() - failedAt);
                    assertThat(delivery.envelope().attempt()).isEqualTo(attempt);
                    if (attempt > 1) {
                        assertThat(waited).isGreaterThanOrEqualTo(Duration.ofMillis(280));
                    }
                    failedAt = System.nanoTime();
                    delivery.fail(new IllegalStateException("no"));
                }
                Delivery<byte[]> dead = dead(bench, connection, queue);
                assertThat(dead.properties().headers()).containsEntry(DeadLetter.ATTEMPTS_HEADER, 3);
                dead.ack();
                bench.awaitCount(queue, 0);
            }
        }
    }

    @Test
    default void whatTheBrokerCannotDoIsRefusedBeforeItConsumes(Bench bench) {
        if (!canDelay(bench)) {
            bench.refusesOneOf(
                    List.of(Capability.EXPIRATION, Capability.DEAD_LETTERS),
                    connection -> connection.subscribe(bench.queue(), with(DELAY_QUEUE)));
        }
        SubscribeOptions byBroker = SubscribeOptions.DEFAULT.deadLettering(DeadLettering.BY_BROKER);
        if (bench.can(Capability.REJECT)) {
            try (Subscribed subscribed = new Subscribed(bench, bench.queue(), byBroker)) {
                assertThat(subscribed.connection.broker().supports(Capability.REJECT))
                        .isTrue();
            }
        } else {
            bench.refuses(Capability.REJECT, connection -> connection.subscribe(bench.queue(), byBroker));
        }
    }

    @Test
    default void fetchedMessageThatFailsGoesBackAndIsCounted(Bench bench) throws Exception {
        String queue = bench.failingQueue(IN_PLACE);
        bench.send(queue, "poison");
        try (Connection connection = bench.connect()) {
            for (int attempt = 1; attempt <= 3; attempt++) {
                Delivery<byte[]> delivery = Await.value(
                                "the message",
                                Bench.PATIENCE,
                                () -> connection.fetch(queue, with(IN_PLACE)),
                                Optional::isPresent)
                        .orElseThrow();
                assertThat(delivery.envelope().attempt()).isEqualTo(attempt);
                delivery.fail(new IllegalStateException("no"));
            }
            bench.awaitCount(Bench.deadLetters(queue), 1);
            assertThat(bench.drain(queue)).isEmpty();
        }
    }
}
