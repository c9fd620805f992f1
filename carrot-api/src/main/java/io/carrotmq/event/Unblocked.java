package io.carrotmq.event;

import java.util.Objects;

/**
 * The broker takes messages again.
 *
 * @param connection the name of the connection
 */
public record Unblocked(String connection) implements BrokerEvent {
    /** Checks that it is there. */
    public Unblocked {
        Objects.requireNonNull(connection, "connection");
    }
}
