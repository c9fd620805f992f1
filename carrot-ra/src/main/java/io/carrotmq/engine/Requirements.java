package io.carrotmq.engine;

import io.carrotmq.BrokerInfo;
import io.carrotmq.Capability;
import io.carrotmq.topology.Binding;
import io.carrotmq.topology.ExchangeDeclaration;
import io.carrotmq.topology.QueueDeclaration;
import io.carrotmq.topology.Topology;
import io.carrotmq.transport.TransportConnection;

/** What a topology needs of a broker. */
final class Requirements {
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
        require(Capability.EXCHANGES, Subject.of(exchange), "an exchange");
        if (exchange.type().equals("headers")) {
            require(Capability.HEADERS_EXCHANGES, Subject.of(exchange), "the type headers");
        }
        exchange.needs().forEach((feature, capability) -> require(capability, Subject.of(exchange), feature));
    }

    private void check(QueueDeclaration queue) {
        if (queue.exclusive()) {
            require(Capability.EXCLUSIVE_QUEUES, Subject.of(queue), "a queue for one connection");
        } else if (queue.autoDelete()) {
            require(Capability.AUTO_DELETE, Subject.of(queue), "a queue that goes with its last consumer");
        }
        queue.needs().forEach((feature, capability) -> require(capability, Subject.of(queue), feature));
    }

    private void check(Binding binding) {
        require(Capability.BINDINGS, Subject.of(binding), "a binding");
        if (binding.toExchange()) {
            require(Capability.EXCHANGE_TO_EXCHANGE, Subject.of(binding), "an exchange as its destination");
        }
    }

    /**
     * Requires that what a topology only looks for can be looked for.
     *
     * @throws io.carrotmq.UnsupportedException if it cannot
     */
    static void checkLook(Subject subject, String feature, TransportConnection connection) {
        if (!connection.looks()) {
            throw Messages.unsupported(subject, feature, Capability.LOOKUP, connection.broker());
        }
    }

    private void require(Capability capability, Subject subject, String feature) {
        if (!broker.supports(capability)) {
            throw Messages.unsupported(subject, feature, capability, broker);
        }
    }
}
