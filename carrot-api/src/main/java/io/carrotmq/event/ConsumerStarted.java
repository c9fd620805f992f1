package io.carrotmq.event;

import java.util.Objects;

/**
 * The broker has accepted a consumer, for the first time, again after a loss, or after a pause.
 *
 * @param consumer the consumer's name
 * @param queue the queue's name
 */
public record ConsumerStarted(String consumer, String queue) implements ConsumerEvent {
    /** Checks that every part is there. */
    public ConsumerStarted {
        Objects.requireNonNull(consumer, "consumer");
        Objects.requireNonNull(queue, "queue");
    }
}
