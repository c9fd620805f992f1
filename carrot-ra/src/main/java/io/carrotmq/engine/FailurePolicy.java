package io.carrotmq.engine;

import io.carrotmq.Acknowledgement;
import io.carrotmq.BrokerInfo;
import io.carrotmq.Capability;
import io.carrotmq.DeadLetter;
import io.carrotmq.DeadLettering;
import io.carrotmq.Redelivery;
import io.carrotmq.Redelivery.Mode;
import io.carrotmq.SubscribeOptions;
import io.carrotmq.topology.DelayedRetry;
import io.carrotmq.topology.Overflow;
import io.carrotmq.topology.QueueDeclaration;
import io.carrotmq.topology.QueueType;
import io.carrotmq.topology.Topology;
import io.carrotmq.transport.IncomingMessage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What becomes of the messages of one consumer that fail: what its options ask for, and its broker can do. Immutable. */
final class FailurePolicy {
    static final String DELAY_QUEUE_INFIX = ".retry.";

    /** Below it a message is back from a delay queue hardly sooner than it takes to get there. */
    private static final Duration SHORTEST_WITH_BROKER = Duration.ofSeconds(1);

    /** RabbitMQ counts here how often a message has failed; in older versions, how often it came back. */
    private static final String DELIVERY_COUNT = "x-delivery-count";

    private final String queue;
    private final Redelivery redelivery;
    private final DeadLettering deadLettering;
    private final Mode mode;
    private final boolean declares;
    private final boolean replicated;
    private final boolean canReject;

    private FailurePolicy(String queue, SubscribeOptions options, BrokerInfo broker) {
        this.queue = queue;
        this.redelivery = options.redelivery();
        this.deadLettering = options.deadLettering();
        this.declares = options.topology().mode() == Topology.Mode.DECLARE;
        this.replicated = broker.supports(Capability.QUORUM_QUEUES) && broker.supports(Capability.DELIVERY_LIMIT);
        this.canReject = broker.supports(Capability.REJECT);
        this.mode = redelivery.mode() == Mode.AUTO ? chosen(options.topology(), broker) : redelivery.mode();
    }

    /**
     * Makes the policy of a consumer.
     *
     * @throws io.carrotmq.UnsupportedException if the broker cannot do what the options ask for
     * @throws io.carrotmq.ConfigurationException if they make no sense
     */
    static FailurePolicy of(String queue, SubscribeOptions options, BrokerInfo broker) {
        DeadLettering dead = options.deadLettering();
        if (dead.by() == DeadLettering.By.CARROT && dead.exchange().isEmpty() && queue.equals(dead.routingKey())) {
            throw RedeliveryMessages.roundAndRound(queue);
        }
        if (options.acknowledgement() == Acknowledgement.MANUAL) {
            Mode mode = options.redelivery().mode();
            for (Capability needed : needs(mode)) {
                if (!broker.supports(needed)) {
                    throw RedeliveryMessages.unsupported(queue, mode, needed, broker);
                }
            }
            if (dead.by() == DeadLettering.By.CARROT
                    && !dead.exchange().isEmpty()
                    && !broker.supports(Capability.MANDATORY)) {
                throw RedeliveryMessages.deadLettersMightVanish(queue, dead.exchange(), broker);
            }
            if (dead.by() == DeadLettering.By.BROKER && !broker.supports(Capability.REJECT)) {
                throw RedeliveryMessages.brokerKeepsRejected(queue, broker);
            }
        }
        return new FailurePolicy(queue, options, broker);
    }

    private static List<Capability> needs(Mode mode) {
        return switch (mode) {
            case BROKER -> List.of(Capability.DELAYED_RETRY);
            case DELAY_QUEUE -> List.of(Capability.EXPIRATION, Capability.DEAD_LETTERS);
            case AUTO, IN_PLACE, REQUEUE -> List.of();
        };
    }

    /** Where messages wait whose consumer leaves that to us; AUTO if it depends on how long. */
    private Mode chosen(Topology topology, BrokerInfo broker) {
        Optional<QueueDeclaration> declared = topology.queues().stream()
                .filter(each -> each.name().equals(queue))
                .findFirst();
        if (broker.supports(Capability.DELAYED_RETRY)
                && declared.filter(this::retriesItself).isPresent()) {
            return Mode.BROKER;
        }
        boolean delayQueues =
                needs(Mode.DELAY_QUEUE).stream().allMatch(broker::supports) && declares && !isNamedByBroker();
        boolean outlives = declared.filter(
                        each -> each.exclusive() || each.autoDelete() || each.type() == QueueType.STREAM)
                .isEmpty();
        return delayQueues && outlives ? Mode.AUTO : Mode.IN_PLACE;
    }

    /** With a delivery limit below ours the broker would give up first. */
    private boolean retriesItself(QueueDeclaration declared) {
        Object type = declared.arguments().get(QueueDeclaration.DELAYED_RETRY_TYPE);
        Object limit = declared.arguments().get(QueueDeclaration.DELIVERY_LIMIT);
        return (DelayedRetry.ALL.argument().equals(type)
                        || DelayedRetry.FAILED.argument().equals(type))
                && !(limit instanceof Number number
                        && number.longValue() >= 0
                        && number.longValue() < redelivery.maxAttempts());
    }

    private boolean isNamedByBroker() {
        return queue.startsWith("amq.gen") || queue.matches("tmp_[0-9a-f]{8}-[0-9a-f-]{27}");
    }

    String queue() {
        return queue;
    }

    // Attempts

    /** {@return how many attempts have failed, by what the message itself says} */
    int failures(IncomingMessage message) {
        Map<String, Object> headers = message.properties().headers();
        if (headers.isEmpty()) {
            return 0;
        }
        if (mode == Mode.BROKER) {
            return FailedMessage.attemptsOf(headers.get(DELIVERY_COUNT));
        }
        return FailedMessage.wasDeadLetter(headers) || FailedMessage.isOfAnother(queue, headers)
                ? 0
                : FailedMessage.attemptsOf(headers.get(DeadLetter.ATTEMPTS_HEADER));
    }

    boolean isExhausted(int failures) {
        return mode != Mode.REQUEUE
                && redelivery.maxAttempts() != Redelivery.UNLIMITED
                && failures >= redelivery.maxAttempts();
    }

    /** {@return where a message waits after that many failures; not AUTO} */
    Mode place(int failures) {
        if (mode != Mode.AUTO) {
            return mode;
        }
        boolean brief = redelivery.delay(failures).compareTo(SHORTEST_WITH_BROKER) < 0;
        return brief ? Mode.IN_PLACE : Mode.DELAY_QUEUE;
    }

    Duration delay(int failures) {
        return redelivery.delay(failures);
    }

    /**
     * The delay, made longer or shorter at random.
     *
     * @param random from 0 up to 1
     */
    Duration jittered(Duration delay, double random) {
        return Duration.ofMillis(Math.round(delay.toMillis() * (1 + redelivery.jitter() * (2 * random - 1))));
    }

    /** As {@link #jittered}, and no longer than a broker lets a message be held. */
    Duration inPlace(int failures, double random) {
        Duration delay = jittered(delay(failures), random);
        return delay.compareTo(Redelivery.LONGEST_IN_PLACE) > 0 ? Redelivery.LONGEST_IN_PLACE : delay;
    }

    // Delay queues

    String delayQueue(Duration delay) {
        return queue + DELAY_QUEUE_INFIX + delay.toMillis();
    }

    /** {@return what must be there before a message can wait there} */
    Topology delayTopology(Duration delay) {
        if (!declares) {
            return Topology.NONE;
        }
        QueueDeclaration declaration = replicated
                ? QueueDeclaration.quorum(delayQueue(delay))
                        .argument("x-dead-letter-strategy", "at-least-once")
                        .overflow(Overflow.REJECT_PUBLISH)
                : new QueueDeclaration(delayQueue(delay), QueueType.DEFAULT, true, false, false, Map.of());
        return Topology.builder().queue(declaration.deadLetterTo("", queue)).build();
    }

    // Dead letters

    boolean movedByBroker() {
        return deadLettering.by() == DeadLettering.By.BROKER;
    }

    /** {@return whether there is no place for dead letters, because the queue's name changes each time} */
    boolean hasNoDeadLetters() {
        return !movedByBroker()
                && deadLettering.exchange().isEmpty()
                && deadLettering.routingKey() == null
                && isNamedByBroker();
    }

    boolean canReject() {
        return canReject;
    }

    boolean tracesStack() {
        return deadLettering.stackTrace();
    }

    String deadLetterExchange() {
        return deadLettering.exchange();
    }

    String deadLetterKey(IncomingMessage message) {
        boolean waited = FailedMessage.hasWaited(queue, message);
        return deadLettering.routingKey(queue, waited ? FailedMessage.routingKeyOf(message) : message.routingKey());
    }

    /** {@return what must be there before a dead letter is published} */
    Topology deadLetterTopology() {
        return declares && deadLettering.declare() && deadLettering.exchange().isEmpty()
                ? Topology.builder()
                        .queue(QueueDeclaration.of(deadLettering.routingKey(queue, "")))
                        .build()
                : Topology.NONE;
    }

    /** {@return where dead letters go, for a log line} */
    String deadLetterTarget() {
        return movedByBroker()
                ? "by the broker"
                : deadLettering.exchange().isEmpty()
                        ? "queue '" + deadLettering.routingKey(queue, "") + "'"
                        : "exchange '" + deadLettering.exchange() + "'";
    }
}
