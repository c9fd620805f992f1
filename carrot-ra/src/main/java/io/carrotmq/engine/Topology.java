package io.carrotmq.engine;

import io.carrotmq.transport.Binding;
import io.carrotmq.transport.ExchangeDeclaration;
import io.carrotmq.transport.QueueDeclaration;
import io.carrotmq.transport.TransportChannel;
import io.carrotmq.transport.TransportException;
import java.util.List;

/** The exchanges, queues and bindings a consumer needs. Immutable. */
public record Topology(List<ExchangeDeclaration> exchanges, QueueDeclaration queue, List<Binding> bindings) {
    private static final String QUEUE_TYPE = "x-queue-type";

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
            channel.declare(open.quorumQueues() ? quorumByDefault(queue) : queue);
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

    /** A queue that shall keep its messages is replicated and on disk, unless its arguments say otherwise. */
    private static QueueDeclaration quorumByDefault(QueueDeclaration queue) {
        boolean lasting = queue.durable() && !queue.exclusive() && !queue.autoDelete();
        return lasting && !queue.arguments().containsKey(QUEUE_TYPE) ? queue.withArgument(QUEUE_TYPE, "quorum") : queue;
    }
}
