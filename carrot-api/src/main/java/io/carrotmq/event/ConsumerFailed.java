package io.carrotmq.event;

import java.util.Objects;

/**
 * A consumer could not be started or was lost. It is told once for each outage, not for each try to come back.
 *
 * @param consumer the consumer's name
 * @param queue the queue's name
 * @param cause what went wrong
 * @param givenUp whether it has given up; false if it tries to come back by itself
 */
public record ConsumerFailed(String consumer, String queue, Exception cause, boolean givenUp) implements ConsumerEvent {
    /** Checks that every part is there. */
    public ConsumerFailed {
        Objects.requireNonNull(consumer, "consumer");
        Objects.requireNonNull(queue, "queue");
        Objects.requireNonNull(cause, "cause");
    }
}
