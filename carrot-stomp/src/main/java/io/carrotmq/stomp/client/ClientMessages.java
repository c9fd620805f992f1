package io.carrotmq.stomp.client;

import io.carrotmq.stomp.StompConnectionException;
import io.carrotmq.stomp.StompException;
import io.carrotmq.stomp.StompProtocolException;
import io.carrotmq.stomp.StompTimeoutException;
import io.carrotmq.stomp.frame.StompFrame;
import java.time.Duration;

/** Every error text of the clients, by number. */
final class ClientMessages {
    static final System.Logger LOG = System.getLogger("io.carrotmq.stomp.client");

    private ClientMessages() {}

    static void requireAtLeast(String option, int value, int least) {
        if (value < least) {
            throw Messages.wrongOption(option, value, least + " or more");
        }
    }

    static void requirePositive(String option, Duration value) {
        if (value.isZero() || value.isNegative() || value.compareTo(Duration.ofDays(1)) > 0) {
            throw Messages.wrongOption(option, value, "above zero and at most a day");
        }
    }

    static StompConnectionException notConnected(StompException cause) {
        return new StompConnectionException(
                "CARROT-0460",
                "the client is not connected" + (cause == null ? "" : ": " + cause.getMessage())
                        + "; nothing was sent; call connect()",
                cause);
    }

    static StompProtocolException alreadyConnected(String state) {
        return new StompProtocolException(
                "CARROT-0461",
                "the client cannot connect: it is " + state + "; disconnect it before, or use it as it is");
    }

    static StompTimeoutException noPlace(String what, Duration bound, String why) {
        return new StompTimeoutException(
                "CARROT-0462",
                what + " was not sent: within waitTimeout (" + bound.toMillis() + " ms) there was " + why
                        + "; try again when the broker takes messages, or allow more",
                null);
    }

    static StompTimeoutException noReceipt(String what, Duration bound) {
        return new StompTimeoutException(
                "CARROT-0463",
                what + ": no receipt within receiptTimeout (" + bound.toMillis()
                        + " ms); it may or may not have happened; look for an alarm at the broker, or allow more",
                null);
    }

    static StompConnectionException lostBeforeReceipt(String what, Throwable cause) {
        return new StompConnectionException(
                "CARROT-0464",
                what + ": the connection ended before the receipt came; it may or may not have happened; if it must"
                        + " happen do it again",
                cause);
    }

    static StompConnectionException transactionLost(String transaction, Throwable cause) {
        return new StompConnectionException(
                "CARROT-0466",
                "transaction " + transaction + " has ended with the connection it was begun on, and the broker has"
                        + " dropped it; begin another one",
                cause);
    }

    static StompProtocolException transactionEnded(String transaction) {
        return new StompProtocolException(
                "CARROT-0467", "transaction " + transaction + " is committed or aborted already; begin another one");
    }

    static StompConnectionException notOfTransaction(StompMessage message, String transaction, String why) {
        return new StompConnectionException(
                "CARROT-0468", message + " cannot be acknowledged in transaction " + transaction + ": " + why, null);
    }

    static StompConnectionException interrupted() {
        return new StompConnectionException(
                "CARROT-0469",
                "the thread was interrupted while it waited; what it asked for may or may not happen",
                null);
    }

    static StompTimeoutException handlersRunning(String who, int handlers, Duration bound) {
        return new StompTimeoutException(
                "CARROT-0470",
                who + " did not wait any longer: after " + bound.toMillis() + " ms " + handlers
                        + " handlers or sends are under way; what they do not acknowledge comes again; allow more, or"
                        + " make them faster",
                null);
    }

    static StompConnectionException noGoodbye(StompException cause) {
        return new StompConnectionException(
                "CARROT-0471",
                "the broker did not confirm DISCONNECT, and the connection is closed; the last acknowledgements may or may"
                        + " not have reached it, and messages they were for may come again",
                cause);
    }

    static StompProtocolException waitsForItself(String what) {
        return new StompProtocolException(
                "CARROT-0472",
                what
                        + " waits for the handlers, and was called by one of them; call it elsewhere, or call that of async()"
                        + " and do not wait");
    }

    static String stopped(StompSubscription subscription, Throwable cause) {
        return "CARROT-0473 " + subscription + " has ended, because a message could not be handled: " + cause
                + "; the message stays with the broker; correct the handler, or set an error destination";
    }

    static StompConnectionException handlerEnded(StompMessage message, Throwable cause) {
        return new StompConnectionException(
                "CARROT-0474",
                "the client has disconnected, because the handler of " + message + " failed: " + cause
                        + "; subscriptions are kept, and connect() brings them back",
                cause);
    }

    static String executorRefused() {
        return "CARROT-0475 the client's executor refused a task, which runs on a thread of its own; give the client an"
                + " executor that lives longer and takes every task";
    }

    static String unexpected(StompFrame message) {
        return "CARROT-0476 message " + message.header("message-id") + " of " + message.header("destination")
                + " came for subscription '" + message.header("subscription")
                + "', which has ended; the broker keeps it until the connection ends";
    }

    static StompProtocolException subscribed(String id) {
        return new StompProtocolException(
                "CARROT-0477",
                "there is a subscription '" + id + "' already; choose another id, or unsubscribe it before");
    }

    static StompProtocolException hasHandler(StompSubscription subscription) {
        return new StompProtocolException(
                "CARROT-0465",
                subscription + " has a handler, which gets its messages; subscribe without one to receive them");
    }

    static String listenerFailed() {
        return "CARROT-0478 a listener of the client failed; correct it";
    }

    static StompConnectionException defect(Throwable cause) {
        return new StompConnectionException(
                "CARROT-0479", "the client failed: " + cause + "; see the cause, and report it", cause);
    }
}
