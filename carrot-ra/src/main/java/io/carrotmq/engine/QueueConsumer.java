package io.carrotmq.engine;

import io.carrotmq.Acknowledgement;
import io.carrotmq.BrokerInfo;
import io.carrotmq.Capability;
import io.carrotmq.SubscribeOptions;

/** One of the consumers of a channel. Guarded by its inbox's lock for operations, but for what never changes. */
final class QueueConsumer {
    final String queue;
    final Acknowledgement mode;
    final FailurePolicy policy;
    SubscribeOptions options;

    /** What the broker calls it, or called it last; null before it has ever run. */
    String tag;

    /** Whether the broker sends to it. */
    volatile boolean running;

    /**
     * Makes one that does not run.
     *
     * @throws io.carrotmq.UnsupportedException if the broker cannot do what the options ask for
     */
    QueueConsumer(String queue, SubscribeOptions options, BrokerInfo broker) {
        if (options.exclusive() && !broker.supports(Capability.EXCLUSIVE_CONSUMERS)) {
            throw Messages.noExclusiveConsumer(queue, broker);
        }
        this.queue = queue;
        this.mode = options.acknowledgement();
        this.policy = FailurePolicy.of(queue, options, broker);
        this.options = options;
    }

    /** {@return whether what was sent to it can be given back} */
    boolean settles() {
        return mode != Acknowledgement.NONE;
    }
}
