package io.carrotmq.ra.outbound;

import io.carrotmq.ConnectException;
import io.carrotmq.OutgoingMessage;
import io.carrotmq.Receipt;
import io.carrotmq.engine.EngineThreads;
import io.carrotmq.engine.Link;
import io.carrotmq.engine.PublishChannel;
import io.carrotmq.engine.PublishLimits;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * The channels on which transactions publish what they kept back, one transaction at a time on each, so that a message
 * the broker closes the channel over harms no other transaction. They belong to the factory and not to a managed
 * connection, because the pool may have given that to somebody else, or closed it, before the transaction commits.
 */
final class FlushChannels {
    private static final int MAX_IDLE = 16;

    private final Link link;
    private final PublishLimits limits;
    private final EngineThreads threads;
    private final Deque<PublishChannel> idle = new ConcurrentLinkedDeque<>();

    FlushChannels(Link link, PublishLimits limits, EngineThreads threads) {
        this.link = link;
        this.limits = limits;
        this.threads = threads;
    }

    /**
     * Publishes messages in order and waits for their confirms.
     *
     * @throws ConnectException if no channel can be opened; nothing was published
     * @throws io.carrotmq.PublishException if any was not confirmed
     */
    List<Receipt> publishAll(List<OutgoingMessage> messages) {
        PublishChannel kept;
        while ((kept = idle.pollFirst()) != null) {
            try {
                return publishAll(kept, messages);
            } catch (ConnectException e) {
                Messages.LOG.log(System.Logger.Level.DEBUG, "a channel ended while it was idle", e);
            }
        }
        PublishChannel opened = new PublishChannel(link.publishing(), limits, threads, closure -> {
            // the next transaction opens another
        });
        return publishAll(opened, messages);
    }

    private List<Receipt> publishAll(PublishChannel channel, List<OutgoingMessage> messages) {
        try {
            return channel.publishAll(messages);
        } finally {
            giveBack(channel);
        }
    }

    private void giveBack(PublishChannel channel) {
        if (channel.isOpen() && idle.size() < MAX_IDLE) {
            idle.addFirst(channel);
        } else {
            channel.close();
        }
    }

    /** Runs the callbacks of completed receipts, on a thread of its own. */
    void complete(Runnable dependents) {
        threads.complete(dependents);
    }
}
