package io.carrotmq;

import java.util.Objects;

/**
 * What a publisher holds in its hand for a message that was sent. Immutable.
 *
 * @param outcome what the receipt certifies
 * @param exchange the exchange the message was sent to
 * @param routingKey the routing key it was sent with
 */
public record Receipt(Outcome outcome, String exchange, String routingKey) {
    /** Checks that every part is there. */
    public Receipt {
        Objects.requireNonNull(outcome, "outcome");
        Objects.requireNonNull(exchange, "exchange");
        Objects.requireNonNull(routingKey, "routingKey");
    }

    /** What a receipt certifies. */
    public enum Outcome {
        /** The broker has confirmed the message: it is responsible for it now. */
        CONFIRMED,
        /**
         * The message is part of the active transaction: it is published and confirmed before the commit returns, or
         * the transaction rolls back and it never was.
         */
        ENLISTED
    }

    /**
     * Makes a receipt for a message.
     *
     * @param outcome what it certifies
     * @param message the message
     * @return the receipt
     */
    public static Receipt of(Outcome outcome, OutgoingMessage message) {
        return new Receipt(outcome, message.exchange(), message.routingKey());
    }

    /** {@return whether the broker has confirmed the message} */
    public boolean confirmed() {
        return outcome == Outcome.CONFIRMED;
    }
}
