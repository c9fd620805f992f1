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

import io.carrotmq.Acknowledgement;
import io.carrotmq.Capability;
import io.carrotmq.Connection;
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
import io.carrotmq.topology.ExchangeDeclaration;
import io.carrotmq.topology.Overflow;
import io.carrotmq.topology.QueueDeclaration;
import io.carrotmq.topology.Topology;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Where messages go that cannot be handled, and with what. */
interface DeadLetteringContract {
    @Test
    default void deadLetterKeepsWhatTheMessageCameWith(Bench bench) throws Exception {
        String exchange = bench.routes() ? bench.exchange(ExchangeDeclaration.topic(bench.name("topic"))) : "";
        Object second = bench.can(Capability.NESTED_HEADERS) ? List.of(1, "two") : "two";
        for (Redelivery redelivery : counted(bench)) {
            Redelivery twice = redelivery.maxAttempts(2);
            String queue = bench.failingQueue(twice);
            String key = bench.routes() ? "order.new" : queue;
            if (bench.routes()) {
                bench.arrange(Topology.builder().bind(exchange, queue, "order.#"));
            }
            Properties.Builder properties = Properties.builder()
                    .contentEncoding("utf-8")
                    .header("tenant", "a")
                    .header("carrot", second)
                    .correlationId("c")
                    .replyTo("r")
                    .messageId("m")
                    .timestamp(Instant.ofEpochSecond(1_700_000_000))
                    .type("t")
                    .userId(bench.user())
                    .appId("a");
            OutgoingMessage message = bench.message(exchange, key, properties, "poison");
            try (Connection connection = bench.connect()) {
                connection.publish(message);
                try (Subscription subscription = connection.subscribe(queue, with(twice))) {
                    next(subscription).fail(new IllegalStateException("no"));
                    Delivery<byte[]> again = next(subscription);
                    Envelope envelope = again.envelope();
                    assertThat(envelope.exchange()).isEqualTo(exchange);
                    assertThat(envelope.routingKey()).isEqualTo(key);
                    again.fail(new IllegalStateException("no"));
                    Delivery<byte[]> dead = dead(bench, connection, queue);
                    Properties found = dead.properties();
                    assertThat(found.headers())
                            .containsEntry("tenant", "a")
                            .containsEntry("carrot", second)
                            .containsEntry(DeadLetter.EXCHANGE_HEADER, exchange)
                            .containsEntry(DeadLetter.ROUTING_KEY_HEADER, key)
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
                    .contains("DeadLetteringContract");
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
    default void deadLetterWaitsUnhandledUntilItsExchangeIsThere(Bench bench) throws Exception {
        String queue = bench.queue();
        ExchangeDeclaration morgue = ExchangeDeclaration.direct(bench.name("morgue"));
        String dead = bench.name("dead");
        bench.send(queue, "poison");
        SubscribeOptions options =
                with(IN_PLACE.maxAttempts(1)).deadLettering(DeadLettering.toExchange(morgue.name(), "k"));
        if (!bench.can(Capability.MANDATORY)) { // nobody would know whether the dead letter arrived
            bench.refusesOneOf(
                    List.of(Capability.MANDATORY, Capability.EXCHANGES),
                    connection -> connection.subscribe(queue, options));
            assertThat(bench.drain(queue)).containsExactly("poison");
            return;
        }
        try (Warnings warnings = new Warnings();
                Subscribed subscribed = new Subscribed(bench, queue, options)) {
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
        bench.arrange(Topology.builder().queue(full));
        bench.send(queue, "poison");
        try (Warnings warnings = new Warnings();
                Subscribed subscribed = new Subscribed(bench, queue, with(IN_PLACE.maxAttempts(1)))) {
            next(subscribed.subscription).fail(new IllegalStateException("no"));
            Await.until(
                    "the error",
                    Bench.PATIENCE,
                    () -> !warnings.with("CARROT-0727 [" + queue).isEmpty());
            bench.deleteQueue(full.name());
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
            bench.awaitCount(Bench.deadLetters(queue), 1); // a broker may refuse it at first without saying why
        }
        assertThat(bench.drain(Bench.deadLetters(queue))).containsExactly("odd");
    }

    @Test
    default void traceIsLeftAwayWhereItDoesNotFit(Bench bench) throws Exception {
        String queue = bench.failingQueue(THRICE);
        OutgoingMessage large = bench.message(
                "", queue, Properties.builder().header("large", "x".repeat(bench.largestHeader())), "odd");
        try (Connection connection = bench.connect()) {
            connection.publish(large);
            try (Subscription subscription =
                    connection.subscribe(queue, with(THRICE).deadLettering(DeadLettering.DEFAULT.withStackTrace()))) {
                next(subscription).deadLetter(new IllegalArgumentException("odd", new Error("n".repeat(8_000))));
                Delivery<byte[]> dead = dead(bench, connection, queue);
                assertThat(dead.properties().headers())
                        .containsEntry(DeadLetter.MESSAGE_HEADER, "odd")
                        .containsEntry("large", "x".repeat(bench.largestHeader()));
                boolean fits = dead.properties().headers().containsKey(DeadLetter.STACK_TRACE_HEADER);
                assertThat(fits).isEqualTo(bench.takesLargeHeaders());
                dead.ack();
            }
        }
    }

    @Test
    default void copiesAreNotSentAgain(Bench bench) throws Exception {
        String queue = bench.failingQueue(THRICE);
        String copy = bench.queue();
        if (!bench.can(Capability.SENDER_SELECTED_ROUTING)) {
            bench.refusesOneOf(
                    List.of(Capability.SENDER_SELECTED_ROUTING, Capability.NESTED_HEADERS),
                    connection -> connection.publish(
                            bench.message("", queue, Properties.builder().header("CC", List.of(copy)), "hello")));
            assertThat(bench.drain(copy)).isEmpty();
            return;
        }
        try (Connection connection = bench.connect()) {
            connection.publish(bench.message("", queue, Properties.builder().header("CC", List.of(copy)), "hello"));
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

    private static void refusesToDelay(Bench bench, String queue) {
        bench.refusesOneOf(
                List.of(Capability.EXPIRATION, Capability.DEAD_LETTERS),
                connection -> connection.subscribe(queue, with(DELAY_QUEUE.maxAttempts(2))));
    }

    @Test
    default void expiringMessageDoesNotExpireAmongTheDeadLetters(Bench bench) throws Exception {
        String queue = bench.failingQueue(DELAY_QUEUE);
        if (!canDelay(bench)) {
            refusesToDelay(bench, queue);
            return;
        }
        try (Connection connection = bench.connect()) {
            Properties.Builder minute = Properties.builder().expiration(Duration.ofMinutes(1));
            connection.publish(bench.message("", queue, minute, "hello"));
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
    default void brokerMovesDeadLettersIfAskedTo(Bench bench) throws Exception {
        if (!bench.can(Capability.DEAD_LETTERS)) {
            String name = bench.name("queue");
            bench.refusesQueue(
                    Capability.DEAD_LETTERS, QueueDeclaration.of(name).deadLetterTo("", name));
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
            refusesToDelay(bench, bench.queue());
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
            if (!bench.can(Capability.NESTED_HEADERS)) { // the broker's list of deaths is one
                assertThat(dead.properties().headers()).doesNotContainKey("x-death");
                dead.ack();
                return;
            }
            assertThat((List<?>) dead.properties().headers().get("x-death"))
                    .singleElement()
                    .satisfies(death ->
                            assertThat(((Map<?, ?>) death).get("queue")).isEqualTo(before));
            dead.ack();
        }
    }
}
