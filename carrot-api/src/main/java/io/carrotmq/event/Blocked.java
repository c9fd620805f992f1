package io.carrotmq.event;

import java.util.Objects;

/**
 * The broker takes no more messages for a while, because it is short of memory or disk. Sends wait for as long as their
 * time allows.
 *
 * @param connection the name of the connection
 * @param reason what the broker said
 */
public record Blocked(String connection, String reason) implements BrokerEvent {
    /** Checks that every part is there. */
    public Blocked {
        Objects.requireNonNull(connection, "connection");
        Objects.requireNonNull(reason, "reason");
    }
}
