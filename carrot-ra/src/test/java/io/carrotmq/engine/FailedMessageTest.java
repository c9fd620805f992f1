package io.carrotmq.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.carrotmq.BrokerInfo;
import io.carrotmq.CodecException;
import io.carrotmq.DeadLetter;
import io.carrotmq.OutgoingMessage;
import io.carrotmq.Properties;
import io.carrotmq.SubscribeOptions;
import io.carrotmq.transport.IncomingMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** How a message is published again that has failed. */
class FailedMessageTest {
    private static final Instant FIRST = Instant.parse("2026-01-02T03:04:05.006Z");
    private static final Instant LAST = FIRST.plusSeconds(1);
    private static final DeadLetterCause CAUSE =
            DeadLetterCause.exhausted(new IllegalStateException("it broke"), false);

    private static IncomingMessage message(String exchange, String key, Properties.Builder properties) {
        return new IncomingMessage("tag", 1, false, exchange, key, properties.build(), new byte[] {1, 2});
    }

    private static FailedMessage failed(IncomingMessage message) {
        return new FailedMessage("q", message, 2, FIRST, LAST);
    }

    private static Map<String, Object> retried(Properties.Builder properties) {
        return failed(message("x", "k", properties))
                .retry("q.retry.1000", Duration.ofMillis(900))
                .properties()
                .headers();
    }

    private static Map<String, Object> deadLettered(IncomingMessage message) {
        return failed(message).deadLetter("", "q.dlq", CAUSE).properties().headers();
    }

    @Test
    void retrySaysWhereItComesFromAndHowOftenItFailed() {
        OutgoingMessage retry =
                failed(message("x", "k", Properties.builder().type("t"))).retry("q.retry.1000", Duration.ofMillis(900));
        assertThat(retry.exchange()).isEmpty();
        assertThat(retry.routingKey()).isEqualTo("q.retry.1000");
        assertThat(retry.mandatory()).isTrue();
        assertThat(retry.body()).containsExactly(1, 2);
        assertThat(retry.properties().expiration()).isEqualTo(Duration.ofMillis(900));
        assertThat(retry.properties().type()).isEqualTo("t");
        assertThat(retry.properties().headers())
                .containsOnly(
                        Map.entry(DeadLetter.QUEUE_HEADER, "q"),
                        Map.entry(DeadLetter.EXCHANGE_HEADER, "x"),
                        Map.entry(DeadLetter.ROUTING_KEY_HEADER, "k"),
                        Map.entry(DeadLetter.ATTEMPTS_HEADER, 2),
                        Map.entry(DeadLetter.FIRST_FAILURE_HEADER, "2026-01-02T03:04:05.006Z"),
                        Map.entry(DeadLetter.LAST_FAILURE_HEADER, "2026-01-02T03:04:06.006Z"));
    }

    @Test
    void whatTheBrokerWouldActOnAgainBecomesAHeader() {
        OutgoingMessage dead = failed(message(
                        "x",
                        "k",
                        Properties.builder()
                                .expiration(Duration.ofMinutes(1))
                                .userId("guest")
                                .header("CC", List.of("a", "b"))
                                .header("mine", 1)))
                .deadLetter("", "q.dlq", CAUSE);
        assertThat(dead.properties().expiration()).isNull();
        assertThat(dead.properties().userId()).isNull();
        assertThat(dead.properties().headers())
                .doesNotContainKey("CC")
                .containsEntry("mine", 1)
                .containsEntry(DeadLetter.EXPIRATION_HEADER, 60_000L)
                .containsEntry(DeadLetter.USER_HEADER, "guest")
                .containsEntry(DeadLetter.CC_HEADER, List.of("a", "b"))
                .containsEntry(DeadLetter.REASON_HEADER, DeadLetter.ATTEMPTS_EXHAUSTED)
                .containsEntry(DeadLetter.EXCEPTION_HEADER, IllegalStateException.class.getName())
                .containsEntry(DeadLetter.MESSAGE_HEADER, "it broke")
                .doesNotContainKey(DeadLetter.STACK_TRACE_HEADER);
    }

    @Test
    void originIsKeptFromOneFailureToTheNext() {
        Map<String, Object> first =
                retried(Properties.builder().expiration(Duration.ofMinutes(1)).userId("guest"));
        IncomingMessage back = message("", "q", Properties.builder().headers(first));
        assertThat(FailedMessage.hasWaited("q", back)).isTrue();
        assertThat(failed(back).deadLetter("", "q.dlq", CAUSE).properties().headers())
                .containsEntry(DeadLetter.EXCHANGE_HEADER, "x")
                .containsEntry(DeadLetter.ROUTING_KEY_HEADER, "k")
                .containsEntry(DeadLetter.EXPIRATION_HEADER, 60_000L)
                .containsEntry(DeadLetter.USER_HEADER, "guest");
        assertThat(FailedMessage.firstFailureOf("q", back)).isEqualTo(FIRST);
    }

    @Test
    void deadLetterThatSomebodyElseMovedBackIsCountedAnewAndKeepsItsOrigin() {
        Map<String, Object> parked = deadLettered(message("x", "k", Properties.builder()));
        IncomingMessage back = message("", "q", Properties.builder().headers(parked));
        FailurePolicy policy = FailurePolicy.of(
                "q", SubscribeOptions.DEFAULT, new BrokerInfo("Broker", "1", "nowhere", "/", Set.of()));
        assertThat(parked).containsEntry(DeadLetter.ATTEMPTS_HEADER, 2);
        assertThat(policy.failures(back)).isZero();
        assertThat(FailedMessage.firstFailureOf("q", back)).isNull();
        assertThat(FailedMessage.hasWaited("q", back)).isTrue();
        assertThat(FailedMessage.exchangeOf(back)).isEqualTo("x");
        Map<String, Object> again = new FailedMessage("q", back, 1, FIRST, FIRST)
                .retry("q.retry.1000", Duration.ofSeconds(1))
                .properties()
                .headers();
        assertThat(again).doesNotContainKey(DeadLetter.REASON_HEADER).containsEntry(DeadLetter.ATTEMPTS_HEADER, 1);
    }

    @Test
    void onlyWhatCameFromADelayQueueIsTrustedToKnowItsOrigin() {
        Properties.Builder lies = Properties.builder().headers(retried(Properties.builder()));
        assertThat(FailedMessage.hasWaited("q", message("x", "q", lies))).isFalse();
        assertThat(FailedMessage.hasWaited("q", message("", "other", lies))).isFalse();
        assertThat(FailedMessage.hasWaited("q", message("", "q", Properties.builder())))
                .isFalse();
    }

    @Test
    void onlyTheDeathsOfOurOwnDelayQueuesAreForgotten() {
        Map<String, Object> own = Map.of("queue", "q.retry.1000", "reason", "expired");
        Map<String, Object> foreign = Map.of("queue", "q.retry.later", "reason", "rejected");
        Properties.Builder properties = Properties.builder()
                .header("x-death", List.of(own, foreign))
                .header("x-first-death-queue", "q.retry.later")
                .header("x-first-death-reason", "rejected")
                .header("x-last-death-queue", "q.retry.1000")
                .header("x-last-death-reason", "expired")
                .header("x-last-death-exchange", "")
                .header("x-delivery-count", 3)
                .header("x-acquired-count", 3);
        assertThat(deadLettered(message("x", "k", properties)))
                .containsEntry("x-death", List.of(foreign))
                .containsEntry("x-first-death-queue", "q.retry.later")
                .containsEntry("x-first-death-reason", "rejected")
                .doesNotContainKeys(
                        "x-last-death-queue",
                        "x-last-death-reason",
                        "x-last-death-exchange",
                        "x-delivery-count",
                        "x-acquired-count");
        Properties.Builder plain = Properties.builder().header("x-death", List.of(own));
        assertThat(deadLettered(message("x", "k", plain))).doesNotContainKey("x-death");
    }

    @Test
    void foreignDeathsPassThroughADelayQueueWhereTheBrokerDoesNotSeeThem() {
        Map<String, Object> foreign = Map.of("queue", "other", "reason", "rejected");
        Map<String, Object> waiting = retried(
                Properties.builder().header("x-death", List.of(foreign)).header("x-first-death-queue", "other"));
        assertThat(waiting).doesNotContainKeys("x-death", "x-first-death-queue");
        Properties.Builder back = Properties.builder()
                .headers(waiting)
                .header("x-death", List.of(Map.of("queue", "q.retry.1000", "reason", "expired")))
                .header("x-first-death-queue", "q.retry.1000");
        assertThat(deadLettered(message("", "q", back)))
                .containsEntry("x-death", List.of(foreign))
                .containsEntry("x-first-death-queue", "other")
                .doesNotContainKey("carrot-deaths");
    }

    @Test
    void countOfAttemptsThatMakesNoSenseIsNone() {
        assertThat(Stream.of((Object) null, "3", -1, Long.MIN_VALUE, List.of()).map(FailedMessage::attemptsOf))
                .hasSize(5)
                .containsOnly(0);
        assertThat(FailedMessage.attemptsOf((short) 7)).isEqualTo(7);
        assertThat(FailedMessage.attemptsOf(Long.MAX_VALUE)).isEqualTo(Integer.MAX_VALUE - 1);
    }

    @Test
    void causeIsCutAndItsReasonFollowsTheException() {
        assertThat(DeadLetterCause.unfit(new IllegalStateException(), false).reason())
                .isEqualTo(DeadLetter.REFUSED);
        CodecException undecodable = new CodecException("CARROT-0000", "x", null);
        assertThat(DeadLetterCause.unfit(undecodable, false).reason()).isEqualTo(DeadLetter.UNDECODABLE);
        DeadLetterCause cause =
                DeadLetterCause.exhausted(new IllegalStateException("m".repeat(999) + "\uD83D\uDE00"), true);
        assertThat(cause.message()).isEqualTo("m".repeat(999));
        assertThat(cause.stackTrace()).hasSizeBetween(1_001, 8_000);
        assertThat(cause.shorter().stackTrace()).isNull();
        assertThat(cause.shorter().message()).isEqualTo(cause.message());
        assertThat(cause.shorter().shorter().message()).isNull();
        assertThat(cause.shorter().shorter().exception()).isEqualTo(cause.exception());
        assertThat(cause.shorter().shorter().shorter()).isNull();
        assertThat(DeadLetterCause.unfit(null, true))
                .isEqualTo(new DeadLetterCause(DeadLetter.REFUSED, null, null, null));
    }

    @Test
    void messageIsKnownAgainByAllButTheBrokersCounts() {
        IncomingMessage message = message("x", "k", Properties.builder().header("bytes", new byte[] {1}));
        IncomingMessage again = message(
                "x", "k", Properties.builder().header("bytes", new byte[] {1}).header("x-delivery-count", 1L));
        assertThat(Fingerprint.of("q", again)).isEqualTo(Fingerprint.of("q", message));
        assertThat(Fingerprint.of("other", message)).isNotEqualTo(Fingerprint.of("q", message));
        assertThat(Fingerprint.of("q", message("x", "k", Properties.builder().header("bytes", new byte[] {2}))))
                .isNotEqualTo(Fingerprint.of("q", message));
        assertThat(Fingerprint.of("q", message("x", "k2", Properties.builder().header("bytes", new byte[] {1}))))
                .isNotEqualTo(Fingerprint.of("q", message));
    }

    @Test
    void memoryCountsEqualMessagesAndForgetsTheOldest() {
        RememberedFailures memory = new RememberedFailures(2);
        Fingerprint same = Fingerprint.of("q", message("x", "k", Properties.builder()));
        Fingerprint other = Fingerprint.of("q", message("x", "other", Properties.builder()));
        RememberedFailures.Entry once = new RememberedFailures.Entry(1, FIRST, LAST, 0, null);
        RememberedFailures.Entry twice = new RememberedFailures.Entry(2, FIRST, LAST, 0, null);
        assertThat(memory.isEmpty()).isTrue();
        memory.add(same, once);
        memory.add(same, twice);
        assertThat(memory.take(other)).isNull();
        memory.replace(same, once, new RememberedFailures.Entry(3, FIRST, LAST, 0, null));
        assertThat(memory.take(same)).isEqualTo(twice);
        memory.add(other, once);
        memory.add(other, twice);
        assertThat(memory.take(same)).isNull();
        assertThat(memory.take(other)).isEqualTo(once);
        assertThat(memory.take(other)).isEqualTo(twice);
        assertThat(memory.isEmpty()).isTrue();
    }
}
