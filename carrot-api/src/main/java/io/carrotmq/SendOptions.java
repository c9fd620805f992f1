package io.carrotmq;

import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * Where and how a {@link Publisher} sends. Immutable: every method returns changed options. Start from {@link #DEFAULT}.
 *
 * @param exchange the exchange; empty means the default exchange, whose routing key is a queue's name
 * @param routingKey the routing key, possibly empty
 * @param mandatory whether a message that no queue takes is an error
 * @param properties the properties every message gets; content type and encoding are the codec's unless set here
 */
public record SendOptions(String exchange, String routingKey, boolean mandatory, Properties properties) {
    /** Default exchange, empty routing key, mandatory, persistent, priority 0. */
    public static final SendOptions DEFAULT = new SendOptions(
            "", "", true, Properties.builder().persistent(true).priority(0).build());

    /** Checks that every part is there. */
    public SendOptions {
        Objects.requireNonNull(exchange, "exchange");
        Objects.requireNonNull(routingKey, "routingKey");
        Objects.requireNonNull(properties, "properties");
    }

    /**
     * The same to another exchange.
     *
     * @param name the exchange; empty for the default exchange
     * @return changed options
     */
    public SendOptions exchange(String name) {
        return new SendOptions(name, routingKey, mandatory, properties);
    }

    /**
     * The same with another routing key.
     *
     * @param key the routing key
     * @return changed options
     */
    public SendOptions routingKey(String key) {
        return new SendOptions(exchange, key, mandatory, properties);
    }

    /**
     * The same, mandatory or not.
     *
     * @param required true: a message that no queue takes throws {@link UnroutableException}; false: the broker drops
     *     it and confirms it
     * @return changed options
     */
    public SendOptions mandatory(boolean required) {
        return new SendOptions(exchange, routingKey, required, properties);
    }

    /**
     * The same with changed properties.
     *
     * @param change sets properties on a builder that holds the present ones, and returns it
     * @return changed options
     */
    public SendOptions properties(UnaryOperator<Properties.Builder> change) {
        return new SendOptions(
                exchange,
                routingKey,
                mandatory,
                change.apply(properties.toBuilder()).build());
    }

    /**
     * The same with one header more.
     *
     * @param name the header's name
     * @param value its value; null removes the header
     * @return changed options
     */
    public SendOptions header(String name, Object value) {
        return properties(p -> p.header(name, value));
    }
}
