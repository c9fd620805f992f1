package io.carrotmq.topology;

/** The kinds of queues. */
public enum QueueType {
    /**
     * Chosen when it is declared: a durable queue that is neither exclusive nor auto-delete becomes a quorum queue where
     * the broker has them, without a delivery limit; with priorities or {@link Overflow#REJECT_PUBLISH_DLX}, which only
     * classic queues have, a classic one. Any other is the broker's own default.
     */
    DEFAULT(null),
    /** Replicated and always durable; needs {@link io.carrotmq.Capability#QUORUM_QUEUES}. */
    QUORUM("quorum"),
    /** On one node; what every AMQP broker has. */
    CLASSIC("classic"),
    /** An append-only log; needs {@link io.carrotmq.Capability#STREAMS}. */
    STREAM("stream");

    private final String argument;

    QueueType(String argument) {
        this.argument = argument;
    }

    /** {@return the value of the argument {@code x-queue-type}, or null for {@link #DEFAULT}} */
    public String argument() {
        return argument;
    }
}
