package io.carrotmq.ra.outbound;

import io.carrotmq.engine.EngineThreads;
import io.carrotmq.engine.Link;
import io.carrotmq.engine.PublishLimits;
import io.carrotmq.engine.TransactedChannel;
import java.time.Duration;

/** The channels on which the broker has transactions, one at a time on each. They belong to the factory, as {@link FlushChannels} do. */
final class TransactedChannels {
    private final Link link;
    private final PublishLimits limits;
    private final EngineThreads threads;
    private final IdleChannels<TransactedChannel> idle;

    TransactedChannels(Link link, PublishLimits limits, EngineThreads threads, Duration idleTime) {
        this.link = link;
        this.limits = limits;
        this.threads = threads;
        this.idle = new IdleChannels<>(threads, idleTime, TransactedChannel::isConnected, TransactedChannel::close);
    }

    /** {@return one that was used before, or null if there is none; it may have ended since} */
    TransactedChannel takeIdle() {
        return idle.take();
    }

    /**
     * Opens one.
     *
     * @throws io.carrotmq.ConnectException if no broker can be reached
     * @throws io.carrotmq.UnsupportedException if the broker has no transactions
     */
    TransactedChannel open() {
        return new TransactedChannel(link.publishing(), limits, threads);
    }

    void giveBack(TransactedChannel channel) {
        idle.giveBack(channel);
    }

    /** {@return how long to wait for another thread that uses the same transaction} */
    Duration bound() {
        return limits.confirmTimeout();
    }

    /** Runs what may wait. Dropped once the engine is closed, and every channel with it. */
    void execute(Runnable task) {
        threads.execute(task);
    }

    /** Runs the callbacks of completed receipts, on a thread of its own. */
    void complete(Runnable dependents) {
        threads.complete(dependents);
    }
}
