package io.carrotmq.transport.memory;

import java.util.Comparator;

/** A message in one queue, ready or with a consumer. */
final class QueuedMessage {
    /** How a queue delivers: the higher priority first, and where it is the same the older. */
    static final Comparator<QueuedMessage> ORDER = Comparator.<QueuedMessage>comparingInt(message -> -message.priority)
            .thenComparingLong(message -> message.position);

    private final StoredMessage message;
    private final int priority;
    private final long position;
    private final long expiresAt;
    private boolean redelivered;

    QueuedMessage(StoredMessage message, int priority, long position, long expiresAt) {
        this.message = message;
        this.priority = priority;
        this.position = position;
        this.expiresAt = expiresAt;
    }

    StoredMessage message() {
        return message;
    }

    long expiresAt() {
        return expiresAt;
    }

    boolean redelivered() {
        return redelivered;
    }

    void comesBack() {
        redelivered = true;
    }
}
