package io.carrotmq.engine;

import io.carrotmq.OutgoingMessage;
import io.carrotmq.transport.ChannelListener;
import io.carrotmq.transport.Closure;
import io.carrotmq.transport.IncomingMessage;

/** Hands a channel's events on, and tells when it has ended. */
record CountedChannel(ChannelListener next, Runnable onEnd) implements ChannelListener {
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
        next.returned(message, replyCode, replyText);
    }

    @Override
    public void delivered(IncomingMessage message) {
        next.delivered(message);
    }

    @Override
    public void cancelled(String consumerTag) {
        next.cancelled(consumerTag);
    }

    @Override
    public void closed(Closure closure) {
        try {
            next.closed(closure);
        } finally {
            onEnd.run();
        }
    }
}
