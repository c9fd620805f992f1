package io.carrotmq.redelivery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.MessageProperties;
import io.carrotmq.ConnectionFactory;
import io.carrotmq.DeadLetter;
import io.carrotmq.DeadLettering;
import io.carrotmq.DeadLetters;
import io.carrotmq.LoggedLines;
import io.carrotmq.RawBroker;
import io.carrotmq.SubscribeOptions;
import io.carrotmq.testkit.Await;
import io.carrotmq.testkit.RabbitMq;
import io.carrotmq.testkit.WithBroker;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A message whose handler always fails, with the defaults: three attempts, 1 s and 2 s apart, each pause up to 20 % longer or
 * shorter; then the dead letters.
 *
 * <p>A pause is not shorter than that, but for the {@link #ROUNDING} of clocks. On a machine that is busy it may be longer by
 * as much as {@link #BOUND}.
 */
@WithBroker
@Timeout(240)
class PoisonIT {
    private static final Duration BOUND = Duration.ofSeconds(30);
    private static final Duration ROUNDING = Duration.ofMillis(30);
    /** RabbitMQ 4.3.6 forgets a quorum queue that is younger than a second when it is killed. */
    private static final Duration OLD_ENOUGH = Duration.ofSeconds(2);

    private static final String BAD = Work.BAD;
    private static final String GOOD = "good";

    private RawBroker raw;
    private ConnectionFactory connections;
    private final List<String> queues = new ArrayList<>();
    private String queue;

    @BeforeEach
    void open(RabbitMq broker) {
        open(broker.uri().toString(), new RawBroker(broker.uri()));
    }

    private void open(String uri, RawBroker client) {
        raw = client;
        connections = ConnectionFactory.open(uri);
    }

    @AfterEach
    void close() throws Exception {
        connections.close();
        for (String each : raw.channel().isOpen() ? queues : List.<String>of()) { // a broker of our own is gone
            for (String suffix : List.of("", DeadLettering.SUFFIX, ".retry.1000", ".retry.2000")) {
                raw.channel().queueDelete(each + suffix);
            }
        }
        raw.close();
    }

    @Test
    void poison_leavesTheQueueAfterThreeAttemptsAtTheirTimes() throws Exception {
        String quorum = givenQueue("quorum");
        String classic = givenQueue("classic");
        Instant start = Instant.now().minusSeconds(1);
        try (Work onQuorum = new Work(connections, quorum, SubscribeOptions.DEFAULT);
                Work onClassic = new Work(connections, classic, SubscribeOptions.DEFAULT)) {
            publish(quorum, BAD);
            publish(classic, BAD);
            assertLeft(quorum, onQuorum, start);
            assertLeft(classic, onClassic, start);
        }
        assertNothingLeft(quorum);
        assertNothingLeft(classic);
    }

    private void assertLeft(String queue, Work work, Instant start) throws Exception {
        awaitParked(queue);
        assertThreeAttempts(work.calls(BAD));
        DeadLetter letter = deadLettersOf(queue).get(0);
        assertThat(letter.reason()).isEqualTo(DeadLetter.ATTEMPTS_EXHAUSTED);
        assertThat(letter.exception()).isEqualTo(IllegalStateException.class.getName());
        assertThat(letter.message()).isEqualTo("no bad here");
        assertThat(letter.attempts()).isEqualTo(3);
        assertThat(letter.queue()).isEqualTo(queue);
        assertThat(letter.exchange()).isEmpty();
        assertThat(letter.routingKey()).isEqualTo(queue);
        assertThat(letter.content()).isEqualTo(BAD.getBytes(UTF_8));
        assertThat(letter.properties().contentType()).isEqualTo("text/plain");
        assertThat(letter.properties().persistent()).isTrue();
        assertThat(letter.properties().expiration()).isNull();
        assertThat(letter.firstFailure()).isBetween(start, letter.lastFailure());
        assertThat(Duration.between(letter.firstFailure(), letter.lastFailure()))
                .isGreaterThanOrEqualTo(Duration.ofMillis(2_400).minus(ROUNDING.multipliedBy(2)));
        assertAtPeace(queue, work);
        assertThat(deadLettersOf(queue)).hasSize(1);
    }

    /** The pauses are between 0.8 and 1.2 s, and between 1.6 and 2.4 s. */
    private static void assertThreeAttempts(List<Work.Call> calls) {
        assertThat(calls).extracting(Work.Call::attempt).containsExactly(1, 2, 3);
        assertThat(pause(calls, 1))
                .isBetween(
                        Duration.ofMillis(800).minus(ROUNDING),
                        Duration.ofMillis(1_200).plus(BOUND));
        assertThat(pause(calls, 2))
                .isBetween(
                        Duration.ofMillis(1_600).minus(ROUNDING),
                        Duration.ofMillis(2_400).plus(BOUND));
    }

    private static Duration pause(List<Work.Call> calls, int before) {
        return Duration.ofNanos(
                calls.get(before).nanos() - calls.get(before - 1).nanos());
    }

    // The dead letters cannot be written for a while

    @Test
    void fullDeadLetterQueue_keepsTheMessageUntilThereIsRoom() throws Exception {
        queue = givenQueue("quorum");
        Map<String, Object> short1 = Map.of("x-max-length", 1, "x-overflow", "reject-publish");
        raw.channel().queueDeclare(deadLetters(), true, false, false, short1);
        publish(deadLetters(), "full");

        SubscribeOptions options = SubscribeOptions.DEFAULT.deadLettering(DeadLettering.DEFAULT.undeclared());
        try (Work work = new Work(connections, queue, options)) {
            publish(queue, BAD);
            Await.until("the last attempt", BOUND, () -> work.calls(BAD).size() == 3);
            // Others are handled while it waits, and it is neither tried again nor gone.
            publish(queue, GOOD);
            Await.until("the good message", BOUND, () -> work.handled(GOOD));
            assertThat(raw.count(deadLetters())).isEqualTo(1);

            assertThat(new String(raw.get(deadLetters()).getBody(), UTF_8)).isEqualTo("full");
            awaitParked(queue);

            assertThat(deadLettersOf(queue).get(0).reason()).isEqualTo(DeadLetter.ATTEMPTS_EXHAUSTED);
            assertThreeAttempts(work.calls(BAD));
            assertAtPeace(queue, work);
        }
        assertNothingLeft(queue);
    }

    @Test
    void deadLetterQueueOfAnotherDeclaration_isUsedAsItIs() throws Exception {
        queue = givenQueue("classic");
        raw.channel().queueDeclare(deadLetters(), true, false, false, Map.of("x-max-length", 1_000));
        try (Work work = new Work(connections, queue, SubscribeOptions.DEFAULT)) {
            publish(queue, BAD);
            awaitParked(queue);
            assertThreeAttempts(work.calls(BAD));
            assertAtPeace(queue, work);
        }
        assertNothingLeft(queue);
    }

    @Test
    void blockedBroker_keepsTheMessageUntilItTakesPublishersAgain(RabbitMq broker) throws Exception {
        queue = givenQueue("quorum");
        CountDownLatch lastAttempt = new CountDownLatch(1);
        CountDownLatch alarmed = new CountDownLatch(1);
        try (LoggedLines log = new LoggedLines("io.carrotmq");
                Work work = new Work(connections, queue, SubscribeOptions.DEFAULT)) {
            work.before(delivery -> {
                if (delivery.envelope().attempt() == 3) {
                    lastAttempt.countDown();
                    alarmed.await(60, TimeUnit.SECONDS);
                }
            });
            publish(queue, BAD);
            assertThat(lastAttempt.await(60, TimeUnit.SECONDS)).isTrue();
            broker.memoryAlarm(true);
            try {
                alarmed.countDown();
                Await.until(
                        "word from the broker",
                        BOUND,
                        () -> !log.with("CARROT-0214").isEmpty());
            } finally {
                broker.memoryAlarm(false);
            }
            awaitParked(queue);
            assertThreeAttempts(work.calls(BAD));
            assertAtPeace(queue, work);
        }
        assertNothingLeft(queue);
    }

    // The broker dies

    @Test
    void killedBroker_doesNotChangeTheCount() throws Exception {
        try (RabbitMq own = RabbitMq.start()) {
            close();
            open(own.uri().toString(), new RawBroker(own.uri()));
            String quorum = givenQueue("quorum");
            String classic = givenQueue("classic");
            // One at a time: the next message comes when the broker has heard of the end of the one before.
            SubscribeOptions options = SubscribeOptions.DEFAULT.prefetch(1);
            try (Work onQuorum = new Work(connections, quorum, options);
                    Work onClassic = new Work(connections, classic, options)) {
                List<Work> both = List.of(onQuorum, onClassic);
                failOnceBefore();

                publishToAll(BAD);
                publishToAll("after the first");
                awaitHandled(both, "after the first");
                killAndRestart(own);

                Await.until(
                        "the second attempt",
                        BOUND,
                        () -> both.stream().allMatch(work -> work.calls(BAD).size() >= 2));
                publishToAll("after the second");
                awaitHandled(both, "after the second");
                killAndRestart(own);

                awaitParkedOnce(quorum);
                awaitParkedOnce(classic);
                publishToAll(GOOD);
                awaitHandled(both, GOOD);
                assertThat(onQuorum.calls(BAD)).extracting(Work.Call::attempt).containsExactly(1, 2, 3);
                assertThat(onClassic.calls(BAD)).extracting(Work.Call::attempt).containsExactly(1, 2, 3);
            }
        }
    }

    private void publishToAll(String text) throws Exception {
        for (String each : queues) {
            publish(each, text);
        }
    }

    private void awaitParkedOnce(String consumed) {
        Await.until(
                "one dead letter",
                BOUND,
                () -> deadLettersOf(consumed).stream()
                                .filter(letter -> new String(letter.content(), UTF_8).equals(BAD))
                                .count()
                        == 1);
    }

    /** Then all the queues that redelivery needs are there, and are old enough. */
    private void failOnceBefore() throws Exception {
        publishToAll(BAD + " before");
        for (String each : queues) {
            DeadLetters parked = DeadLetters.in(connections, each + DeadLettering.SUFFIX);
            Await.until("the first dead letter", BOUND, () -> parked.count() == 1);
        }
        long declared = System.nanoTime();
        Await.until("queues that survive", BOUND, () -> System.nanoTime() - declared > OLD_ENOUGH.toNanos());
    }

    private void killAndRestart(RabbitMq broker) {
        broker.kill();
        broker.restart();
        raw = new RawBroker(broker.uri());
    }

    private static void awaitHandled(List<Work> all, String text) {
        Await.until(text, BOUND, () -> all.stream().allMatch(work -> work.handled(text)));
    }

    // What they share

    private String givenQueue(String type) throws Exception {
        String name = "poison-" + type + "-" + UUID.randomUUID();
        raw.channel().queueDeclare(name, true, false, false, new HashMap<>(Map.of("x-queue-type", type)));
        queues.add(name);
        return name;
    }

    private String deadLetters() {
        return queue + DeadLettering.SUFFIX;
    }

    private void publish(String to, String text) throws Exception {
        raw.channel().confirmSelect();
        raw.channel().basicPublish("", to, MessageProperties.PERSISTENT_TEXT_PLAIN, text.getBytes(UTF_8));
        raw.channel().waitForConfirmsOrDie(30_000);
    }

    private void awaitParked(String consumed) {
        // A raw client's channel would be closed for asking after a queue that is not there yet.
        DeadLetters parked = DeadLetters.in(connections, consumed + DeadLettering.SUFFIX);
        Await.until("a dead letter", BOUND, () -> parked.count() > 0);
    }

    /** At least one; what was looked at before takes a moment to be back. */
    private List<DeadLetter> deadLettersOf(String consumed) {
        DeadLetters parked = DeadLetters.in(connections, consumed + DeadLettering.SUFFIX);
        return Await.value("dead letters", BOUND, () -> parked.browse(10), letters -> !letters.isEmpty());
    }

    /** It works on, and leaves the bad message alone. */
    private void assertAtPeace(String consumed, Work work) throws Exception {
        int calls = work.calls(BAD).size();
        publish(consumed, "last");
        Await.until("the last message", BOUND, () -> work.handled("last"));
        assertThat(work.calls(BAD)).hasSize(calls);
        assertThat(deadLettersOf(consumed))
                .allSatisfy(letter -> assertThat(letter.content()).isEqualTo(BAD.getBytes(UTF_8)));
    }

    /** The consumer is closed: what it had not settled would be back. */
    private void assertNothingLeft(String consumed) throws Exception {
        for (String each : List.of(consumed, consumed + ".retry.1000", consumed + ".retry.2000")) {
            assertThat(raw.count(each)).as(each).isZero();
        }
    }
}
