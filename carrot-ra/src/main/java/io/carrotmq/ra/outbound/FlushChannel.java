package io.carrotmq.ra.outbound;

import io.carrotmq.engine.EngineThreads;
import io.carrotmq.engine.Link;
import io.carrotmq.engine.PublishChannel;
import io.carrotmq.engine.PublishLimits;

/**
 * The channel on which transactions publish what they kept back. It belongs to the factory and not to a managed
 * connection, because the pool may have given that to somebody else, or closed it, before the transaction commits.
 */
final class FlushChannel {
    private final Link link;
    private final PublishLimits limits;
    private final EngineThreads threads;
    private PublishChannel current;

    FlushChannel(Link link, PublishLimits limits, EngineThreads threads) {
        this.link = link;
        this.limits = limits;
        this.threads = threads;
    }

    /** {@return the open channel, a new one if the last has ended} */
    synchronized PublishChannel channel() {
        if (current == null || !current.isOpen()) {
            current = new PublishChannel(link.publishing(), limits, threads, closure -> {
                // the next transaction opens another
            });
        }
        return current;
    }
}
