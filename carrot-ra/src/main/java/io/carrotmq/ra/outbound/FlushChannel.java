package io.carrotmq.ra.outbound;

import io.carrotmq.engine.EngineThreads;
import io.carrotmq.engine.Link;
import io.carrotmq.engine.PublishChannel;
import io.carrotmq.engine.PublishLimits;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The channel on which transactions publish what they kept back. It belongs to the factory and not to a managed
 * connection, because the pool may have given that to somebody else, or closed it, before the transaction commits.
 */
final class FlushChannel {
    private final Link link;
    private final PublishLimits limits;
    private final EngineThreads threads;
    private final ReentrantLock opening = new ReentrantLock();
    private volatile PublishChannel current;

    FlushChannel(Link link, PublishLimits limits, EngineThreads threads) {
        this.link = link;
        this.limits = limits;
        this.threads = threads;
    }

    /**
     * {@return the open channel, a new one if the last has ended}
     *
     * @throws io.carrotmq.ConnectException if none can be opened within the limits
     */
    PublishChannel channel() {
        PublishChannel present = current;
        return present != null && present.isOpen() ? present : open();
    }

    private PublishChannel open() {
        lock();
        try {
            if (current == null || !current.isOpen()) {
                current = new PublishChannel(link.publishing(), limits, threads, closure -> {
                    // the next transaction opens another
                });
            }
            return current;
        } finally {
            opening.unlock();
        }
    }

    private void lock() {
        try {
            if (!opening.tryLock(limits.confirmTimeout().toMillis(), TimeUnit.MILLISECONDS)) {
                throw Messages.connectBusy(limits.confirmTimeout());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Messages.connectBusy(limits.confirmTimeout());
        }
    }
}
