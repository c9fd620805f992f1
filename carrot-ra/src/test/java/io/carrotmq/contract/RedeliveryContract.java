package io.carrotmq.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrotmq.Acknowledgement;
import io.carrotmq.Capability;
import io.carrotmq.ConnectException;
import io.carrotmq.Connection;
import io.carrotmq.ConsumerLostException;
import io.carrotmq.DeadLetter;
import io.carrotmq.DeadLettering;
import io.carrotmq.Delivery;
import io.carrotmq.Envelope;
import io.carrotmq.MessageStateException;
import io.carrotmq.OutgoingMessage;
import io.carrotmq.Properties;
import io.carrotmq.Redelivery;
import io.carrotmq.SubscribeOptions;
import io.carrotmq.Subscription;
import io.carrotmq.testkit.Await;
import io.carrotmq.topology.DelayedRetry;
import io.carrotmq.topology.ExchangeDeclaration;
import io.carrotmq.topology.Overflow;
import io.carrotmq.topology.QueueDeclaration;
import io.carrotmq.topology.Topology;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What becomes of messages that could not be handled. */
interface RedeliveryContract {
    Redelivery THRICE = Redelivery.DEFAULT.delays(Duration.ofMillis(200), 2, Duration.ofSeconds(1));
    Redelivery IN_PLACE = THRICE.mode(Redelivery.Mode.IN_PLACE);
    Redelivery DELAY_QUEUE = THRICE.mode(Redelivery.Mode.DELAY_QUEUE);

    private static SubscribeOptions with(Redelivery redelivery) {
        return SubscribeOptions.DEFAULT.redelivery(redelivery);
    }

    private static Delivery<byte[]> next(Subscription subscription) throws InterruptedException {
        return subscription
                .poll(Bench.PATIENCE)
                .orElseThrow(() -> new AssertionError("no message came in " + Bench.PATIENCE));
    }

    /** Looked for by asking: some brokers end the connection over a queue that is fetched from before it is there. */
    private static Delivery<byte[]> dead(Bench bench, Connection connection, String queue) {
        bench.awaitCount(Bench.deadLetters(queue), 1);
        return Bench.fetched(connection, Bench.deadLetters(queue));
    }

    private static boolean canDelay(Bench bench) {
        return bench.can(Capability.EXPIRATION) && bench.can(Capability.DEAD_LETTERS);
    }

    /** The modes of redelivery by which Carrot counts, as far as the broker lets messages wait. */
    private static List<Redelivery> counted(Bench bench) {
        return canDelay(bench) ? List.of(IN_PLACE, DELAY_QUEUE) : List.of(IN_PLACE);
    }

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
    default void deadLetterKeepsWhatTheMessageCameWith(Bench bench) throws Exception {
        String exchange = bench.exchange(ExchangeDeclaration.topic(bench.name("topic")));
        for (Redelivery redelivery : counted(bench)) {
            Redelivery twice = redelivery.maxAttempts(2);
            String queue = bench.failingQueue(twice);
            bench.declare(Topology.builder().bind(exchange, queue, "order.#"));
            Properties.Builder properties = Properties.builder()
                    .contentEncoding("utf-8")
                    .header("tenant", "a")
                    .header("carrot", List.of(1, "two"))
                    .correlationId("c")
                    .replyTo("r")
                    .messageId("m")
                    .timestamp(Instant.ofEpochSecond(1_700_000_000))
                    .type("t")
                    .userId(bench.user())
                    .appId("a");
            OutgoingMessage message = Bench.message(exchange, "order.new", properties, "poison");
            try (Connection connection = bench.connect()) {
                connection.publish(message);
                try (Subscription subscription = connection.subscribe(queue, with(twice))) {
                    next(subscription).fail(new IllegalStateException("no"));
                    Delivery<byte[]> again = next(subscription);
                    Envelope envelope = again.envelope();
                    assertThat(envelope.exchange()).isEqualTo(exchange);
                    assertThat(envelope.routingKey()).isEqualTo("order.new");
                    again.fail(new IllegalStateException("no"));
                    Delivery<byte[]> dead = dead(bench, connection, queue);
                    Properties found = dead.properties();
                    assertThat(found.headers())
                            .containsEntry("tenant", "a")
                            .containsEntry("carrot", List.of(1, "two"))
                            .containsEntry(DeadLetter.EXCHANGE_HEADER, exchange)
                            .containsEntry(DeadLetter.ROUTING_KEY_HEADER, "order.new")
                            .containsEntry(DeadLetter.USER_HEADER, bench.user());
                    assertThat(found.toBuilder().headers(Map.of()).build())
                            .isEqualTo(message.properties().toBuilder()
                                    .headers(Map.of())
                                    .userId(null)
                                    .build());
                    dead.ack();
                }
            }
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
    default void deadLetteredAtOnceWhateverTheAttempts(Bench bench) throws Exception {
        String queue = bench.failingQueue(THRICE);
        bench.send(queue, "odd");
        try (Connection connection = bench.connect();
                Subscription subscription = connection.subscribe(
                        queue, with(THRICE).deadLettering(DeadLettering.DEFAULT.withStackTrace()))) {
            Delivery<byte[]> delivery = next(subscription);
            delivery.deadLetter(new IllegalArgumentException("odd"));
            assertThat(delivery.state()).isEqualTo(Delivery.State.DEAD_LETTERED);
            Delivery<byte[]> dead = dead(bench, connection, queue);
            assertThat(dead.properties().headers())
                    .containsEntry(DeadLetter.REASON_HEADER, DeadLetter.REFUSED)
                    .containsEntry(DeadLetter.ATTEMPTS_HEADER, 1);
            assertThat((String) dead.properties().headers().get(DeadLetter.STACK_TRACE_HEADER))
                    .startsWith("java.lang.IllegalArgumentException: odd")
                    .contains("RedeliveryContract");
            dead.ack();
            bench.awaitCount(queue, 0);
        }
    }

    @Test
    default void whatWasAcknowledgedBeforeItWasLookedAtIsDeadLetteredAllTheSame(Bench bench) throws Exception {
        for (Acknowledgement early : List.of(Acknowledgement.AUTO, Acknowledgement.NONE)) {
            String queue = bench.failingQueue(THRICE);
            bench.send(queue, "odd");
            try (Connection connection = bench.connect();
                    Subscription subscription =
                            connection.subscribe(queue, with(THRICE).acknowledgement(early))) {
                Delivery<byte[]> delivery = next(subscription);
                assertThatThrownBy(() -> delivery.fail(new IllegalStateException("no")))
                        .isInstanceOf(MessageStateException.class);
                delivery.deadLetter(new IllegalArgumentException("odd"));
            }
            assertThat(bench.drain(Bench.deadLetters(queue))).containsExactly("odd");
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
        Redelivery longer = IN_PLACE.delays(Duration.ofMinutes(5), 1, Duration.ofMinutes(5));
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

    /** A subscription with the connection it is made through, as soon as there is one after a loss. */
    final class Subscribed implements AutoCloseable {
        private final Connection connection;
        private final Subscription subscription;

        private Subscribed(Bench bench, String queue, SubscribeOptions options) {
            connection = bench.connect();
            try {
                subscription = connection.subscribe(queue, options);
            } catch (RuntimeException e) {
                connection.close();
                throw e;
            }
        }

        static Subscribed again(Bench bench, String queue, SubscribeOptions options) {
            return Await.value(
                    "a subscription", Bench.PATIENCE, () -> attempt(bench, queue, options), Objects::nonNull);
        }

        private static Subscribed attempt(Bench bench, String queue, SubscribeOptions options) {
            try {
                return new Subscribed(bench, queue, options);
            } catch (ConnectException e) { // the loss shows late
                return null;
            }
        }

        @Override
        public void close() {
            subscription.close();
            connection.close();
        }
    }

    @Test
    default void lossOfTheConnectionKeepsTheCount(Bench bench) throws Exception {
        String queue = bench.failingQueue(IN_PLACE);
        Redelivery longer = IN_PLACE.delays(Duration.ofMinutes(5), 1, Duration.ofMinutes(5));
        bench.send(queue, "hello");
        for (int attempt = 1; attempt <= 2; attempt++) {
            try (Subscribed subscribed = Subscribed.again(bench, queue, with(longer))) {
                Delivery<byte[]> delivery = next(subscribed.subscription);
                assertThat(delivery.envelope().attempt()).isEqualTo(attempt);
                delivery.fail(new IllegalStateException("no"));
                bench.cut();
                assertThatThrownBy(() -> subscribed.subscription.poll(Bench.PATIENCE))
                        .isInstanceOf(ConsumerLostException.class);
            }
        }
        try (Subscribed subscribed = Subscribed.again(bench, queue, with(longer))) {
            Delivery<byte[]> delivery = next(subscribed.subscription);
            assertThat(delivery.envelope().attempt()).isEqualTo(3);
            delivery.ack();
            assertThat(subscribed.subscription.poll(Duration.ZERO)).isEmpty();
        }
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
                if (bench.exists(Bench.deadLetters(queue))) {
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
    default void deadLetterWaitsUnhandledUntilItsExchangeIsThere(Bench bench) throws Exception {
        String queue = bench.queue();
        ExchangeDeclaration morgue = ExchangeDeclaration.direct(bench.name("morgue"));
        String dead = bench.name("dead");
        bench.send(queue, "poison");
        try (Warnings warnings = new Warnings();
                Subscribed subscribed = new Subscribed(
                        bench,
                        queue,
                        with(IN_PLACE.maxAttempts(1)).deadLettering(DeadLettering.toExchange(morgue.name(), "k")))) {
            next(subscribed.subscription).fail(new IllegalStateException("no"));
            Await.until(
                    "the error",
                    Bench.PATIENCE,
                    () -> !warnings.with("CARROT-0727 [" + queue).isEmpty());
            assertThat(subscribed.subscription.poll(Bench.A_MOMENT)).isEmpty();
            bench.declare(Topology.builder()
                    .exchange(morgue)
                    .queue(QueueDeclaration.of(dead))
                    .bind(morgue.name(), dead, "k"));
            bench.awaitCount(dead, 1);
            assertThat(subscribed.subscription.poll(Bench.A_MOMENT)).isEmpty();
        }
        assertThat(bench.drain(queue)).isEmpty();
        assertThat(bench.drain(dead)).containsExactly("poison");
    }

    @Test
    default void deadLetterWaitsUnhandledUntilItsQueueTakesIt(Bench bench) throws Exception {
        String queue = bench.failingQueue(IN_PLACE);
        QueueDeclaration full =
                QueueDeclaration.classic(Bench.deadLetters(queue)).maxLength(0).overflow(Overflow.REJECT_PUBLISH);
        if (!bench.can(Capability.LENGTH_LIMIT)) {
            bench.refusesQueue(Capability.LENGTH_LIMIT, full);
            return;
        }
        bench.queue(full);
        bench.send(queue, "poison");
        try (Warnings warnings = new Warnings();
                Subscribed subscribed = new Subscribed(bench, queue, with(IN_PLACE.maxAttempts(1)))) {
            next(subscribed.subscription).fail(new IllegalStateException("no"));
            Await.until(
                    "the error",
                    Bench.PATIENCE,
                    () -> !warnings.with("CARROT-0727 [" + queue).isEmpty());
            try (Connection other = bench.connect()) {
                other.deleteQueue(full.name());
            }
            bench.awaitCount(full.name(), 1);
            assertThat(subscribed.subscription.poll(Bench.A_MOMENT)).isEmpty();
        }
        assertThat(bench.drain(queue)).isEmpty();
        assertThat(bench.drain(full.name())).containsExactly("poison");
    }

    @Test
    default void deadLetterQueueThatSomebodyMadeOtherwiseIsUsed(Bench bench) throws Exception {
        String queue = bench.failingQueue(THRICE);
        bench.queue(QueueDeclaration.classic(Bench.deadLetters(queue)).durable(false));
        bench.send(queue, "odd");
        try (Subscribed subscribed = new Subscribed(bench, queue, with(THRICE))) {
            next(subscribed.subscription).deadLetter(new IllegalArgumentException("odd"));
        }
        assertThat(bench.drain(Bench.deadLetters(queue))).containsExactly("odd");
    }

    @Test
    default void traceIsLeftAwayWhereItDoesNotFit(Bench bench) throws Exception {
        String queue = bench.failingQueue(THRICE);
        OutgoingMessage large =
                Bench.message("", queue, Properties.builder().header("large", "x".repeat(125_000)), "odd");
        try (Connection connection = bench.connect()) {
            connection.publish(large);
            try (Subscription subscription =
                    connection.subscribe(queue, with(THRICE).deadLettering(DeadLettering.DEFAULT.withStackTrace()))) {
                next(subscription).deadLetter(new IllegalArgumentException("odd", new Error("n".repeat(8_000))));
                Delivery<byte[]> dead = dead(bench, connection, queue);
                assertThat(dead.properties().headers())
                        .containsEntry(DeadLetter.MESSAGE_HEADER, "odd")
                        .containsEntry("large", "x".repeat(125_000));
                boolean fits = dead.properties().headers().containsKey(DeadLetter.STACK_TRACE_HEADER);
                assertThat(fits).isEqualTo(!bench.product().equals("RabbitMQ"));
                dead.ack();
            }
        }
    }

    @Test
    default void copiesAreNotSentAgain(Bench bench) throws Exception {
        String queue = bench.failingQueue(THRICE);
        String copy = bench.queue();
        if (!bench.can(Capability.SENDER_SELECTED_ROUTING)) {
            return;
        }
        try (Connection connection = bench.connect()) {
            connection.publish(Bench.message("", queue, Properties.builder().header("CC", List.of(copy)), "hello"));
            try (Subscription subscription = connection.subscribe(queue, with(THRICE))) {
                next(subscription).deadLetter(new IllegalArgumentException("odd"));
                Delivery<byte[]> dead = dead(bench, connection, queue);
                assertThat(dead.properties().headers())
                        .containsEntry(DeadLetter.CC_HEADER, List.of(copy))
                        .doesNotContainKey("CC");
                dead.ack();
            }
        }
        assertThat(bench.drain(copy)).containsExactly("hello");
    }

    @Test
    default void expiringMessageDoesNotExpireAmongTheDeadLetters(Bench bench) throws Exception {
        String queue = bench.failingQueue(DELAY_QUEUE);
        if (!canDelay(bench)) {
            return;
        }
        try (Connection connection = bench.connect()) {
            Properties.Builder minute = Properties.builder().expiration(Duration.ofMinutes(1));
            connection.publish(Bench.message("", queue, minute, "hello"));
            try (Subscription subscription = connection.subscribe(queue, with(DELAY_QUEUE.maxAttempts(2)))) {
                next(subscription).fail(new IllegalStateException("no"));
                next(subscription).fail(new IllegalStateException("no"));
                Delivery<byte[]> dead = dead(bench, connection, queue);
                assertThat(dead.properties().expiration()).isNull();
                assertThat(((Number) dead.properties().headers().get(DeadLetter.EXPIRATION_HEADER)).longValue())
                        .isEqualTo(60_000);
                dead.ack();
            }
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
            try (Connection connection = bench.connect()) {
                connection.deleteQueue(queue);
            }
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
            bench.refuses(Capability.EXPIRATION, connection -> connection.subscribe(bench.queue(), with(DELAY_QUEUE)));
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
    default void brokerMovesDeadLettersIfAskedTo(Bench bench) throws Exception {
        if (!bench.can(Capability.DEAD_LETTERS)) {
            return;
        }
        String dead = bench.queue();
        String queue = bench.queue(QueueDeclaration.of(bench.name("queue")).deadLetterTo("", dead));
        bench.send(queue, "poison");
        try (Subscribed subscribed =
                new Subscribed(bench, queue, with(IN_PLACE.maxAttempts(1)).deadLettering(DeadLettering.BY_BROKER))) {
            next(subscribed.subscription).fail(new IllegalStateException("no"));
            bench.awaitCount(dead, 1);
        }
        assertThat(bench.drain(dead)).containsExactly("poison");
    }

    @Test
    default void foreignDeathsAreKept(Bench bench) throws Exception {
        if (!canDelay(bench)) {
            return;
        }
        String queue = bench.failingQueue(DELAY_QUEUE);
        String before = bench.queue(QueueDeclaration.of(bench.name("before")).deadLetterTo("", queue));
        bench.send(before, "hello");
        try (Connection connection = bench.connect();
                Subscription subscription = connection.subscribe(queue, with(DELAY_QUEUE.maxAttempts(2)))) {
            Bench.fetched(connection, before).reject();
            next(subscription).fail(new IllegalStateException("no"));
            next(subscription).fail(new IllegalStateException("no"));
            Delivery<byte[]> dead = dead(bench, connection, queue);
            assertThat((List<?>) dead.properties().headers().get("x-death"))
                    .singleElement()
                    .satisfies(death ->
                            assertThat(((Map<?, ?>) death).get("queue")).isEqualTo(before));
            dead.ack();
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
