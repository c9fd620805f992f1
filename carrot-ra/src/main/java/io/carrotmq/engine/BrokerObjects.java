package io.carrotmq.engine;

import io.carrotmq.Capability;
import io.carrotmq.transport.TransportChannel;
import io.carrotmq.transport.TransportException;
import java.util.OptionalLong;
import java.util.function.ToLongFunction;

/** Asks for and removes queues and exchanges, each time on a channel of its own, because a refusal ends the channel. */
public final class BrokerObjects {
    /** AMQP 0-9-1, reply codes: there is nothing of that name. */
    private static final int NOT_FOUND = 404;

    private final Link link;

    public BrokerObjects(Link link) {
        this.link = link;
    }

    /**
     * {@return how many messages wait in a queue, or empty if there is no such queue}
     *
     * @throws io.carrotmq.UnsupportedException if the broker does not tell
     */
    public OptionalLong messageCount(String queue) {
        try {
            return OptionalLong.of(ask(queue, Capability.LOOKUP, channel -> channel.verifyQueue(queue)));
        } catch (TransportException e) {
            if (e.closure().replyCode() == NOT_FOUND) {
                return OptionalLong.empty();
            }
            throw Messages.cannotConsume(queue, e.closure());
        }
    }

    /** {@return how many messages were removed} */
    public long purge(String queue) {
        try {
            return ask(queue, null, channel -> channel.purge(queue));
        } catch (TransportException e) {
            throw Messages.cannotConsume(queue, e.closure());
        }
    }

    public void deleteQueue(String queue) {
        delete(queue, channel -> {
            channel.deleteQueue(queue);
            return 0;
        });
    }

    public void deleteExchange(String exchange) {
        delete(exchange, channel -> {
            channel.deleteExchange(exchange);
            return 0;
        });
    }

    /** Some brokers find it an error that it is gone already. */
    private void delete(String what, ToLongFunction<TransportChannel> operation) {
        try {
            ask(what, Capability.DELETION, operation);
        } catch (TransportException e) {
            if (e.closure().replyCode() != NOT_FOUND) {
                throw Messages.cannotConsume(what, e.closure());
            }
        } finally {
            link.forget(what); // afterwards: what is declared meanwhile may be gone again
        }
    }

    private long ask(String what, Capability needed, ToLongFunction<TransportChannel> operation) {
        try (OpenChannel open = link.consuming().openChannel(closure -> {
            // reported by the operation that failed
        })) {
            if (needed != null && !open.broker().supports(needed)) {
                throw Messages.unsupported(what, needed, open.broker());
            }
            return operation.applyAsLong(open.channel());
        }
    }
}
