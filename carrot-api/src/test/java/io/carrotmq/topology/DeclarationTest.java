package io.carrotmq.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrotmq.ConfigurationException;
import java.time.Duration;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeclarationTest {
    private static final QueueDeclaration QUEUE = QueueDeclaration.of("q");
    private static final Duration LONGEST = Duration.ofMillis(0xFFFF_FFFFL);

    private static void wrong(String start, ThrowingCallable declaring) {
        assertThatThrownBy(declaring).isInstanceOf(ConfigurationException.class).hasMessageStartingWith(start);
    }

    @Test
    void exchangesHaveNameAndType() {
        wrong("CARROT-0160 ", () -> ExchangeDeclaration.direct(""));
        wrong("CARROT-0161 [e] ", () -> ExchangeDeclaration.of("e", ""));
        assertThat(ExchangeDeclaration.of("e", "x-random"))
                .isEqualTo(new ExchangeDeclaration("e", "x-random", true, false, false, Map.of()));
    }

    @Test
    void onlyAnExclusiveQueueIsNameless() {
        wrong("CARROT-0162 ", () -> QueueDeclaration.of(""));
        wrong("CARROT-0162 ", () -> QueueDeclaration.classic(""));
        assertThat(QueueDeclaration.exclusive("").name()).isEmpty();
    }

    @Test
    void exclusiveMeansAutoDeleteAndNotDurable_durableMeansNothingElse() {
        assertThat(QueueDeclaration.exclusive("q"))
                .isEqualTo(new QueueDeclaration("q", QueueType.DEFAULT, false, true, true, Map.of()));
        assertThat(QueueDeclaration.of("q").durable(true).autoDelete()).isFalse();
        assertThat(QueueDeclaration.exclusive("q")
                        .durable(true)
                        .autoDelete(false)
                        .exclusive())
                .isTrue();
    }

    @Test
    void quorumQueuesAndStreamsAreDurable() {
        wrong(
                "CARROT-0163 [q] a quorum queue",
                () -> QueueDeclaration.quorum("q").durable(false));
        wrong(
                "CARROT-0163 [q] a stream queue",
                () -> QueueDeclaration.stream("q").durable(false));
        wrong(
                "CARROT-0163 [q] a quorum queue",
                () -> new QueueDeclaration("q", QueueType.QUORUM, true, true, false, Map.of()));
        assertThat(QueueDeclaration.classic("q").durable(false).durable()).isFalse();
    }

    @Test
    void typeIsSaidOnce() {
        wrong("CARROT-0164 [q] ", () -> QueueDeclaration.quorum("q").argument("x-queue-type", "classic"));
        assertThat(QueueDeclaration.quorum("q")
                        .argument("x-queue-type", "quorum")
                        .arguments())
                .containsEntry("x-queue-type", "quorum");
        assertThat(QUEUE.argument("x-queue-type", "classic").type()).isEqualTo(QueueType.DEFAULT);
    }

    @Test
    void numbersHaveRanges() {
        wrong("CARROT-0165 [q] maxPriority is 0, outside 1 to 255", () -> QUEUE.maxPriority(0));
        wrong("CARROT-0165 [q] maxPriority is 256", () -> QUEUE.maxPriority(256));
        wrong("CARROT-0165 [q] maxLength is -1", () -> QUEUE.maxLength(-1));
        wrong("CARROT-0165 [q] maxLengthBytes is -1", () -> QUEUE.maxLengthBytes(-1));
        wrong("CARROT-0165 [q] deliveryLimit is -2", () -> QUEUE.deliveryLimit(-2));
        assertThat(QUEUE.maxPriority(1).maxPriority(255).arguments()).containsEntry("x-max-priority", 255);
        assertThat(QUEUE.maxLength(0).maxLengthBytes(0).deliveryLimit(-1).arguments())
                .isEqualTo(Map.of("x-max-length", 0L, "x-max-length-bytes", 0L, "x-delivery-limit", -1L));
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 0x1_0000_0000L, Long.MAX_VALUE})
    void timesHaveRanges(long millis) {
        Duration time = Duration.ofMillis(millis);
        wrong("CARROT-0166 [q] ttl is ", () -> QUEUE.ttl(time));
        wrong("CARROT-0166 [q] expires is ", () -> QUEUE.expires(time));
        wrong("CARROT-0166 [q] delayedRetry is ", () -> QUEUE.delayedRetry(DelayedRetry.ALL, time, LONGEST));
        wrong(
                "CARROT-0166 [q] delayedRetry is ",
                () -> QUEUE.delayedRetry(DelayedRetry.ALL, Duration.ofMillis(1), time));
    }

    @Test
    void timesAtTheirBoundsAreTaken() {
        assertThat(QUEUE.ttl(Duration.ZERO).expires(LONGEST).arguments())
                .isEqualTo(Map.of("x-message-ttl", 0L, "x-expires", 0xFFFF_FFFFL));
        wrong("CARROT-0166 [q] expires is PT0S", () -> QUEUE.expires(Duration.ZERO));
        wrong(
                "CARROT-0166 [q] delayedRetry is PT1S",
                () -> QUEUE.delayedRetry(DelayedRetry.ALL, Duration.ofSeconds(2), Duration.ofSeconds(1)));
        assertThat(QUEUE.delayedRetry(DelayedRetry.FAILED, Duration.ofSeconds(1), Duration.ofSeconds(1))
                        .arguments())
                .isEqualTo(Map.of(
                        "x-delayed-retry-type", "failed", "x-delayed-retry-min", 1000L, "x-delayed-retry-max", 1000L));
    }

    @Test
    void bindingToTheDefaultExchangeIsRefused() {
        wrong("CARROT-0167 [q] ", () -> Binding.queue("", "q", "q"));
        assertThat(Binding.queue("e", "q", "")).isEqualTo(new Binding("e", "q", false, "", Map.of()));
    }

    @Test
    void rejectingIntoTheDeadLettersIsForClassicQueues() {
        wrong(
                "CARROT-0175 [q] overflow is reject-publish-dlx, which a quorum queue does not have",
                () -> QueueDeclaration.quorum("q").overflow(Overflow.REJECT_PUBLISH_DLX));
        wrong("CARROT-0175 [q] ", () -> QueueDeclaration.stream("q").overflow(Overflow.REJECT_PUBLISH_DLX));
        assertThat(QUEUE.overflow(Overflow.REJECT_PUBLISH_DLX).arguments())
                .containsEntry("x-overflow", "reject-publish-dlx");
        assertThat(QueueDeclaration.classic("q")
                        .overflow(Overflow.REJECT_PUBLISH_DLX)
                        .type())
                .isEqualTo(QueueType.CLASSIC);
    }

    @Test
    void equalTopologiesAreEqual_andOneThatDiffersIsNot() {
        Topology.Builder builder = Topology.builder()
                .exchange(ExchangeDeclaration.topic("e"))
                .queue(QUEUE)
                .bind("e", "q", "a", "b");
        Topology one = builder.build();
        assertThat(one)
                .isEqualTo(one.toBuilder().build())
                .hasSameHashCodeAs(one.toBuilder().build());
        assertThat(one.bindings()).containsExactly(Binding.queue("e", "q", "a"), Binding.queue("e", "q", "b"));
        assertThat(one).isNotEqualTo(one.toBuilder().warnIfExists().build());
        assertThat(one).isNotEqualTo(one.toBuilder().mode(Topology.Mode.VERIFY).build());
        assertThat(one).isNotEqualTo(builder.bind("e", "q").build());
        assertThat(one.declaresQueue("q")).isTrue();
        assertThat(one.toBuilder().mode(Topology.Mode.VERIFY).build().declaresQueue("q"))
                .isFalse();
        assertThat(one.toBuilder().mode(Topology.Mode.NONE).build().isEmpty()).isTrue();
        assertThat(Topology.NONE.isEmpty()).isTrue();
    }
}
