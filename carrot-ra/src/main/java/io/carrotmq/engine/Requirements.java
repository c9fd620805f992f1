package io.carrotmq.engine;

import io.carrotmq.BrokerInfo;
import io.carrotmq.Capability;
import io.carrotmq.topology.Binding;
import io.carrotmq.topology.ExchangeDeclaration;
import io.carrotmq.topology.QueueDeclaration;
import io.carrotmq.topology.QueueType;
import io.carrotmq.topology.Topology;
import java.util.Map;

/** What a topology needs of a broker beyond plain AMQP. Arguments nobody knows here are between the user and the broker. */
final class Requirements {
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

    private final BrokerInfo broker;

    private Requirements(BrokerInfo broker) {
        this.broker = broker;
    }

    /**
     * Compares what a topology needs with what the broker can do.
     *
     * @throws io.carrotmq.UnsupportedException if it cannot do something
     */
    static void check(Topology topology, BrokerInfo broker) {
        Requirements requirements = new Requirements(broker);
        topology.exchanges().forEach(requirements::check);
        topology.queues().forEach(requirements::check);
        topology.bindings().forEach(requirements::check);
    }

    private void check(ExchangeDeclaration exchange) {
        if (exchange.arguments().containsKey(ExchangeDeclaration.ALTERNATE_EXCHANGE)) {
            require(Capability.ALTERNATE_EXCHANGE, Subject.of(exchange), ExchangeDeclaration.ALTERNATE_EXCHANGE);
        }
    }

    private void check(QueueDeclaration queue) {
        String named = queue.type().argument();
        Object type = named == null ? queue.arguments().get(QueueDeclaration.QUEUE_TYPE) : named;
        Capability ofType = type == null ? null : OF_QUEUE_TYPE.get(type);
        if (ofType != null) {
            require(ofType, Subject.of(queue), QueueDeclaration.QUEUE_TYPE + " " + type);
        }
        queue.arguments().keySet().stream()
                .sorted()
                .filter(OF_QUEUE_ARGUMENT::containsKey)
                .forEach(argument -> require(OF_QUEUE_ARGUMENT.get(argument), Subject.of(queue), argument));
    }

    private void check(Binding binding) {
        if (binding.toExchange()) {
            require(Capability.EXCHANGE_TO_EXCHANGE, Subject.of(binding), "an exchange as its destination");
        }
    }

    private void require(Capability capability, Subject subject, String feature) {
        if (!broker.supports(capability)) {
            throw Messages.unsupported(subject, feature, capability, broker);
        }
    }
}
