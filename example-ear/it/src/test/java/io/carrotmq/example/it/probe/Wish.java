package io.carrotmq.example.it.probe;

import io.carrotmq.TransactionMode;

/**
 * A send a test wishes for.
 *
 * @param id the message's body, and the key of the row stored beside it
 * @param mode through which connection factory; each mode has one
 * @param own the message's own mode, or null
 * @param source where to store the row
 * @param end how to end the transaction
 * @param exchange where to send
 * @param routingKey where to send
 */
public record Wish(
        String id,
        TransactionMode mode,
        TransactionMode own,
        Source source,
        End end,
        String exchange,
        String routingKey) {
    /** What ends the request. */
    public enum End {
        COMMIT,
        /** As {@link #COMMIT}, once everybody else has done what comes before completion and somebody has looked into the queue. */
        LOOK_AND_COMMIT,
        ROLLBACK,
        /** There is no transaction. */
        NO_TRANSACTION
    }
}
