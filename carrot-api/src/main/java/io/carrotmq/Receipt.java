package io.carrotmq;

import java.util.Objects;

/**
 * What a publisher holds in its hand for a message that was sent. Immutable.
 *
 * <p>In a transaction its outcome follows the {@link TransactionMode} that the message goes by:
 *
 * <table>
 * <caption>Receipts by transaction mode</caption>
 * <thead><tr><th>Mode</th><th>The receipt in hand</th><th>What it stands for</th></tr></thead>
 * <tbody>
 * <tr><td>{@link TransactionMode#SYNCHRONIZATION}</td><td>{@link Outcome#ENLISTED}</td><td>confirmed before the transaction
 * commits, or it rolls back</td></tr>
 * <tr><td>{@link TransactionMode#LOCAL}</td><td>{@link Outcome#ENLISTED}</td><td>confirmed in the commit, or that fails</td></tr>
 * <tr><td>{@link TransactionMode#AFTER_COMMIT}</td><td>{@link Outcome#ENLISTED}</td><td>published after the commit, and before
 * it returns; what fails then is lost, and only the log and the stage of {@link Publisher#sendAsync} tell</td></tr>
 * <tr><td>{@link TransactionMode#TX}</td><td>{@link Outcome#ENLISTED}</td><td>with the broker, which shows it to nobody before
 * the commit; taken by its queues in the commit, or that fails</td></tr>
 * <tr><td>{@link TransactionMode#NONE}</td><td>{@link Outcome#CONFIRMED}</td><td>the broker has it, whatever becomes of the
 * transaction</td></tr>
 * </tbody>
 * </table>
 *
 * <p>Outside a transaction it is {@link Outcome#CONFIRMED} in each mode. A stage completes with such a receipt when the
 * transaction has committed and the broker has confirmed the message; it fails when the transaction rolls back, and then
 * {@link PublishException#mayHaveBeenDelivered} tells whether the message may be out all the same.
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
         * The message is part of the active transaction, and nobody sees it before that commits, or is about to. It has its
         * outcome when the commit returns. If the transaction rolls back before it has begun to commit, the message never was.
         * What the commit promises beyond that is the {@link TransactionMode}'s affair.
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
