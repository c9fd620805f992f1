package io.carrotmq.engine;

import io.carrotmq.OutgoingMessage;
import io.carrotmq.event.Unroutable;
import io.carrotmq.transport.ChannelListener;
import io.carrotmq.transport.Closure;
import io.carrotmq.transport.IncomingMessage;

/**
 * Hands a channel's events on, tells observers what came back, tells when it has ended, and makes the link forget what they
 * say is gone.
 */
record CountedChannel(ChannelListener next, SharedConnection connection, ConnectionEvents events, Runnable onEnd)
        implements ChannelListener {
    /** AMQP 0-9-1, reply codes: there is nothing of that name. */
    private static final int NOT_FOUND = 404;

    @Override
    public void confirmed(long sequence, boolean multiple) {
        next.confirmed(sequence, multiple);
    }

    @Override
    public void refused(long sequence, boolean multiple) {
        next.refused(sequence, multiple);
    }

    @Override
    public void returned(OutgoingMessage message, int replyCode, String replyText) {
        if (connection.observers().any()) {
            events.happened(new Unroutable(
                    connection.name(), message.exchange(), message.routingKey(), replyText, message.properties()));
        }
        next.returned(message, replyCode, replyText);
    }

    @Override
    public void delivered(IncomingMessage message) {
        next.delivered(message);
    }

    @Override
    public void cancelled(String consumerTag) {
        connection.topologies().forgetQueues(); // before anybody consumes again
        next.cancelled(consumerTag);
    }

    @Override
    public void closed(Closure closure) {
        if (closure.replyCode() == NOT_FOUND) {
            connection.topologies().forgetNamedIn(closure.text());
        }
        try {
            next.closed(closure);
        } finally {
            onEnd.run();
        }
    }
}
