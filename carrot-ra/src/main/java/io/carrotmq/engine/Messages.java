package io.carrotmq.engine;

import io.carrotmq.BrokerInfo;
import io.carrotmq.Capability;
import io.carrotmq.CarrotException;
import io.carrotmq.ConfirmLostException;
import io.carrotmq.ConnectException;
import io.carrotmq.ConsumeException;
import io.carrotmq.ConsumerCancelledException;
import io.carrotmq.ConsumerLostException;
import io.carrotmq.Delivery;
import io.carrotmq.Envelope;
import io.carrotmq.MessageRefusedException;
import io.carrotmq.MessageStateException;
import io.carrotmq.OutgoingMessage;
import io.carrotmq.PublishBlockedException;
import io.carrotmq.PublishException;
import io.carrotmq.TopologyException;
import io.carrotmq.UnroutableException;
import io.carrotmq.UnsupportedException;
import io.carrotmq.transport.Closure;
import java.time.Duration;

/** Every error text of the engine, by number. */
final class Messages {
    private Messages() {}

    static ConnectException noChannel(String name, Closure closure) {
        return new ConnectException(
                "CARROT-0210",
                "[" + name + "] no channel could be opened: " + closure + "; it is tried anew with the next use",
                true,
                closure.cause());
    }

    static ConnectException connectBusy(String name, Duration waited) {
        return new ConnectException(
                "CARROT-0211",
                "[" + name + "] another thread has been connecting for " + waited.toMillis()
                        + " ms; check the broker, or raise connectTimeoutMillis",
                true,
                null);
    }

    static ConnectException interruptedConnecting(String name) {
        return new ConnectException(
                "CARROT-0215",
                "[" + name + "] the thread was interrupted while it waited for a connection; try again",
                false,
                null);
    }

    static ConnectException blockedConnection(String name, String reason, Duration limit) {
        return new ConnectException(
                "CARROT-0217",
                "[" + name + "] no channel could be opened: the broker has blocked publishing (" + reason
                        + ") for longer than connectTimeoutMillis (" + limit.toMillis()
                        + "); free the broker's memory or disk",
                true,
                null);
    }

    static ConnectException lostMeanwhile(String what, Closure closure) {
        return new ConnectException(
                "CARROT-0216",
                "[" + what + "] the connection was lost meanwhile: " + closure + "; try again when the broker is back",
                true,
                closure.cause());
    }

    static ConnectException engineClosed(String name) {
        return new ConnectException(
                "CARROT-0212", "[" + name + "] the connection factory is closed; open a new one", false, null);
    }

    static String connected(String name, BrokerInfo broker, long epoch) {
        return "[" + name + "] connected to " + broker.product() + " " + broker.version() + " at " + broker.address()
                + ", virtual host '" + broker.virtualHost() + "' (connection " + epoch + ")";
    }

    static String connectionLost(String name, Closure closure) {
        return "CARROT-0213 [" + name + "] connection lost: " + closure
                + "; unsettled messages come again, it is connected anew when needed";
    }

    static String blocked(String name, String reason) {
        return "CARROT-0214 [" + name + "] the broker accepts no publishes: " + reason
                + "; sends wait, and fail after confirmTimeoutMillis";
    }

    static String unblocked(String name) {
        return "[" + name + "] the broker accepts publishes again";
    }

    static String taskFailed() {
        return "CARROT-0402 a background task failed; this is a defect in Carrot, please report the cause";
    }

    static UnroutableException unroutable(String name, OutgoingMessage message, int code, String text) {
        return new UnroutableException(
                "CARROT-0601",
                "[" + name + "] the broker returned a " + message + " (" + code + " " + text
                        + "): no queue is bound for it; bind one, or send with mandatory off");
    }

    static MessageRefusedException refused(String name, OutgoingMessage message) {
        return new MessageRefusedException(
                "CARROT-0602",
                "[" + name + "] the broker refused a " + message
                        + " (negative confirm); a queue may be full or failed, see the broker's log. "
                        + "If its exchange has several queues, others may have taken it",
                true,
                null);
    }

    static ConfirmLostException notConfirmed(String name, OutgoingMessage message, Duration limit) {
        return new ConfirmLostException(
                "CARROT-0603",
                "[" + name + "] the broker did not confirm a " + message + " within confirmTimeoutMillis ("
                        + limit.toMillis() + "); it may have been delivered. Check the broker, or raise the limit",
                null);
    }

    static ConfirmLostException lost(String name, OutgoingMessage message, Closure closure) {
        return new ConfirmLostException(
                "CARROT-0604",
                "[" + name + "] the channel ended before a " + message + " was confirmed: " + closure
                        + "; it may have been delivered. Send it again if a duplicate does no harm",
                closure.cause());
    }

    static PublishBlockedException blockedTooLong(String name, OutgoingMessage message, String reason, Duration limit) {
        return new PublishBlockedException(
                "CARROT-0605",
                "[" + name + "] a " + message + " was not sent: the broker has blocked publishing (" + reason
                        + ") for longer than confirmTimeoutMillis (" + limit.toMillis()
                        + "); free the broker's memory or disk",
                null);
    }

    static PublishBlockedException windowFull(String name, OutgoingMessage message, int limit, Duration waited) {
        return new PublishBlockedException(
                "CARROT-0606",
                "[" + name + "] a " + message + " was not sent: maxUnconfirmed (" + limit
                        + ") messages wait for their confirm, for longer than confirmTimeoutMillis ("
                        + waited.toMillis() + "); send slower, or raise the limit",
                null);
    }

    static MessageRefusedException notAccepted(String name, OutgoingMessage message, Closure closure) {
        return new MessageRefusedException(
                "CARROT-0607",
                "[" + name + "] the broker does not accept a " + message + ": " + closure
                        + "; create the exchange or correct its name, or grant the right to publish",
                false,
                closure.cause());
    }

    static ConfirmLostException notSent(String name, OutgoingMessage message, Closure closure) {
        return new ConfirmLostException(
                "CARROT-0608",
                "[" + name + "] a " + message + " was not handed over: " + closure
                        + "; part of it may have been. Send it again when the broker is back, if a duplicate does no harm",
                closure.cause());
    }

    static PublishException alreadyClosed(String name, OutgoingMessage message) {
        return new PublishException(
                "CARROT-0614",
                "[" + name + "] a " + message
                        + " was not sent: the channel has ended; send it through a new connection",
                false,
                null);
    }

    static PublishBlockedException writerHangs(String name, OutgoingMessage message, Duration limit) {
        return new PublishBlockedException(
                "CARROT-0615",
                "[" + name + "] a " + message + " was not sent: the broker has not read what another thread writes for "
                        + "longer than confirmTimeoutMillis (" + limit.toMillis()
                        + "); the connection is ended and made anew",
                null);
    }

    static PublishException interrupted(String name, OutgoingMessage message, boolean sent) {
        return new PublishException(
                "CARROT-0609",
                "[" + name + "] the thread was interrupted while a " + message
                        + (sent ? " waited for its confirm; it may have been delivered" : " waited to be sent"),
                sent,
                null);
    }

    static PublishException ignored(String name, OutgoingMessage message, Closure closure) {
        return new PublishException(
                "CARROT-0620",
                "[" + name + "] a " + message
                        + " was not delivered: the broker closed the channel over this message or " + "one before it ("
                        + closure + "), and ignored what followed; it is safe to send again",
                false,
                closure.cause());
    }

    static PublishBlockedException unansweredExchange(String name, OutgoingMessage message, Duration limit) {
        return new PublishBlockedException(
                "CARROT-0621",
                "[" + name + "] a " + message + " was not sent: the broker has not told within confirmTimeoutMillis ("
                        + limit.toMillis() + ") whether there is such an exchange; check the broker",
                null);
    }

    static UnsupportedException unsupported(String name, BrokerInfo broker, Capability capability) {
        return new UnsupportedException(
                "CARROT-0622",
                "[" + name + "] a message was not sent: it asks for " + capability.description() + ", which "
                        + broker.product() + " " + broker.version()
                        + " does not have, so that the message would go astray; send it without, or through a broker "
                        + "that can",
                capability);
    }

    static Closure outOfStep(RuntimeException cause) {
        return new Closure(
                false, false, 0, "a message did not fit the protocol, so that confirms cannot be numbered", cause);
    }

    static PublishException notEncodable(String name, OutgoingMessage message, RuntimeException cause) {
        return new PublishException(
                "CARROT-0613",
                "[" + name + "] a " + message + " was not sent: its properties do not fit the protocol ("
                        + cause.getMessage() + "); correct the header values or shorten the texts",
                false,
                cause);
    }

    /** A refusal of the broker has a reply code and ends the channel alone; anything else is a lost connection. */
    private static boolean isRefusal(Closure closure) {
        return closure.replyCode() != 0 && !closure.wholeConnection();
    }

    static CarrotException cannotConsume(String queue, Closure closure) {
        return isRefusal(closure) ? refusedToConsume(queue, closure) : lostMeanwhile(queue, closure);
    }

    private static ConsumeException refusedToConsume(String queue, Closure closure) {
        return new ConsumeException(
                "CARROT-0701",
                "[" + queue + "] the broker does not let us consume: " + closure
                        + "; create the queue, correct its name, or end its exclusive consumer",
                closure.cause());
    }

    static ConsumeException cancelled(String queue) {
        return new ConsumerCancelledException(
                "CARROT-0702",
                "[" + queue + "] the broker cancelled the consumer: the queue was deleted or its leader is gone",
                queue);
    }

    static ConsumeException subscriptionClosed(String queue) {
        return new ConsumeException("CARROT-0707", "[" + queue + "] the subscription is closed; subscribe anew", null);
    }

    static ConsumeException consumerLost(String queue, Closure closure) {
        return new ConsumerLostException(
                "CARROT-0703",
                "[" + queue + "] the consumer's channel ended: " + closure + "; unsettled messages come again",
                closure.cause());
    }

    static MessageStateException settledBefore(Envelope envelope, Delivery.State state, Delivery.State wanted) {
        return new MessageStateException(
                "CARROT-0704",
                "[" + envelope.queue() + "] message " + envelope.deliveryTag() + " is " + state
                        + " already and cannot become " + wanted + "; settle each message once",
                null);
    }

    static CarrotException undeclarable(String what, Closure closure) {
        return isRefusal(closure) ? refusedDeclaration(what, closure) : lostMeanwhile(what, closure);
    }

    private static TopologyException refusedDeclaration(String what, Closure closure) {
        return new TopologyException(
                "CARROT-0705",
                "[" + what + "] the broker does not accept the declaration: " + closure
                        + "; make the declaration equal to what exists, or set declareMode to verify or none",
                closure.cause());
    }

    static CarrotException missing(String what, Closure closure) {
        return isRefusal(closure) ? notThere(what, closure) : lostMeanwhile(what, closure);
    }

    private static TopologyException notThere(String what, Closure closure) {
        return new TopologyException(
                "CARROT-0706",
                "[" + what + "] does not exist: " + closure + "; create it, or set declareMode to declare",
                closure.cause());
    }
}
