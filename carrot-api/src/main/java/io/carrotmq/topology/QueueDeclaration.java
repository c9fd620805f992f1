package io.carrotmq.topology;

import io.carrotmq.Capability;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * A queue as it shall be. Immutable: every method returns a changed declaration. Start from one of the factory methods.
 *
 * <p>What a method sets travels as a queue argument of the name RabbitMQ gives it; a broker that does not have the
 * feature behind it makes the declaration fail with {@link io.carrotmq.UnsupportedException}.
 *
 * @param name the queue's name; empty lets the broker make one up, for exclusive queues only
 * @param type the kind of queue
 * @param durable whether it survives a restart of the broker
 * @param exclusive whether only the connection that declares it may use it; it is deleted with that connection
 * @param autoDelete whether the broker deletes it when its last consumer is gone
 * @param arguments the arguments, as the broker defines them
 */
public record QueueDeclaration(
        String name,
        QueueType type,
        boolean durable,
        boolean exclusive,
        boolean autoDelete,
        Map<String, Object> arguments) {
    /** The argument that names the queue's type. */
    public static final String QUEUE_TYPE = "x-queue-type";
    /** The argument of {@link #ttl}. */
    public static final String MESSAGE_TTL = "x-message-ttl";
    /** The argument of {@link #expires}. */
    public static final String EXPIRES = "x-expires";
    /** The argument of {@link #maxLength}. */
    public static final String MAX_LENGTH = "x-max-length";
    /** The argument of {@link #maxLengthBytes}. */
    public static final String MAX_LENGTH_BYTES = "x-max-length-bytes";
    /** The argument of {@link #overflow}. */
    public static final String OVERFLOW = "x-overflow";
    /** The argument of {@link #maxPriority}. */
    public static final String MAX_PRIORITY = "x-max-priority";
    /** The first argument of {@link #deadLetterTo(String, String)}. */
    public static final String DEAD_LETTER_EXCHANGE = "x-dead-letter-exchange";
    /** The second argument of {@link #deadLetterTo(String, String)}. */
    public static final String DEAD_LETTER_ROUTING_KEY = "x-dead-letter-routing-key";
    /** The argument of {@link #deliveryLimit}. */
    public static final String DELIVERY_LIMIT = "x-delivery-limit";
    /** The argument of {@link #singleActiveConsumer}. */
    public static final String SINGLE_ACTIVE_CONSUMER = "x-single-active-consumer";
    /** The first argument of {@link #delayedRetry}. */
    public static final String DELAYED_RETRY_TYPE = "x-delayed-retry-type";
    /** The second argument of {@link #delayedRetry}. */
    public static final String DELAYED_RETRY_MIN = "x-delayed-retry-min";
    /** The third argument of {@link #delayedRetry}. */
    public static final String DELAYED_RETRY_MAX = "x-delayed-retry-max";

    /** What a broker can count in milliseconds: a little less than fifty days. */
    private static final Duration LONGEST = Duration.ofMillis(0xFFFF_FFFFL);

    /** Checks that the parts fit together and copies the arguments. */
    public QueueDeclaration {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(type, "type");
        arguments = Map.copyOf(arguments);
        if (name.isEmpty() && !exclusive) {
            throw Messages.unnamedQueue();
        }
        if ((type == QueueType.QUORUM || type == QueueType.STREAM) && (!durable || exclusive)) {
            throw Messages.alwaysDurable(name, type);
        }
        Object named = arguments.get(QUEUE_TYPE);
        if (named != null && type != QueueType.DEFAULT && !named.equals(type.argument())) {
            throw Messages.twoTypes(name, type, named);
        }
        boolean classic = type == QueueType.CLASSIC || type == QueueType.DEFAULT;
        if (!classic && Overflow.REJECT_PUBLISH_DLX.argument().equals(arguments.get(OVERFLOW))) {
            throw Messages.classicOverflow(name, type);
        }
    }

    /**
     * A durable queue of the kind that keeps messages best: a quorum queue where the broker has them, and there without
     * a delivery limit.
     *
     * @param name the queue's name
     * @return its declaration
     */
    public static QueueDeclaration of(String name) {
        return new QueueDeclaration(name, QueueType.DEFAULT, true, false, false, Map.of());
    }

    /**
     * A replicated queue, with the broker's default delivery limit.
     *
     * @param name the queue's name
     * @return its declaration
     */
    public static QueueDeclaration quorum(String name) {
        return new QueueDeclaration(name, QueueType.QUORUM, true, false, false, Map.of());
    }

    /**
     * A durable classic queue.
     *
     * @param name the queue's name
     * @return its declaration
     */
    public static QueueDeclaration classic(String name) {
        return new QueueDeclaration(name, QueueType.CLASSIC, true, false, false, Map.of());
    }

    /**
     * A stream: an append-only log that consumers read from any offset without removing anything.
     *
     * @param name the queue's name
     * @return its declaration
     */
    public static QueueDeclaration stream(String name) {
        return new QueueDeclaration(name, QueueType.STREAM, true, false, false, Map.of());
    }

    /**
     * A queue for one connection: exclusive, auto-delete, not durable. One whose name the broker makes up is consumed by
     * {@link io.carrotmq.Connection#subscribe} to the empty name, and is a new one with each such call. Qpid deletes it with
     * its last consumer only, and keeps one that nobody ever consumed from.
     *
     * @param name the queue's name; empty lets the broker make one up
     * @return its declaration
     */
    public static QueueDeclaration exclusive(String name) {
        return new QueueDeclaration(name, QueueType.DEFAULT, false, true, true, Map.of());
    }

    /**
     * The same, durable or not.
     *
     * @param yes whether it survives a restart of the broker
     * @return a changed declaration
     */
    public QueueDeclaration durable(boolean yes) {
        return new QueueDeclaration(name, type, yes, exclusive, autoDelete, arguments);
    }

    /**
     * The same, auto-delete or not.
     *
     * @param yes whether the broker deletes it when its last consumer is gone
     * @return a changed declaration
     */
    public QueueDeclaration autoDelete(boolean yes) {
        return new QueueDeclaration(name, type, durable, exclusive, yes, arguments);
    }

    /**
     * The same with a time to live for its messages; needs {@link io.carrotmq.Capability#MESSAGE_TTL}.
     *
     * @param time how long a message may wait, zero to 49 days, with a precision of milliseconds
     * @return a changed declaration
     */
    public QueueDeclaration ttl(Duration time) {
        return argument(MESSAGE_TTL, millis("ttl", time, 0));
    }

    /**
     * The same with a time to live for the queue; needs {@link io.carrotmq.Capability#QUEUE_TTL}.
     *
     * @param unused after how long without a consumer the broker deletes it, one millisecond to 49 days
     * @return a changed declaration
     */
    public QueueDeclaration expires(Duration unused) {
        return argument(EXPIRES, millis("expires", unused, 1));
    }

    /**
     * The same with a bound on its messages; needs {@link io.carrotmq.Capability#LENGTH_LIMIT}.
     *
     * @param messages how many may wait, zero or more
     * @return a changed declaration
     */
    public QueueDeclaration maxLength(long messages) {
        return argument(MAX_LENGTH, atLeast("maxLength", messages, 0));
    }

    /**
     * The same with a bound on the bytes of its messages; needs {@link io.carrotmq.Capability#LENGTH_LIMIT}.
     *
     * @param bytes how many bytes of bodies may wait, zero or more
     * @return a changed declaration
     */
    public QueueDeclaration maxLengthBytes(long bytes) {
        return argument(MAX_LENGTH_BYTES, atLeast("maxLengthBytes", bytes, 0));
    }

    /**
     * The same with a rule for what happens at the bound; needs {@link io.carrotmq.Capability#LENGTH_LIMIT}.
     *
     * @param rule the rule; the broker's default is {@link Overflow#DROP_HEAD}
     * @return a changed declaration
     */
    public QueueDeclaration overflow(Overflow rule) {
        return argument(OVERFLOW, rule.argument());
    }

    /**
     * The same with priorities, for classic queues; needs {@link io.carrotmq.Capability#PRIORITIES}. RabbitMQ refuses it
     * for quorum queues; those of RabbitMQ 4.3 tell priorities apart without it.
     *
     * @param highest the highest priority it tells apart, 1 to 255; RabbitMQ advises 5 or fewer
     * @return a changed declaration
     */
    public QueueDeclaration maxPriority(int highest) {
        if (highest < 1 || highest > 255) {
            throw Messages.outOfRange(name, "maxPriority", highest, 1, 255);
        }
        return argument(MAX_PRIORITY, highest);
    }

    /**
     * The same with dead letters under their own routing keys; needs {@link io.carrotmq.Capability#DEAD_LETTERS}.
     *
     * @param exchange where rejected, expired and overflowing messages go; empty is the default exchange
     * @return a changed declaration
     */
    public QueueDeclaration deadLetterTo(String exchange) {
        return argument(DEAD_LETTER_EXCHANGE, exchange);
    }

    /**
     * The same with dead letters under one routing key; needs {@link io.carrotmq.Capability#DEAD_LETTERS}.
     *
     * @param exchange where rejected, expired and overflowing messages go; empty is the default exchange
     * @param routingKey the routing key they get
     * @return a changed declaration
     */
    public QueueDeclaration deadLetterTo(String exchange, String routingKey) {
        return deadLetterTo(exchange).argument(DEAD_LETTER_ROUTING_KEY, routingKey);
    }

    /**
     * The same with a delivery limit, for quorum queues; needs {@link io.carrotmq.Capability#DELIVERY_LIMIT}. RabbitMQ 4.3
     * counts what {@link DelayedRetry#FAILED} means, and not {@link io.carrotmq.Delivery#requeue()}.
     *
     * @param deliveries how often a message may come back before the broker dead-letters or drops it, 0 or more; -1 for
     *     no limit
     * @return a changed declaration
     */
    public QueueDeclaration deliveryLimit(int deliveries) {
        return argument(DELIVERY_LIMIT, atLeast("deliveryLimit", deliveries, -1));
    }

    /**
     * The same, served by one consumer at a time with the others as stand-by; needs
     * {@link io.carrotmq.Capability#SINGLE_ACTIVE_CONSUMER}.
     *
     * @return a changed declaration
     */
    public QueueDeclaration singleActiveConsumer() {
        return argument(SINGLE_ACTIVE_CONSUMER, true);
    }

    /**
     * The same with a pause before a message that came back is delivered again, for quorum queues; needs
     * {@link io.carrotmq.Capability#DELAYED_RETRY}. The pause grows with the number of deliveries.
     *
     * @param which which messages wait
     * @param first the pause after the first delivery, one millisecond to 49 days
     * @param longest the longest pause, the first or longer
     * @return a changed declaration
     */
    public QueueDeclaration delayedRetry(DelayedRetry which, Duration first, Duration longest) {
        long min = millis("delayedRetry", first, 1);
        return argument(DELAYED_RETRY_TYPE, which.argument())
                .argument(DELAYED_RETRY_MIN, min)
                .argument(DELAYED_RETRY_MAX, millis("delayedRetry", longest, min));
    }

    /**
     * The same with one argument more, as it goes to the broker.
     *
     * @param key the argument's name
     * @param value a string, number, boolean, list or map; not null
     * @return a changed declaration
     */
    public QueueDeclaration argument(String key, Object value) {
        Map<String, Object> changed = new LinkedHashMap<>(arguments);
        changed.put(key, value);
        return new QueueDeclaration(name, type, durable, exclusive, autoDelete, changed);
    }

    private long millis(String what, Duration time, long least) {
        if (time.isNegative() || time.compareTo(LONGEST) > 0 || time.toMillis() < least) {
            throw Messages.timeOutOfRange(name, what, time, Duration.ofMillis(least));
        }
        return time.toMillis();
    }

    private long atLeast(String what, long value, long least) {
        if (value < least) {
            throw Messages.outOfRange(name, what, value, least, Long.MAX_VALUE);
        }
        return value;
    }

    /**
     * {@return what a broker must be able to do to have this queue, beyond plain AMQP} The keys say what asks for it: the name of an
     * argument, or the type. Arguments that Carrot does not know are between the user and the broker, and not among them.
     */
    public Map<String, Capability> needs() {
        return Needs.of(this);
    }
}
