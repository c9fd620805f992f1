package io.carrotmq.event;

import io.carrotmq.Properties;
import java.util.Objects;

/**
 * A mandatory message came back, because no queue took it. Who sent it is told as well, by
 * {@link io.carrotmq.UnroutableException}. It may be one that Carrot moves to where failed messages go and nothing is; that is
 * tried again.
 *
 * @param connection the name of the connection it was published on
 * @param exchange the exchange it was sent to; empty is the default exchange
 * @param routingKey the routing key it was sent with
 * @param reason what the broker said
 * @param properties the message's properties
 */
public record Unroutable(String connection, String exchange, String routingKey, String reason, Properties properties)
        implements BrokerEvent {
    /** Checks that every part is there. */
    public Unroutable {
        Objects.requireNonNull(connection, "connection");
        Objects.requireNonNull(exchange, "exchange");
        Objects.requireNonNull(routingKey, "routingKey");
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(properties, "properties");
    }
}
