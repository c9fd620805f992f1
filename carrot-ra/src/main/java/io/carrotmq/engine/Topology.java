package io.carrotmq.engine;

import io.carrotmq.transport.Binding;
import io.carrotmq.transport.ExchangeDeclaration;
import io.carrotmq.transport.QueueDeclaration;
import io.carrotmq.transport.TransportChannel;
import io.carrotmq.transport.TransportConnection;
import io.carrotmq.transport.TransportException;
import java.util.List;

/** The exchanges, queues and bindings a consumer needs. Immutable. */
public record Topology(List<ExchangeDeclaration> exchanges, QueueDeclaration queue, List<Binding> bindings) {
    private static final String QUEUE_TYPE = "x-queue-type";
    private static final String DELIVERY_LIMIT = "x-delivery-limit";

    /** What to do about them when a connection is made. */
    public enum Mode {
        /** Declare them; what exists must be equal. */
        DECLARE,
        /** Only look whether exchanges and queue exist. */
        VERIFY,
        /** Nothing. */
        NONE
    }

    public Topology {
        exchanges = List.copyOf(exchanges);
        bindings = List.copyOf(bindings);
    }

    /**
     * Carries the mode out, on a channel of its own, because a broker closes the channel over a mismatch.
     *
     * @throws io.carrotmq.ConsumeException if the broker has something else, or does not have it
     */
    public void apply(Mode mode, SharedConnection connection) {
        if (mode == Mode.NONE) {
            return;
        }
        try (OpenChannel open = connection.openChannel(closure -> {
            /* reported by the operation that failed */
        })) {
            if (mode == Mode.DECLARE) {
                declare(open);
            } else {
                verify(open.channel());
            }
        }
    }

    private void declare(OpenChannel open) {
        TransportChannel channel = open.channel();
        String what = "exchange";
        try {
            for (ExchangeDeclaration exchange : exchanges) {
                what = "exchange '" + exchange.name() + "'";
                channel.declare(exchange);
            }
            what = "queue '" + queue.name() + "'";
            channel.declare(lasting(open.connection()));
            for (Binding binding : bindings) {
                what = "binding of queue '" + binding.queue() + "' to exchange '" + binding.exchange() + "'";
                channel.bind(binding);
            }
        } catch (TransportException e) {
            throw Messages.undeclarable(what, e.closure());
        }
    }

    private void verify(TransportChannel channel) {
        String what = "exchange";
        try {
            for (ExchangeDeclaration exchange : exchanges) {
                what = "exchange '" + exchange.name() + "'";
                channel.verify(exchange);
            }
            what = "queue '" + queue.name() + "'";
            channel.verify(queue);
        } catch (TransportException e) {
            throw Messages.missing(what, e.closure());
        }
    }

    /**
     * A queue that shall keep its messages is replicated and on disk, and drops none for having been delivered often,
     * unless its arguments say otherwise.
     */
    private QueueDeclaration lasting(TransportConnection broker) {
        boolean lasting = queue.durable() && !queue.exclusive() && !queue.autoDelete();
        QueueDeclaration wanted = queue;
        if (lasting && broker.hasQuorumQueues() && !queue.arguments().containsKey(QUEUE_TYPE)) {
            wanted = wanted.withArgument(QUEUE_TYPE, "quorum");
        }
        boolean quorum = "quorum".equals(wanted.arguments().get(QUEUE_TYPE));
        if (quorum && broker.limitsDeliveries() && !queue.arguments().containsKey(DELIVERY_LIMIT)) {
            wanted = wanted.withArgument(DELIVERY_LIMIT, -1);
        }
        return wanted;
    }
}
