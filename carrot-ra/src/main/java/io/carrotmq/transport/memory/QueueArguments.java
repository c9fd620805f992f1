package io.carrotmq.transport.memory;

import io.carrotmq.topology.Overflow;
import io.carrotmq.topology.QueueDeclaration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What a queue's arguments mean. */
final class QueueArguments {
    /** Stands for "no bound" and "no time". */
    static final long NONE = Long.MAX_VALUE;

    private static final int MAX_PRIORITY = 255;

    /** Of quorum queues, which always tell priorities apart; the second is that of a message without one. */
    private static final int QUORUM_PRIORITY = 31;

    private static final int QUORUM_DEFAULT_PRIORITY = 4;

    private static final long QUORUM_DELIVERY_LIMIT = 20;
    private static final String CLASSIC = "classic";
    private static final String QUORUM = "quorum";

    /** Those that must be equal when a queue is declared again. */
    static final List<String> COMPARED = List.of(
            QueueDeclaration.QUEUE_TYPE,
            QueueDeclaration.EXPIRES,
            QueueDeclaration.MESSAGE_TTL,
            QueueDeclaration.DELIVERY_LIMIT,
            QueueDeclaration.DEAD_LETTER_EXCHANGE,
            QueueDeclaration.DEAD_LETTER_ROUTING_KEY,
            QueueDeclaration.MAX_LENGTH,
            QueueDeclaration.MAX_LENGTH_BYTES,
            QueueDeclaration.OVERFLOW,
            QueueDeclaration.MAX_PRIORITY,
            QueueDeclaration.SINGLE_ACTIVE_CONSUMER);

    private final String of;
    private final Map<String, Object> values;
    private final long ttlNanos;
    private final long expiresNanos;
    private final long maxLength;
    private final long maxBytes;
    private final int maxPriority;
    private final Overflow overflow;
    private final boolean quorum;
    private final long deliveryLimit;

    /** Reads the arguments, or refuses them. */
    QueueArguments(String queue, Map<String, Object> values) {
        this.of = "queue '" + queue + "' in vhost '/'";
        this.values = values;
        quorum = readType().equals(QUORUM);
        requireFitsType();
        deliveryLimit = readDeliveryLimit();
        ttlNanos = nanos(number(QueueDeclaration.MESSAGE_TTL, 0));
        expiresNanos = nanos(number(QueueDeclaration.EXPIRES, 1));
        maxLength = number(QueueDeclaration.MAX_LENGTH, 0);
        maxBytes = number(QueueDeclaration.MAX_LENGTH_BYTES, 0);
        maxPriority = readMaxPriority();
        overflow = readOverflow();
        requireDeadLetterExchange();
        require(QueueDeclaration.DEAD_LETTER_ROUTING_KEY, String.class);
        require(QueueDeclaration.SINGLE_ACTIVE_CONSUMER, Boolean.class);
        if (values.containsKey(QueueDeclaration.DEAD_LETTER_ROUTING_KEY) && deadLetterExchange() == null) {
            throw invalid(QueueDeclaration.DEAD_LETTER_ROUTING_KEY, "routing_key_but_no_dlx_defined");
        }
    }

    private Object readType() {
        Object type = values.getOrDefault(QueueDeclaration.QUEUE_TYPE, CLASSIC);
        if (!type.equals(CLASSIC) && !type.equals(QUORUM)) {
            throw Refusal.notImplemented("a broker in memory has classic and quorum queues only, so " + of
                    + " cannot be of type '" + type + "'");
        }
        return type;
    }

    private void requireFitsType() {
        String unfit = quorum ? QueueDeclaration.MAX_PRIORITY : QueueDeclaration.DELIVERY_LIMIT;
        if (values.containsKey(unfit)) {
            throw Refusal.precondition("invalid arg '" + unfit + "' for " + of + " of queue type rabbit_"
                    + (quorum ? QUORUM : CLASSIC) + "_queue");
        }
    }

    /** Refuses what a queue of the type cannot be. */
    void requireFit(QueueDeclaration declaration) {
        if (quorum && declaration.exclusive()) {
            throw invalidProperty("exclusive-owner");
        }
        if (quorum && !declaration.durable()) {
            throw invalidProperty("non-durable");
        }
        if (quorum && declaration.autoDelete()) {
            throw invalidProperty("auto-delete");
        }
    }

    private Refusal invalidProperty(String property) {
        return Refusal.precondition("invalid property '" + property + "' for " + of);
    }

    /** A negative one is none. */
    private long readDeliveryLimit() {
        long limit = number(QueueDeclaration.DELIVERY_LIMIT, Long.MIN_VALUE);
        if (limit == NONE) {
            return quorum ? QUORUM_DELIVERY_LIMIT : NONE;
        }
        return limit < 0 ? NONE : limit;
    }

    private long number(String key, long least) {
        Object value = values.get(key);
        if (value == null) {
            return NONE;
        }
        if (!Arguments.isInteger(value)) {
            throw invalid(key, "\"expected integer, got " + Arguments.typeOf(value) + "\"");
        }
        long number = ((Number) value).longValue();
        if (number < least) {
            throw invalid(key, number == 0 ? "{value_zero,0}" : "{value_negative," + number + "}");
        }
        return number;
    }

    private int readMaxPriority() {
        if (quorum) {
            return QUORUM_PRIORITY;
        }
        long highest = number(QueueDeclaration.MAX_PRIORITY, 0);
        if (highest == NONE) {
            return 0;
        }
        if (highest > MAX_PRIORITY) {
            throw invalid(QueueDeclaration.MAX_PRIORITY, "{max_value_exceeded," + highest + "}");
        }
        return (int) highest;
    }

    private static long nanos(long millis) {
        return millis == NONE ? NONE : TimeUnit.MILLISECONDS.toNanos(millis);
    }

    private Overflow readOverflow() {
        require(QueueDeclaration.OVERFLOW, String.class);
        Object value = values.get(QueueDeclaration.OVERFLOW);
        if (value == null) {
            return Overflow.DROP_HEAD;
        }
        for (Overflow rule : Overflow.values()) {
            if (rule.argument().equals(value)) {
                return quorum && rule == Overflow.REJECT_PUBLISH_DLX ? Overflow.DROP_HEAD : rule;
            }
        }
        throw invalid(QueueDeclaration.OVERFLOW, "invalid_overflow");
    }

    private void requireDeadLetterExchange() {
        Object exchange = values.get(QueueDeclaration.DEAD_LETTER_EXCHANGE);
        if (exchange != null && !(exchange instanceof String)) {
            throw Refusal.precondition("invalid type '" + Arguments.typeOf(exchange) + "' for arg '"
                    + QueueDeclaration.DEAD_LETTER_EXCHANGE + "' in " + of);
        }
    }

    private void require(String key, Class<?> type) {
        Object value = values.get(key);
        if (value != null && !type.isInstance(value)) {
            throw invalid(key, "{unacceptable_type," + Arguments.typeOf(value) + "}");
        }
    }

    private Refusal invalid(String key, String why) {
        return Refusal.precondition("invalid arg '" + key + "' for " + of + ": " + why);
    }

    Map<String, Object> values() {
        return values;
    }

    /** {@return how long a message may wait, or {@link #NONE}} */
    long ttlNanos() {
        return ttlNanos;
    }

    /** {@return how long the queue may be unused, or {@link #NONE}} */
    long expiresNanos() {
        return expiresNanos;
    }

    int priority(Integer ofMessage) {
        int unset = quorum ? QUORUM_DEFAULT_PRIORITY : 0;
        return ofMessage == null ? unset : Math.min(ofMessage, maxPriority);
    }

    /** {@return whether it counts how often it has delivered a message} */
    boolean countsDeliveries() {
        return quorum;
    }

    /** {@return how often a message may be lost by who had it, or {@link #NONE}} */
    long deliveryLimit() {
        return deliveryLimit;
    }

    boolean singleActiveConsumer() {
        return Boolean.TRUE.equals(values.get(QueueDeclaration.SINGLE_ACTIVE_CONSUMER));
    }

    Overflow overflow() {
        return overflow;
    }

    boolean exceeded(long messages, long bytes) {
        return messages > maxLength || bytes > maxBytes;
    }

    /** {@return where dead letters go, or null if they are dropped} */
    String deadLetterExchange() {
        return (String) values.get(QueueDeclaration.DEAD_LETTER_EXCHANGE);
    }

    /** {@return the routing key of dead letters, or null if they keep theirs} */
    String deadLetterRoutingKey() {
        return (String) values.get(QueueDeclaration.DEAD_LETTER_ROUTING_KEY);
    }
}
