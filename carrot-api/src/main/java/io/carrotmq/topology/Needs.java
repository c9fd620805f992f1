package io.carrotmq.topology;

import io.carrotmq.Capability;
import java.util.Map;
import java.util.TreeMap;

/** What declarations need of a broker beyond plain AMQP. Arguments nobody knows here are between the user and the broker. */
final class Needs {
    private static final Map<String, Capability> OF_QUEUE_ARGUMENT = Map.ofEntries(
            Map.entry(QueueDeclaration.MESSAGE_TTL, Capability.MESSAGE_TTL),
            Map.entry(QueueDeclaration.EXPIRES, Capability.QUEUE_TTL),
            Map.entry(QueueDeclaration.MAX_LENGTH, Capability.LENGTH_LIMIT),
            Map.entry(QueueDeclaration.MAX_LENGTH_BYTES, Capability.LENGTH_LIMIT),
            Map.entry(QueueDeclaration.OVERFLOW, Capability.LENGTH_LIMIT),
            Map.entry(QueueDeclaration.MAX_PRIORITY, Capability.PRIORITIES),
            Map.entry(QueueDeclaration.DEAD_LETTER_EXCHANGE, Capability.DEAD_LETTERS),
            Map.entry(QueueDeclaration.DEAD_LETTER_ROUTING_KEY, Capability.DEAD_LETTERS),
            Map.entry(QueueDeclaration.DELIVERY_LIMIT, Capability.DELIVERY_LIMIT),
            Map.entry(QueueDeclaration.SINGLE_ACTIVE_CONSUMER, Capability.SINGLE_ACTIVE_CONSUMER),
            Map.entry(QueueDeclaration.DELAYED_RETRY_TYPE, Capability.DELAYED_RETRY),
            Map.entry(QueueDeclaration.DELAYED_RETRY_MIN, Capability.DELAYED_RETRY),
            Map.entry(QueueDeclaration.DELAYED_RETRY_MAX, Capability.DELAYED_RETRY));

    private static final Map<Object, Capability> OF_QUEUE_TYPE = Map.of(
            QueueType.QUORUM.argument(), Capability.QUORUM_QUEUES,
            QueueType.STREAM.argument(), Capability.STREAMS);

    private Needs() {}

    static Map<String, Capability> of(QueueDeclaration queue) {
        Map<String, Capability> needs = new TreeMap<>();
        String named = queue.type().argument();
        Object type = named == null ? queue.arguments().get(QueueDeclaration.QUEUE_TYPE) : named;
        if (type != null && OF_QUEUE_TYPE.containsKey(type)) {
            needs.put(QueueDeclaration.QUEUE_TYPE + " " + type, OF_QUEUE_TYPE.get(type));
        }
        queue.arguments().keySet().stream()
                .filter(OF_QUEUE_ARGUMENT::containsKey)
                .forEach(argument -> needs.put(argument, OF_QUEUE_ARGUMENT.get(argument)));
        return needs;
    }

    static Map<String, Capability> of(ExchangeDeclaration exchange) {
        return exchange.arguments().containsKey(ExchangeDeclaration.ALTERNATE_EXCHANGE)
                ? Map.of(ExchangeDeclaration.ALTERNATE_EXCHANGE, Capability.ALTERNATE_EXCHANGE)
                : Map.of();
    }
}
