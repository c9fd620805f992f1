package io.carrotmq.transport;

import java.util.Map;

/** A queue bound to an exchange. */
public record Binding(String queue, String exchange, String routingKey, Map<String, Object> arguments) {
    public Binding {
        arguments = Map.copyOf(arguments);
    }
}
