package io.carrotmq.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrotmq.Acknowledgement;
import io.carrotmq.Capability;
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
import io.carrotmq.topology.ExchangeDeclaration;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
            bench.declare(io.carrotmq.topology.Topology.builder().bind(exchange, queue, "order.#"));
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

    @Test
    default void lossOfTheConnectionKeepsTheCount(Bench bench) throws Exception {
        String queue = bench.failingQueue(IN_PLACE);
        Redelivery longer = IN_PLACE.delays(Duration.ofMinutes(5), 1, Duration.ofMinutes(5));
        bench.send(queue, "hello");
        for (int attempt = 1; attempt <= 2; attempt++) {
            try (Connection connection = bench.connect();
                    Subscription subscription = connection.subscribe(queue, with(longer))) {
                Delivery<byte[]> delivery = next(subscription);
                assertThat(delivery.envelope().attempt()).isEqualTo(attempt);
                delivery.fail(new IllegalStateException("no"));
                bench.cut();
                bench.awaitNoConnection();
                assertThatThrownBy(() -> subscription.poll(Bench.PATIENCE)).isInstanceOf(ConsumerLostException.class);
            }
        }
        try (Connection connection = bench.connect();
                Subscription subscription = connection.subscribe(queue, with(longer))) {
            Delivery<byte[]> delivery = next(subscription);
            assertThat(delivery.envelope().attempt()).isEqualTo(3);
            delivery.ack();
            assertThat(subscription.poll(Duration.ZERO)).isEqualTo(Optional.empty());
        }
    }

    @Test
    default void fetchedMessageThatFailsGoesBackAndIsCounted(Bench bench) throws Exception {
        String queue = bench.failingQueue(IN_PLACE);
        bench.send(queue, "poison");
        try (Connection connection = bench.connect()) {
            for (int attempt = 1; attempt <= 3; attempt++) {
                Delivery<byte[]> delivery = io.carrotmq.testkit.Await.value(
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
