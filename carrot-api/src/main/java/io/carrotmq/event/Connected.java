package io.carrotmq.event;

import io.carrotmq.BrokerInfo;
import java.util.Objects;

/**
 * A connection is open, for the first time or again. There is one for publishing and one for consuming, each opened when it
 * is needed.
 *
 * @param connection the name of the connection
 * @param broker the broker it leads to
 */
public record Connected(String connection, BrokerInfo broker) implements BrokerEvent {
    /** Checks that every part is there. */
    public Connected {
        Objects.requireNonNull(connection, "connection");
        Objects.requireNonNull(broker, "broker");
    }
}
