package io.carrotmq.ra.outbound;

import io.carrotmq.ConnectException;
import io.carrotmq.OutgoingMessage;
import io.carrotmq.Receipt;
import io.carrotmq.engine.EngineThreads;
import io.carrotmq.engine.Link;
import io.carrotmq.engine.PublishChannel;
import io.carrotmq.engine.PublishLimits;
import java.time.Duration;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

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
    private final Duration idleTime;
    private final Deque<PublishChannel> idle = new ConcurrentLinkedDeque<>();

    /** How many of the idle ones nobody has needed since the last look at them. */
    private final AtomicInteger unneeded = new AtomicInteger();

    private final AtomicBoolean watched = new AtomicBoolean();

    /** Those that nobody needs for that long, or twice as long, are closed: nobody tells when the factory is given up. */
    FlushChannels(Link link, PublishLimits limits, EngineThreads threads, Duration idleTime) {
        this.link = link;
        this.limits = limits;
        this.threads = threads;
        this.idleTime = idleTime;
    }

    /**
     * Publishes messages in order and waits for their confirms.
     *
     * @throws ConnectException if no channel can be opened; nothing was published
     * @throws io.carrotmq.PublishException if any was not confirmed
     */
    List<Receipt> publishAll(List<OutgoingMessage> messages) {
        PublishChannel kept;
        while ((kept = takeIdle()) != null) {
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

    private PublishChannel takeIdle() {
        PublishChannel kept = idle.pollFirst();
        unneeded.accumulateAndGet(idle.size(), Math::min);
        return kept;
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
            watch();
        } else {
            channel.close();
        }
    }

    private void watch() {
        if (watched.compareAndSet(false, true)) {
            threads.schedule(this::closeUnneeded, idleTime);
        }
    }

    private void closeUnneeded() {
        PublishChannel last;
        for (int left = unneeded.get(); left > 0 && (last = idle.pollLast()) != null; left--) {
            last.close();
        }
        unneeded.set(idle.size());
        watched.set(false);
        if (!idle.isEmpty()) {
            watch();
        }
    }

    int idle() {
        return idle.size();
    }

    /** Runs the callbacks of completed receipts, on a thread of its own. */
    void complete(Runnable dependents) {
        threads.complete(dependents);
    }
}
