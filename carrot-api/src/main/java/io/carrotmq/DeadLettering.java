package io.carrotmq;

import java.util.Objects;

/**
 * Where messages go that cannot be decoded, or have failed too often. Immutable. Start from {@link #DEFAULT}, {@link
 * #toQueue}, {@link #toExchange} or {@link #BY_BROKER}.
 *
 * <p>Carrot publishes the message there, with everything it came with and the {@linkplain DeadLetter headers that tell why},
 * and acknowledges it only once the broker has confirmed that. Until then, and while that cannot be done, the message stays
 * where it was: unsettled with its consumer, tried again and again, in the log.
 *
 * @param by who moves them
 * @param exchange the exchange they are published to; empty is the default exchange. Null where the broker moves them
 * @param routingKey the routing key they are published with; null for the default: {@code <queue>.dlq} on the default
 *     exchange, and the message's own on any other
 * @param declare whether the queue they go to is declared, durable and of the broker's default type; only with the default
 *     exchange. One that exists and is otherwise, or may not be declared, is used as it is
 * @param stackTrace whether the dead letter carries the stack trace of its exception
 */
public record DeadLettering(By by, String exchange, String routingKey, boolean declare, boolean stackTrace) {
    /** What the default dead-letter queue's name ends with. */
    public static final String SUFFIX = ".dlq";

    /**
     * The queue {@code <queue>.dlq}, declared when it is needed. A queue whose name the broker made up has none: what comes
     * from it is rejected.
     */
    public static final DeadLettering DEFAULT = new DeadLettering(By.CARROT, "", null, true, false);

    /**
     * The message is rejected, and the broker moves it to the dead-letter exchange the queue was declared with, or drops
     * it. Needs {@link Capability#REJECT}.
     */
    public static final DeadLettering BY_BROKER = new DeadLettering(By.BROKER, null, null, false, false);

    /** Who moves messages to the dead letters. */
    public enum By {
        /** Carrot publishes them. */
        CARROT,
        /** They are rejected, and the broker does what the queue's declaration says. */
        BROKER
    }

    /** Checks that the parts fit. */
    public DeadLettering {
        Objects.requireNonNull(by, "by");
        if (by == By.CARROT) {
            Objects.requireNonNull(exchange, "exchange");
        }
    }

    /**
     * A queue, declared when it is needed.
     *
     * @param name the queue's name
     * @return where messages go
     */
    public static DeadLettering toQueue(String name) {
        return new DeadLettering(By.CARROT, "", Objects.requireNonNull(name, "name"), true, false);
    }

    /**
     * An exchange, which exists already and has a queue bound that takes them.
     *
     * @param name the exchange's name; empty is the default exchange
     * @param routingKey the routing key; null for the one each message came with
     * @return where messages go
     */
    public static DeadLettering toExchange(String name, String routingKey) {
        return new DeadLettering(By.CARROT, name, routingKey, false, false);
    }

    /** {@return the same, with the stack trace of the exception in a header} */
    public DeadLettering withStackTrace() {
        return new DeadLettering(by, exchange, routingKey, declare, true);
    }

    /** {@return the same, but its queue is taken to exist and is not declared} */
    public DeadLettering undeclared() {
        return new DeadLettering(by, exchange, routingKey, false, stackTrace);
    }

    /**
     * The routing key for a message.
     *
     * @param queue the queue it was consumed from
     * @param own the routing key it was published with
     * @return the routing key to publish it with; if the broker moves it, that depends on its queue, and this is its own
     */
    public String routingKey(String queue, String own) {
        if (routingKey != null) {
            return routingKey;
        }
        return by == By.CARROT && exchange.isEmpty() ? queue + SUFFIX : own;
    }
}
