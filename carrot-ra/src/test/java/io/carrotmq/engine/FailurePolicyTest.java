package io.carrotmq.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrotmq.Acknowledgement;
import io.carrotmq.BrokerInfo;
import io.carrotmq.Capability;
import io.carrotmq.ConfigurationException;
import io.carrotmq.DeadLetter;
import io.carrotmq.DeadLettering;
import io.carrotmq.Properties;
import io.carrotmq.Redelivery;
import io.carrotmq.Redelivery.Mode;
import io.carrotmq.SubscribeOptions;
import io.carrotmq.UnsupportedException;
import io.carrotmq.topology.DelayedRetry;
import io.carrotmq.topology.QueueDeclaration;
import io.carrotmq.topology.QueueType;
import io.carrotmq.topology.Topology;
import io.carrotmq.transport.IncomingMessage;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a consumer's options come to at a broker. */
class FailurePolicyTest {
    private static final Set<Capability> ALL = EnumSet.allOf(Capability.class);
    private static final Set<Capability> NOTHING = EnumSet.noneOf(Capability.class);

    private static BrokerInfo broker(Set<Capability> capabilities) {
        return new BrokerInfo("Broker", "1", "nowhere", "/", capabilities);
    }

    private static FailurePolicy policy(SubscribeOptions options, Set<Capability> capabilities) {
        return FailurePolicy.of("q", options, broker(capabilities));
    }

    private static FailurePolicy policy(Redelivery redelivery) {
        return policy(SubscribeOptions.DEFAULT.redelivery(redelivery), ALL);
    }

    private static IncomingMessage message(Map<String, Object> headers) {
        return new IncomingMessage(
                "tag", 1, false, "x", "k", Properties.builder().headers(headers).build(), new byte[0]);
    }

    private static Mode place(FailurePolicy policy) {
        return policy.place(1);
    }

    private static SubscribeOptions declaring(QueueDeclaration queue) {
        return SubscribeOptions.DEFAULT.topology(Topology.builder().queue(queue).build());
    }

    @Test
    void automaticModeFollowsTheDelayTheBrokerAndTheQueue() {
        assertThat(place(policy(SubscribeOptions.DEFAULT, ALL))).isEqualTo(Mode.DELAY_QUEUE);
        assertThat(place(policy(SubscribeOptions.DEFAULT, NOTHING))).isEqualTo(Mode.IN_PLACE);
        assertThat(place(policy(Redelivery.DEFAULT.delays(Duration.ofMillis(999), 1, Duration.ofMillis(999)))))
                .isEqualTo(Mode.IN_PLACE);
        assertThat(place(policy(declaring(QueueDeclaration.exclusive("q")), ALL)))
                .isEqualTo(Mode.IN_PLACE);
        assertThat(place(policy(declaring(QueueDeclaration.of("q").autoDelete(true)), ALL)))
                .isEqualTo(Mode.IN_PLACE);
        assertThat(place(FailurePolicy.of("amq.gen-1", SubscribeOptions.DEFAULT, broker(ALL))))
                .isEqualTo(Mode.IN_PLACE);
        Topology verified = Topology.builder().mode(Topology.Mode.VERIFY).build();
        assertThat(place(policy(SubscribeOptions.DEFAULT.topology(verified), ALL)))
                .isEqualTo(Mode.IN_PLACE);
    }

    @Test
    void automaticModeLeavesItToTheBrokerWhereTheQueueIsMadeForThat() {
        QueueDeclaration queue = QueueDeclaration.quorum("q");
        Duration second = Duration.ofSeconds(1);
        for (DelayedRetry which : List.of(DelayedRetry.ALL, DelayedRetry.FAILED)) {
            assertThat(place(policy(declaring(queue.delayedRetry(which, second, second)), ALL)))
                    .isEqualTo(Mode.BROKER);
        }
        assertThat(place(policy(declaring(queue.delayedRetry(DelayedRetry.RETURNED, second, second)), ALL)))
                .isEqualTo(Mode.DELAY_QUEUE);
        QueueDeclaration limited = queue.delayedRetry(DelayedRetry.ALL, second, second);
        assertThat(place(policy(declaring(limited.deliveryLimit(2)), ALL))).isEqualTo(Mode.DELAY_QUEUE);
        assertThat(place(policy(declaring(limited.deliveryLimit(3)), ALL))).isEqualTo(Mode.BROKER);
        assertThat(place(policy(declaring(limited.deliveryLimit(-1)), ALL))).isEqualTo(Mode.BROKER);
    }

    @Test
    void whatTheBrokerCannotDoIsRefusedAtOnce() {
        for (Mode mode : List.of(Mode.BROKER, Mode.DELAY_QUEUE)) {
            SubscribeOptions options = SubscribeOptions.DEFAULT.redelivery(Redelivery.DEFAULT.mode(mode));
            assertThatThrownBy(() -> policy(options, NOTHING))
                    .isInstanceOf(UnsupportedException.class)
                    .hasMessageStartingWith("CARROT-0724 [q]")
                    .hasMessageContaining(mode.name());
            // Nothing can fail there.
            assertThat(policy(options.acknowledgement(Acknowledgement.NONE), NOTHING)
                            .movedByBroker())
                    .isFalse();
        }
        assertThatThrownBy(() -> policy(SubscribeOptions.DEFAULT.deadLettering(DeadLettering.BY_BROKER), NOTHING))
                .isInstanceOf(UnsupportedException.class)
                .hasMessageStartingWith("CARROT-0725 [q]");
        assertThatThrownBy(() ->
                        policy(SubscribeOptions.DEFAULT.deadLettering(DeadLettering.toExchange("x", "k")), NOTHING))
                .isInstanceOf(UnsupportedException.class)
                .hasMessageStartingWith("CARROT-0645 [q]");
        assertThat(policy(SubscribeOptions.DEFAULT.deadLettering(DeadLettering.toExchange("x", "k")), ALL)
                        .deadLetterExchange())
                .isEqualTo("x");
        assertThatThrownBy(() -> policy(SubscribeOptions.DEFAULT.deadLettering(DeadLettering.toQueue("q")), ALL))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("CARROT-0732 [q]");
    }

    @Test
    void attemptsAreCountedByWhoeverCountsThem() {
        IncomingMessage message = message(Map.of(DeadLetter.ATTEMPTS_HEADER, 2, "x-delivery-count", 1L));
        assertThat(policy(Redelivery.DEFAULT).failures(message)).isEqualTo(2);
        assertThat(policy(Redelivery.DEFAULT.mode(Mode.BROKER)).failures(message))
                .isEqualTo(1);
        assertThat(policy(Redelivery.DEFAULT).failures(message(Map.of()))).isZero();
        assertThat(policy(Redelivery.DEFAULT).isExhausted(2)).isFalse();
        assertThat(policy(Redelivery.DEFAULT).isExhausted(3)).isTrue();
        assertThat(policy(Redelivery.DEFAULT.maxAttempts(Redelivery.UNLIMITED)).isExhausted(Redelivery.UNLIMITED))
                .isFalse();
        assertThat(policy(Redelivery.DEFAULT.mode(Mode.REQUEUE)).isExhausted(9)).isFalse();
    }

    @Test
    void delaysVaryWithinTheJitter() {
        FailurePolicy policy = policy(Redelivery.DEFAULT);
        Duration second = Duration.ofSeconds(1);
        assertThat(policy.jittered(second, 0)).isEqualTo(Duration.ofMillis(800));
        assertThat(policy.jittered(second, 0.5)).isEqualTo(second);
        assertThat(policy.jittered(second, 0.999_999)).isBetween(Duration.ofMillis(1_199), Duration.ofMillis(1_200));
        FailurePolicy exact = policy(Redelivery.DEFAULT.jitter(0));
        assertThat(exact.jittered(second, 0)).isEqualTo(second);
        Duration day = Duration.ofDays(1);
        assertThat(policy(SubscribeOptions.DEFAULT.redelivery(Redelivery.DEFAULT.delays(day, 1, day)), NOTHING)
                        .inPlace(1, 0))
                .isEqualTo(Redelivery.LONGEST_IN_PLACE);
    }

    @Test
    void delayQueueSendsBackWhatWasLongEnoughThere() {
        Duration second = Duration.ofSeconds(1);
        QueueDeclaration replicated =
                policy(Redelivery.DEFAULT).delayTopology(second).queues().get(0);
        assertThat(replicated.name()).isEqualTo("q.retry.1000");
        assertThat(replicated.type()).isEqualTo(QueueType.QUORUM);
        assertThat(replicated.arguments())
                .containsOnly(
                        Map.entry("x-dead-letter-exchange", ""),
                        Map.entry("x-dead-letter-routing-key", "q"),
                        Map.entry("x-dead-letter-strategy", "at-least-once"),
                        Map.entry("x-overflow", "reject-publish"));
        QueueDeclaration plain = policy(
                        SubscribeOptions.DEFAULT, EnumSet.of(Capability.EXPIRATION, Capability.DEAD_LETTERS))
                .delayTopology(second)
                .queues()
                .get(0);
        assertThat(plain.durable()).isTrue();
        assertThat(plain.arguments())
                .containsOnly(Map.entry("x-dead-letter-exchange", ""), Map.entry("x-dead-letter-routing-key", "q"));
    }

    @Test
    void deadLettersHaveAPlace() {
        FailurePolicy policy = policy(Redelivery.DEFAULT);
        IncomingMessage message = message(Map.of());
        assertThat(policy.deadLetterKey(message)).isEqualTo("q.dlq");
        assertThat(policy.deadLetterTopology().queues()).containsExactly(QueueDeclaration.of("q.dlq"));
        FailurePolicy elsewhere =
                policy(SubscribeOptions.DEFAULT.deadLettering(DeadLettering.toExchange("morgue", null)), ALL);
        assertThat(elsewhere.deadLetterExchange()).isEqualTo("morgue");
        assertThat(elsewhere.deadLetterKey(message)).isEqualTo("k");
        assertThat(elsewhere.deadLetterTopology().isEmpty()).isTrue();
        assertThat(policy(SubscribeOptions.DEFAULT.deadLettering(DeadLettering.DEFAULT.undeclared()), ALL)
                        .deadLetterTopology()
                        .isEmpty())
                .isTrue();
        for (String made : List.of("amq.gen-1", "tmp_0f8fad5b-d9cb-469f-a165-70867728950e")) {
            assertThat(FailurePolicy.of(made, SubscribeOptions.DEFAULT, broker(ALL))
                            .hasNoDeadLetters())
                    .isTrue();
            assertThat(FailurePolicy.of(
                                    made,
                                    SubscribeOptions.DEFAULT.deadLettering(DeadLettering.toQueue("dead")),
                                    broker(ALL))
                            .hasNoDeadLetters())
                    .isFalse();
        }
        assertThat(policy.hasNoDeadLetters()).isFalse();
    }
}
