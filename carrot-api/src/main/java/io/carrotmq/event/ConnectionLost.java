package io.carrotmq.event;

import java.util.Objects;

/**
 * A connection has ended unasked. Consumers come back by themselves; the next send opens another.
 *
 * @param connection the name of the connection
 * @param reason what the broker or the network said
 */
public record ConnectionLost(String connection, String reason) implements BrokerEvent {
    /** Checks that every part is there. */
    public ConnectionLost {
        Objects.requireNonNull(connection, "connection");
        Objects.requireNonNull(reason, "reason");
    }
}
