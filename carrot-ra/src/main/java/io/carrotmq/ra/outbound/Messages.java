package io.carrotmq.ra.outbound;

import io.carrotmq.ConnectException;
import io.carrotmq.PublishException;
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
}
