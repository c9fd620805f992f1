package io.carrotmq.transport;

import java.util.Map;

/** A queue as it shall be; an empty name lets the broker make one up. */
public record QueueDeclaration(
        String name, boolean durable, boolean exclusive, boolean autoDelete, Map<String, Object> arguments) {
    public QueueDeclaration {
        arguments = Map.copyOf(arguments);
    }

    public QueueDeclaration withArgument(String key, Object value) {
        var changed = new java.util.LinkedHashMap<>(arguments);
        changed.put(key, value);
        return new QueueDeclaration(name, durable, exclusive, autoDelete, changed);
    }
}
