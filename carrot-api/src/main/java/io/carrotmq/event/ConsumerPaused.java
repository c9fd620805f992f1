package io.carrotmq.event;

import java.util.Objects;

/**
 * Somebody has paused a consumer.
 *
 * @param consumer the consumer's name
 * @param queue the queue's name
 */
public record ConsumerPaused(String consumer, String queue) implements ConsumerEvent {
    /** Checks that every part is there. */
    public ConsumerPaused {
        Objects.requireNonNull(consumer, "consumer");
        Objects.requireNonNull(queue, "queue");
    }
}
