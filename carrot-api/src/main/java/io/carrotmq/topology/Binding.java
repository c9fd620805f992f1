package io.carrotmq.topology;

import java.util.Map;
import java.util.Objects;

/**
 * A way from an exchange to a queue, or to another exchange. Immutable.
 *
 * @param source the exchange messages come from
 * @param destination the queue or exchange they go to
 * @param toExchange whether the destination is an exchange; needs {@link io.carrotmq.Capability#EXCHANGE_TO_EXCHANGE}
 * @param routingKey the routing key, or the pattern for a topic exchange; possibly empty
 * @param arguments the arguments, such as the headers a headers exchange compares
 */
public record Binding(
        String source, String destination, boolean toExchange, String routingKey, Map<String, Object> arguments) {
    /** Checks that every part is there and copies the arguments. */
    public Binding {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(destination, "destination");
        Objects.requireNonNull(routingKey, "routingKey");
        arguments = Map.copyOf(arguments);
        if (source.isEmpty()) {
            throw Messages.boundToDefaultExchange(destination);
        }
    }

    /**
     * A queue bound to an exchange.
     *
     * @param exchange where messages come from
     * @param queue where they go
     * @param routingKey the routing key or pattern
     * @return the binding
     */
    public static Binding queue(String exchange, String queue, String routingKey) {
        return new Binding(exchange, queue, false, routingKey, Map.of());
    }

    /**
     * An exchange bound to an exchange.
     *
     * @param source where messages come from
     * @param destination where they go
     * @param routingKey the routing key or pattern
     * @return the binding
     */
    public static Binding exchange(String source, String destination, String routingKey) {
        return new Binding(source, destination, true, routingKey, Map.of());
    }

    /**
     * The same with arguments.
     *
     * @param values the arguments; for a headers exchange the headers to compare, and {@code x-match}: {@code all} (its
     *     default) or {@code any}
     * @return a changed binding
     */
    public Binding arguments(Map<String, Object> values) {
        return new Binding(source, destination, toExchange, routingKey, values);
    }
}
