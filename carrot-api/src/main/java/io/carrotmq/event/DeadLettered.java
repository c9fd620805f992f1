package io.carrotmq.event;

import io.carrotmq.Properties;
import java.util.Objects;

/**
 * Carrot has moved a message to the dead letters, and the broker has confirmed it. What the broker moves there by itself is
 * not told: nobody tells the adapter.
 *
 * @param connection the name of the connection it was published on
 * @param queue the queue it was consumed from
 * @param exchange the exchange it was moved to; empty is the default exchange
 * @param routingKey the routing key it was moved with: the dead-letter queue's name where the exchange is the default one
 * @param reason why, as {@link io.carrotmq.DeadLetter#reason}
 * @param exception the class of the exception, or null if there was none
 * @param attempts how often it was attempted to handle it
 * @param properties the message's properties as it was consumed
 */
public record DeadLettered(
        String connection,
        String queue,
        String exchange,
        String routingKey,
        String reason,
        String exception,
        int attempts,
        Properties properties)
        implements BrokerEvent {
    /** Checks that what must be there is there. */
    public DeadLettered {
        Objects.requireNonNull(connection, "connection");
        Objects.requireNonNull(queue, "queue");
        Objects.requireNonNull(exchange, "exchange");
        Objects.requireNonNull(routingKey, "routingKey");
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(properties, "properties");
    }
}
