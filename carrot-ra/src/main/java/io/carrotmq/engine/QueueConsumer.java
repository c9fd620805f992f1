package io.carrotmq.engine;

import io.carrotmq.Acknowledgement;
import io.carrotmq.SubscribeOptions;

/** One of the consumers of a channel. Guarded by its inbox's lock for operations, but for what never changes. */
final class QueueConsumer {
    final String queue;
    final String tag;
    final Acknowledgement mode;
    SubscribeOptions options;

    /** Whether the broker sends to it. */
    boolean running;

    QueueConsumer(String queue, String tag, SubscribeOptions options) {
        this.queue = queue;
        this.tag = tag;
        this.mode = options.acknowledgement();
        this.options = options;
    }

    /** {@return whether what was sent to it can be given back} */
    boolean settles() {
        return mode != Acknowledgement.NONE;
    }
}
