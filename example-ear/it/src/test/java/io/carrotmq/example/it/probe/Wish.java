package io.carrotmq.example.it.probe;

/**
 * A send a test wishes for.
 *
 * @param id the message's body, and the key of the row stored beside it
 * @param mode through which connection factory
 * @param source where to store the row
 * @param end how to end the transaction
 * @param exchange where to send
 * @param routingKey where to send
 */
public record Wish(String id, Mode mode, Source source, End end, String exchange, String routingKey) {
    /** The transaction modes, each with a connection factory. */
    public enum Mode {
        SYNCHRONIZATION,
        LOCAL
    }

    /** What ends the request. */
    public enum End {
        COMMIT,
        ROLLBACK,
        /** There is no transaction. */
        NO_TRANSACTION
    }
}
