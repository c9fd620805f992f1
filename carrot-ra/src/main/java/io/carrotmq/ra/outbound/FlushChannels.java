package io.carrotmq.ra.outbound;

import io.carrotmq.CarrotException;
import io.carrotmq.ConnectException;
import io.carrotmq.OutgoingMessage;
import io.carrotmq.Receipt;
import io.carrotmq.engine.EngineThreads;
import io.carrotmq.engine.Link;
import io.carrotmq.engine.PublishChannel;
import io.carrotmq.engine.PublishLimits;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/**
 * The channels on which transactions publish what they kept back, one transaction at a time on each, so that a message
 * the broker closes the channel over harms no other transaction. They belong to the factory and not to a managed
 * connection, because the pool may have given that to somebody else, or closed it, before the transaction commits.
 */
final class FlushChannels {
    private final Link link;
    private final PublishLimits limits;
    private final EngineThreads threads;
    private final IdleChannels<PublishChannel> idle;

    FlushChannels(Link link, PublishLimits limits, EngineThreads threads, Duration idleTime) {
        this.link = link;
        this.limits = limits;
        this.threads = threads;
        this.idle = new IdleChannels<>(threads, idleTime, PublishChannel::isConnected, PublishChannel::close);
    }

    /**
     * Publishes messages in order and waits for their confirms.
     *
     * @throws ConnectException if no channel can be opened; nothing was published
     * @throws io.carrotmq.PublishException if any was not confirmed
     */
    List<Receipt> publishAll(List<OutgoingMessage> messages) {
        return with(channel -> channel.publishAll(messages));
    }

    /**
     * Publishes messages in order, each whatever becomes of the others, and waits for their confirms.
     *
     * @return for each why it was not confirmed, or null if it was
     * @throws ConnectException if no channel can be opened; nothing was published
     */
    List<CarrotException> publishEach(List<OutgoingMessage> messages) {
        return with(channel -> channel.publishEach(messages));
    }

    private <T> T with(Function<PublishChannel, T> publishing) {
        PublishChannel kept;
        while ((kept = idle.take()) != null) {
            try {
                return with(kept, publishing);
            } catch (ConnectException e) {
                Messages.LOG.log(System.Logger.Level.DEBUG, "a channel ended while it was idle", e);
            }
        }
        PublishChannel opened = new PublishChannel(link.publishing(), limits, threads, closure -> {
            // the next transaction opens another
        });
        return with(opened, publishing);
    }

    private <T> T with(PublishChannel channel, Function<PublishChannel, T> publishing) {
        try {
            return publishing.apply(channel);
        } finally {
            idle.giveBack(channel);
        }
    }

    int idle() {
        return idle.size();
    }

    /** {@return the name of the connection they are on, for logs} */
    String name() {
        return link.publishing().name();
    }

    /** Runs the callbacks of completed receipts, on a thread of its own. */
    void complete(Runnable dependents) {
        threads.complete(dependents);
    }
}
