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
import io.carrotmq.QueueMissingException;
import io.carrotmq.TopologyException;
import io.carrotmq.TopologyException.Difference;
import io.carrotmq.UnroutableException;
import io.carrotmq.UnsupportedException;
import io.carrotmq.event.BrokerEvent;
import io.carrotmq.transport.Closure;
import java.time.Duration;
import java.util.Set;

/** Every error text of the engine, by number. */
final class Messages {
    /** AMQP 0-9-1, reply codes: access refused, not found, resource locked, not allowed. */
    private static final Set<Integer> REFUSALS = Set.of(403, 404, 405, 530);

    /** What does not fit the protocol. */
    static final String NOT_ENCODABLE = "CARROT-0613";

    private Messages() {}

    static ConnectException noChannel(String name, Closure closure) {
        return new ConnectException(
                "CARROT-0210",
                "[" + name + "] no channel could be opened: " + closure + "; it is tried anew with the next use",
                true,
                closure.cause());
    }

    static String observerFailed(String broker, BrokerEvent event, Throwable thrown) {
        return "CARROT-0772 [" + broker + "] a listener failed when it was told of "
                + event.getClass().getSimpleName() + ": " + thrown.getClass().getName()
                + "; correct it, it goes on being told";
    }

    static String observerOverflowed(String broker, long dropped, int capacity) {
        return "CARROT-0773 [" + broker + "] " + dropped + " events were not told to a listener, because " + capacity
                + " were waiting for it; it takes too long, let it hand them to a thread of its own";
    }

    static String observerStillRuns(String broker, Duration bound) {
        return "CARROT-0774 [" + broker + "] a listener still runs " + bound.toMillis()
                + " ms after its observation was closed; it is told nothing more, see what it waits for";
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

    static ConnectException alreadyClosed(String name, OutgoingMessage message) {
        return new ConnectException(
                "CARROT-0614",
                "[" + name + "] a " + message
                        + " was not sent: the channel has ended; send it through a new connection",
                true,
                null);
    }

    static PublishException restNotSent(String name, int sent, int all, ConnectException cause) {
        return new PublishException(
                "CARROT-0632",
                "[" + name + "] " + (all - sent) + " of " + all
                        + " messages were not sent: the channel has ended before; send them through a new connection",
                false,
                cause);
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

    static PublishBlockedException unansweredLook(String name, OutgoingMessage message, Duration limit) {
        return new PublishBlockedException(
                "CARROT-0621",
                "[" + name + "] a " + message + " was not sent: the broker has not told within confirmTimeoutMillis ("
                        + limit.toMillis() + ") whether there is such an exchange or queue; check the broker",
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

    static UnsupportedException cannotBeMandatory(String name, OutgoingMessage message, BrokerInfo broker) {
        return new UnsupportedException(
                "CARROT-0640",
                "[" + name + "] a " + message + " was not sent: it is mandatory, and " + named(broker)
                        + " drops what no queue takes without a word; send it with mandatory off, or to a queue",
                Capability.MANDATORY);
    }

    static UnsupportedException nestedHeader(String name, String header, BrokerInfo broker) {
        return new UnsupportedException(
                "CARROT-0641",
                "[" + name + "] a message was not sent: its header '" + header + "' holds a table or a list, and "
                        + named(broker) + " has texts only; put it into the body, or write it as one text",
                Capability.NESTED_HEADERS);
    }

    static PublishBlockedException notLookedFor(String name, OutgoingMessage message, Closure closure) {
        return new PublishBlockedException(
                "CARROT-0642",
                "[" + name + "] a " + message + " was not sent: whether its queue is there could not be asked for ("
                        + closure + "), and the broker drops what no queue takes without a word; send it again",
                closure.cause());
    }

    static UnsupportedException unsupported(String what, Capability capability, BrokerInfo broker) {
        return new UnsupportedException(
                "CARROT-0643",
                "[" + what + "] nothing was done: " + named(broker) + " does not have " + capability.description()
                        + "; use the broker's own administration, or a broker that has it",
                capability);
    }

    static UnsupportedException noExclusiveConsumer(String queue, BrokerInfo broker) {
        return new UnsupportedException(
                "CARROT-0644",
                "[" + queue + "] shall have an exclusive consumer, and " + named(broker) + " does not have "
                        + Capability.EXCLUSIVE_CONSUMERS.description()
                        + "; consume without, or use a broker that has them",
                Capability.EXCLUSIVE_CONSUMERS);
    }

    private static String named(BrokerInfo broker) {
        return (broker.product() + " " + broker.version()).trim() + " at " + broker.address();
    }

    static UnsupportedException noTransactions(String name, BrokerInfo broker) {
        return new UnsupportedException(
                "CARROT-0663",
                "[" + name + "] a message was not sent: transaction mode tx needs "
                        + Capability.TRANSACTIONS.description() + ", which " + broker.product() + " "
                        + broker.version() + " does not have; choose another mode",
                Capability.TRANSACTIONS);
    }

    static PublishException transactionGone(String name, int messages, Closure closure) {
        return new PublishException(
                "CARROT-0664",
                "[" + name + "] the broker's transaction of " + messages + " messages has ended with its channel: "
                        + (closure == null ? "closed" : closure)
                        + "; none of them was delivered, and the transaction can only roll back",
                false,
                closure == null ? null : closure.cause());
    }

    static ConfirmLostException commitUnanswered(String name, int messages, Closure closure) {
        return new ConfirmLostException(
                "CARROT-0666",
                "[" + name + "] the broker did not answer the commit of a transaction of " + messages + " messages: "
                        + closure
                        + "; they may have been delivered, all of them or some. Send them again if duplicates "
                        + "do no harm",
                closure.cause());
    }

    static MessageRefusedException commitRefused(String name, int messages, Closure closure) {
        return new MessageRefusedException(
                "CARROT-0667",
                "[" + name + "] the broker could not commit the whole transaction of " + messages + " messages: "
                        + closure
                        + "; a queue may be full or failed, see the broker's log. The other queues have taken theirs",
                true,
                closure.cause());
    }

    static PublishBlockedException commitBlocked(String name, int messages, String reason, Duration limit) {
        return new PublishBlockedException(
                "CARROT-0669",
                "[" + name + "] a transaction of " + messages
                        + " messages was not committed: the broker has blocked publishing (" + reason
                        + ") for longer than confirmTimeoutMillis (" + limit.toMillis()
                        + "); none of them was delivered. Free the broker's memory or disk",
                null);
    }

    static PublishException commitInterrupted(String name, int messages) {
        return new PublishException(
                "CARROT-0671",
                "[" + name + "] the thread was interrupted before it committed a transaction of " + messages
                        + " messages; none of them was delivered",
                false,
                null);
    }

    static PublishException notEncodable(String name, OutgoingMessage message, RuntimeException cause) {
        return new PublishException(
                NOT_ENCODABLE,
                "[" + name + "] a " + message + " was not sent: its properties do not fit the protocol ("
                        + cause.getMessage() + "); correct the header values or shorten the texts",
                false,
                cause);
    }

    /** A refusal of the broker has a reply code and ends the channel alone; anything else is a lost connection. */
    private static boolean isRefusal(Closure closure) {
        return closure.replyCode() != 0 && !closure.wholeConnection();
    }

    /** Some brokers end the whole connection over what others refuse on the channel. */
    static CarrotException cannotConsume(String queue, Closure closure) {
        return isRefusal(closure) || REFUSALS.contains(closure.replyCode())
                ? refusedToConsume(queue, closure)
                : lostMeanwhile(queue, closure);
    }

    private static ConsumeException refusedToConsume(String queue, Closure closure) {
        String code = "CARROT-0701";
        String text = "[" + queue + "] the broker does not let us consume: " + closure
                + "; create the queue, correct its name, or end its exclusive consumer";
        return closure.replyCode() == KnownNames.NOT_FOUND
                ? new QueueMissingException(code, text, queue, closure.cause())
                : new ConsumeException(code, text, closure.cause());
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

    static UnsupportedException cannotReject(Envelope envelope, BrokerInfo broker) {
        return new UnsupportedException(
                "CARROT-0720",
                "[" + envelope.queue() + "] message " + envelope.deliveryTag() + " cannot be rejected: "
                        + broker.product() + " " + broker.version()
                        + " would keep it in its queue and deliver it again; publish it elsewhere and acknowledge it, or "
                        + "requeue it",
                Capability.REJECT);
    }

    static ConsumeException connectionGone(String queue) {
        return new ConsumerLostException(
                "CARROT-0721",
                "[" + queue
                        + "] the connection that was consumed through is lost or given back; unsettled messages come "
                        + "again",
                null);
    }

    static String settledLate(int count, String what) {
        return "CARROT-0722 " + count + " settled too late, its channel had ended: " + what
                + "; the broker delivers it again. Further ones on this channel are not reported";
    }

    static ConsumeException consumedAlready(String queue) {
        return new ConsumeException(
                "CARROT-0723",
                "[" + queue + "] the subscription consumes from this queue already; cancel(queue) first",
                null);
    }

    // What a topology asks for

    static TopologyException different(Subject subject, Difference difference, Closure closure) {
        return new TopologyException(
                "CARROT-0705",
                "[" + subject + "] exists with other properties. " + difference
                        + ". Make the declaration equal to what exists, delete that, or set declareMode to verify or none",
                difference,
                closure.cause());
    }

    static TopologyException refusedDeclaration(Subject subject, Closure closure) {
        return new TopologyException(
                "CARROT-0747",
                "[" + subject + "] the broker does not accept the declaration: " + closure
                        + "; correct it, or set declareMode to verify or none",
                closure.cause());
    }

    static TopologyException notThere(Subject subject, Closure closure) {
        return new TopologyException(
                "CARROT-0706",
                "[" + subject + "] it, or what it refers to, does not exist: " + closure
                        + "; create it, or set declareMode to declare",
                closure.cause());
    }

    static UnsupportedException unsupported(Subject subject, String feature, Capability capability, BrokerInfo broker) {
        return new UnsupportedException(
                "CARROT-0740",
                "[" + subject + "] asks for " + feature + ", and " + (broker.product() + " " + broker.version()).trim()
                        + " at " + broker.address() + " does not have " + capability.description()
                        + ", so nothing was declared; leave that away, or use a broker that has it",
                capability);
    }

    static TopologyException mayNotDeclare(Subject subject, Closure closure) {
        return new TopologyException(
                "CARROT-0741",
                "[" + subject + "] may not be declared: " + closure
                        + "; let the user configure it (a binding needs write on the queue and read on the exchange), "
                        + "or choose a name that is not reserved",
                closure.cause());
    }

    static TopologyException exclusiveToAnother(Subject subject, Closure closure) {
        return new TopologyException(
                "CARROT-0742",
                "[" + subject + "] is exclusive to another connection, or exists and is not exclusive: " + closure
                        + "; choose another name, or wait until that connection is closed",
                closure.cause());
    }

    static TopologyException notForThatType(Subject subject, String property, String type, Closure closure) {
        return new TopologyException(
                "CARROT-0743",
                "[" + subject + "] " + (type == null ? "a queue of its type" : "a " + type + " queue")
                        + " cannot have this " + property + ": " + closure
                        + "; leave it away, correct its value, or choose another type of queue",
                closure.cause());
    }

    static TopologyException unknownExchangeType(Subject subject, String type, Closure closure) {
        return new TopologyException(
                "CARROT-0744",
                "[" + subject + "] the broker has no exchanges of type '" + type + "': " + closure
                        + "; correct the type, or enable the plug-in that brings it",
                closure.cause());
    }

    static String existsAlready(Subject subject) {
        return "CARROT-0745 [" + subject + "] exists already; it is declared all the same";
    }

    static ConnectException declareBusy(String name, Duration waited) {
        return new ConnectException(
                "CARROT-0746",
                "[" + name + "] another thread has been declaring a topology for " + waited.toMillis()
                        + " ms; check the broker, and try again",
                true,
                null);
    }
}
