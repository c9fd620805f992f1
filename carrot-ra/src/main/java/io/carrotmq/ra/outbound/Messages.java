package io.carrotmq.ra.outbound;

import io.carrotmq.ConnectException;
import io.carrotmq.OutgoingMessage;
import io.carrotmq.PublishException;
import io.carrotmq.TransactionMode;
import io.carrotmq.UnroutableException;
import io.carrotmq.UnsupportedException;
import io.carrotmq.config.Violations;
import io.carrotmq.transport.Closure;
import java.time.Duration;

/** Every error text of the outbound half, by number. */
final class Messages {
    static final System.Logger LOG = System.getLogger("io.carrotmq.outbound");

    private Messages() {}

    static ConnectException handleClosed() {
        return new ConnectException(
                "CARROT-0220", "the connection handle or its factory is closed; take a new one", false, null);
    }

    /** Not the application has closed it, so that it can go on with another. */
    static ConnectException handleTaken() {
        return lost(", or the container took the handle back", null);
    }

    static ConnectException noneAllocated(Exception cause) {
        return new ConnectException(
                "CARROT-0221",
                "the connection pool gave no connection: " + cause.getMessage()
                        + "; see the cause, the pool's size and its blocking timeout",
                false,
                cause);
    }

    static ConnectException notObservable(Exception cause) {
        return new ConnectException(
                "CARROT-0776",
                "the broker cannot be observed: " + cause.getMessage() + "; observe it while the adapter runs",
                false,
                cause);
    }

    static String noAdapter() {
        return "CARROT-0222 the managed connection factory has no Carrot resource adapter; the container sets it, or "
                + "create the connection factory without a connection manager";
    }

    static String connectionFailed(Throwable cause) {
        return "CARROT-0223 a managed connection failed and leaves the pool: " + cause.getMessage();
    }

    static String listenerFailed() {
        return "CARROT-0633 a listener of the connection pool failed when it was told that a connection is lost; the pool "
                + "may hold on to that connection until it is validated";
    }

    static ConnectException lost(Closure closure) {
        return lost(": " + closure, closure.cause());
    }

    private static ConnectException lost(String why, Throwable cause) {
        return new ConnectException(
                "CARROT-0226", "the connection was lost" + why + "; take a new one from the factory", true, cause);
    }

    static ConnectException channelBusy(String name, Duration waited) {
        return new ConnectException(
                "CARROT-0231",
                "[" + name + "] another thread has been opening the channel for " + waited.toMillis()
                        + " ms; check the broker, or raise connectTimeoutMillis",
                true,
                null);
    }

    static ConnectException interruptedOpening(String name) {
        return new ConnectException(
                "CARROT-0232",
                "[" + name + "] the thread was interrupted while another one opened the channel; try again",
                false,
                null);
    }

    static String otherAdapter() {
        return "CARROT-0224 the managed connection factory belongs to another resource adapter already";
    }

    static PublishException transactionOver() {
        return new PublishException(
                "CARROT-0610",
                "a message was not sent: the transaction is marked for rollback or over, so that the message could "
                        + "never be published; send before that, or outside the transaction",
                false,
                null);
    }

    static PublishException rolledBack(boolean flushed) {
        return new PublishException(
                "CARROT-0611",
                flushed
                        ? "the transaction rolled back after its messages had been published; they may have arrived"
                        : "the transaction rolled back, so its messages were never published",
                flushed,
                null);
    }

    static PublishException notAllConfirmed(long failed, int total, PublishException first) {
        return new PublishException(
                "CARROT-0612",
                failed + " of " + total + " messages of the transaction were not confirmed, so it rolls back: "
                        + first.getMessage(),
                true,
                first);
    }

    static String lostAfterCommit(String name, OutgoingMessage message, RuntimeException why) {
        String id = message.properties().messageId();
        boolean maybe = why instanceof PublishException failure && failure.mayHaveBeenDelivered();
        return "CARROT-0660 [" + name + "] a transaction has committed, and a " + message
                + (id == null ? "" : " and message id '" + id + "'") + " that was to be published after that "
                + (maybe ? "may be lost" : "is lost") + ": " + why.getMessage()
                + "; send it again, or use another transaction mode for what must not be lost";
    }

    static String moreLostAfterCommit(String name, int count) {
        return "CARROT-0661 [" + name + "] " + count + " more messages of the same transaction are lost, or may be";
    }

    static UnsupportedException notALastResource(TransactionMode wanted, TransactionMode present) {
        return new UnsupportedException(
                "CARROT-0662",
                "a message was not sent: in a transaction its mode " + Violations.word(wanted)
                        + " needs a connection factory whose transactionMode is local or tx, because the container has to "
                        + "know of it, and this one's is " + Violations.word(present)
                        + "; send it through such a factory, or with another mode",
                null);
    }

    static PublishException notEnlisted(TransactionMode mode) {
        return new PublishException(
                "CARROT-0673",
                "a message was not sent: a transaction is active, and the container has not enlisted this connection in "
                        + "it, as transaction mode " + Violations.word(mode)
                        + " needs; take the connection inside the transaction, and see that its pool does not lower the "
                        + "transaction support",
                false,
                null);
    }

    static PublishException cameBack(int back, int total, UnroutableException first) {
        return new PublishException(
                "CARROT-0665",
                back + " of " + total
                        + " messages of the broker's transaction came back, because no queue took them, so "
                        + "it rolls back; the other " + (total - back)
                        + " are in their queues already and cannot be taken back: " + first.getMessage(),
                total > back,
                first);
    }

    static PublishException deliveredAllTheSame() {
        return new PublishException(
                "CARROT-0668",
                "the transaction rolled back after the broker had committed its part; this message is in its queues all "
                        + "the same",
                true,
                null);
    }

    static PublishException transactionBusy(Duration limit) {
        return new PublishException(
                "CARROT-0670",
                "another thread publishes in the same transaction for longer than confirmTimeoutMillis ("
                        + limit.toMillis()
                        + "); nothing was done. Use a transaction in one thread, or check the broker",
                false,
                null);
    }

    static PublishException interruptedInTransaction() {
        return new PublishException(
                "CARROT-0672",
                "the thread was interrupted while another one published in the same transaction; nothing was done",
                false,
                null);
    }
}
