package io.carrotmq.event;

import java.util.Objects;

/**
 * A consumer could not be started or was lost. It is told once for each outage, not for each try to come back.
 *
 * @param consumer the consumer's name
 * @param queue the queue's name
 * @param cause what went wrong
 * @param givenUp whether nothing tries to come back: the consumer's loop ends with the cause, or
 *     {@link io.carrotmq.Consumer#receive} throws it; false if it tries by itself. Of an outage that is told as false, true
 *     may follow when it gives up
 */
public record ConsumerFailed(String consumer, String queue, Exception cause, boolean givenUp) implements ConsumerEvent {
    /** Checks that every part is there. */
    public ConsumerFailed {
        Objects.requireNonNull(consumer, "consumer");
        Objects.requireNonNull(queue, "queue");
        Objects.requireNonNull(cause, "cause");
    }
}
