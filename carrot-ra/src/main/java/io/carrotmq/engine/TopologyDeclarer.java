package io.carrotmq.engine;

import io.carrotmq.Capability;
import io.carrotmq.topology.Binding;
import io.carrotmq.topology.ExchangeDeclaration;
import io.carrotmq.topology.QueueDeclaration;
import io.carrotmq.topology.QueueType;
import io.carrotmq.topology.Topology;
import io.carrotmq.transport.TransportChannel;
import io.carrotmq.transport.TransportConnection;
import io.carrotmq.transport.TransportException;

/** Carries out what a topology's mode says, on a channel of its own, because a broker closes the channel over a mismatch. */
public final class TopologyDeclarer {
    private final SharedConnection connection;

    public TopologyDeclarer(SharedConnection connection) {
        this.connection = connection;
    }

    /**
     * Declares or verifies a topology.
     *
     * @throws io.carrotmq.TopologyException if the broker has something else, or does not have it
     */
    public void apply(Topology topology) {
        if (topology.isEmpty()) {
            return;
        }
        try (OpenChannel open = connection.openChannel(closure -> {
            /* reported by the operation that failed */
        })) {
            if (topology.mode() == Topology.Mode.DECLARE) {
                declare(topology, open);
            } else {
                verify(topology, open.channel());
            }
        }
    }

    private static void declare(Topology topology, OpenChannel open) {
        TransportChannel channel = open.channel();
        String what = "exchange";
        try {
            for (ExchangeDeclaration exchange : topology.exchanges()) {
                what = "exchange '" + exchange.name() + "'";
                channel.declare(exchange);
            }
            for (QueueDeclaration queue : topology.queues()) {
                what = "queue '" + queue.name() + "'";
                channel.declare(lasting(queue, open.connection()));
            }
            for (Binding binding : topology.bindings()) {
                what = "binding of '" + binding.destination() + "' to exchange '" + binding.source() + "'";
                channel.bind(binding);
            }
        } catch (TransportException e) {
            throw Messages.undeclarable(what, e.closure());
        }
    }

    private static void verify(Topology topology, TransportChannel channel) {
        String what = "exchange";
        try {
            for (ExchangeDeclaration exchange : topology.exchanges()) {
                what = "exchange '" + exchange.name() + "'";
                channel.verifyExchange(exchange.name());
            }
            for (QueueDeclaration queue : topology.queues()) {
                what = "queue '" + queue.name() + "'";
                channel.verifyQueue(queue.name());
            }
        } catch (TransportException e) {
            throw Messages.missing(what, e.closure());
        }
    }

    /** A queue of no chosen type that shall keep its messages is replicated, and drops none for having been delivered often. */
    private static QueueDeclaration lasting(QueueDeclaration queue, TransportConnection broker) {
        boolean undecided = queue.type() == QueueType.DEFAULT
                && !queue.arguments().containsKey(QueueDeclaration.QUEUE_TYPE)
                && queue.durable()
                && !queue.exclusive()
                && !queue.autoDelete()
                && broker.broker().supports(Capability.QUORUM_QUEUES);
        QueueDeclaration wanted = undecided ? queue.argument(QueueDeclaration.QUEUE_TYPE, "quorum") : queue;
        boolean quorum = "quorum".equals(wanted.arguments().get(QueueDeclaration.QUEUE_TYPE));
        boolean limited = broker.limitsDeliveries() && !queue.arguments().containsKey(QueueDeclaration.DELIVERY_LIMIT);
        return quorum && limited ? wanted.deliveryLimit(-1) : wanted;
    }
}
