package io.carrotmq.engine;

import io.carrotmq.BrokerInfo;
import io.carrotmq.Capability;
import io.carrotmq.topology.Binding;
import io.carrotmq.topology.ExchangeDeclaration;
import io.carrotmq.topology.QueueDeclaration;
import io.carrotmq.topology.Topology;

/** What a topology needs of a broker beyond plain AMQP. */
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
        exchange.needs().forEach((feature, capability) -> require(capability, Subject.of(exchange), feature));
    }

    private void check(QueueDeclaration queue) {
        queue.needs().forEach((feature, capability) -> require(capability, Subject.of(queue), feature));
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
