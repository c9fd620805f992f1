package io.carrotmq;

import java.util.Objects;

/**
 * How a message reached its consumer. Immutable.
 *
 * @param queue the queue it was consumed from
 * @param exchange the exchange it was published to first, before it failed if it did; empty is the default exchange
 * @param routingKey the routing key it was published with first
 * @param redelivered whether it was delivered before and came back; {@code true} means that it may have been processed
 *     already
 * @param epoch the number of the connection it came through, counted from 1 and raised with each reconnection; a
 *     delivery of an earlier epoch can no longer be settled, its message comes again
 * @param deliveryTag its number on that connection's channel
 * @param attempt the how manieth attempt to handle the message this is, from 1, as far as is known; {@link Redelivery} says
 *     what counts
 */
public record Envelope(
        String queue,
        String exchange,
        String routingKey,
        boolean redelivered,
        long epoch,
        long deliveryTag,
        int attempt) {
    /** Checks that every part is there. */
    public Envelope {
        Objects.requireNonNull(queue, "queue");
        Objects.requireNonNull(exchange, "exchange");
        Objects.requireNonNull(routingKey, "routingKey");
    }
}
