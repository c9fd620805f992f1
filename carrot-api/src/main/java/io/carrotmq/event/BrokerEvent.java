package io.carrotmq.event;

/**
 * Something that happens between the adapter and one broker. Connections are shared: what is told belongs to the broker and
 * user of the connection factory, whoever of the same process has caused it.
 */
public sealed interface BrokerEvent extends CarrotEvent
        permits Connected, ConnectionLost, Blocked, Unblocked, Unroutable, DeadLettered {
    /** {@return the name of the connection, as the broker's management shows it} */
    String connection();
}
