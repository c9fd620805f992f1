package io.carrotmq.transport.memory;

/** A consumer of one queue. */
final class QueueConsumer {
    private final MemoryChannel channel;
    private final MessageQueue queue;
    private final String tag;
    private final boolean noAck;
    private final int prefetch;
    private final boolean exclusive;
    private final long priority;
    private int unsettled;

    QueueConsumer(
            MemoryChannel channel,
            MessageQueue queue,
            String tag,
            boolean noAck,
            int prefetch,
            boolean exclusive,
            long priority) {
        this.channel = channel;
        this.queue = queue;
        this.tag = tag;
        this.noAck = noAck;
        this.prefetch = prefetch;
        this.exclusive = exclusive;
        this.priority = priority;
    }

    MessageQueue queue() {
        return queue;
    }

    String tag() {
        return tag;
    }

    boolean noAck() {
        return noAck;
    }

    boolean exclusive() {
        return exclusive;
    }

    long priority() {
        return priority;
    }

    boolean hasRoom() {
        return noAck || unsettled < prefetch;
    }

    void deliver(QueuedMessage message) {
        unsettled++;
        channel.deliver(this, message);
    }

    void settled() {
        unsettled--;
    }

    /** The queue is gone. */
    void cancelled() {
        channel.cancelled(this);
    }
}
