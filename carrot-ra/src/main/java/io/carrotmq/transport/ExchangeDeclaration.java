package io.carrotmq.transport;

import java.util.Map;

/** An exchange as it shall be. */
public record ExchangeDeclaration(
        String name, String type, boolean durable, boolean autoDelete, Map<String, Object> arguments) {
    public ExchangeDeclaration {
        arguments = Map.copyOf(arguments);
    }
}
