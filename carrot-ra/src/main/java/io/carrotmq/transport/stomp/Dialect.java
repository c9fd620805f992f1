package io.carrotmq.transport.stomp;

import io.carrotmq.Capability;
import io.carrotmq.OutgoingMessage;
import io.carrotmq.SubscribeOptions;
import io.carrotmq.stomp.frame.StompFrame;
import io.carrotmq.topology.Binding;
import io.carrotmq.topology.ExchangeDeclaration;
import io.carrotmq.topology.QueueDeclaration;
import io.carrotmq.transport.Unroutable;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How one broker's STOMP differs from that of others: what its destinations are called, which of its headers carry what the
 * model has, how it does what STOMP has no command for, and what it cannot do. One is made for each connection to a broker;
 * it keeps nothing but what it has learned of that. Safe for use by any number of threads.
 *
 * <p>A queue name or routing key (of the default exchange) that begins with {@code /} is a destination of the broker and is
 * taken as it is. What the capabilities exclude is never asked for.
 */
interface Dialect {
    /** {@return the product's name for {@link io.carrotmq.BrokerInfo}} */
    String product();

    /** {@return the product's version, from the header {@code server}; empty if that does not tell} */
    String version();

    Set<Capability> capabilities();

    /** {@return whether quorum queues drop a message after some deliveries unless their declaration says otherwise} */
    default boolean limitsDeliveries() {
        return false;
    }

    // Messages

    /**
     * {@return the destination of a message}
     *
     * @throws IllegalArgumentException if it has none here
     * @throws io.carrotmq.UnsupportedException if the broker has no exchanges
     */
    String destination(String exchange, String routingKey);

    /**
     * Adds the headers of {@code SEND} that carry the message's properties; {@code destination} is there already.
     *
     * @throws IllegalArgumentException if there is no way to write them
     */
    void properties(OutgoingMessage message, Map<String, String> headers);

    /** {@return whether some queue takes a message; asked before one that is mandatory is sent, if that can be known} */
    default boolean routes(String exchange, String routingKey, Wire wire) {
        return true;
    }

    /** {@return the message of a {@code MESSAGE} frame, without consumer tag and delivery tag} */
    Arrival arrival(StompFrame message);

    /** {@return what becomes of a message for there if no queue takes it} */
    default Unroutable unroutable(String exchange, String routingKey) {
        if (capabilities().contains(Capability.MANDATORY)) {
            return Unroutable.RETURNED;
        }
        return exchange.isEmpty() ? Unroutable.NEVER : Unroutable.DROPPED;
    }

    /**
     * {@return what may have made the broker end a connection without a word, empty if nothing is known}
     *
     * @param largestBody how many bytes the largest body had that was sent on it
     * @param mostHeaders how many headers the message had that had most
     */
    default String suspicion(int largestBody, int mostHeaders) {
        return "";
    }

    // Consumers

    /** {@return the destinations to subscribe to for a queue's messages; mostly one} */
    List<String> sources(String queue, Wire wire);

    /** {@return the same without asking, for who has asked once and follows the news since} */
    default List<String> knownSources(String queue) {
        throw new UnsupportedOperationException("there are no news");
    }

    /**
     * {@return the headers of a {@code SUBSCRIBE} to a source that brings one message, which {@linkplain #isEnd means} that
     * what waits there has been sent to whom it is for; null if there is no such thing}
     */
    default Map<String, String> askingForEnd(String source) {
        return null;
    }

    /** {@return whether a message is the one that was asked for so} */
    default boolean isEnd(StompFrame message) {
        return false;
    }

    /** Told of each queue that is subscribed to. */
    default void consumed(String queue, Wire wire) {}

    /**
     * {@return where one learns of further sources, or null if there never are any}
     *
     * @param queue the queue that is of interest; null for all
     */
    default News news(String queue) {
        return null;
    }

    /**
     * Where one learns of further sources.
     *
     * @param destination where to subscribe
     * @param headers what else {@code SUBSCRIBE} says
     */
    record News(String destination, Map<String, String> headers) {}

    /** {@return the source a message of the news tells of, which is a known one from now on} */
    default String newSource(StompFrame news) {
        throw new UnsupportedOperationException("there are no news");
    }

    /**
     * {@return whether the broker subscribes to a source by itself, without acknowledgements and by its name: to a temporary
     * queue, when a message asks for an answer there}
     */
    default boolean subscribesItself(String source) {
        return false;
    }

    /** {@return the frames that subscribe, of which the last can have a receipt} */
    default List<StompFrame> subscribing(StompFrame subscribe) {
        return List.of(subscribe);
    }

    /** Adds the headers of {@code SUBSCRIBE} that carry the options; those of STOMP itself are there already. */
    void subscription(SubscribeOptions options, Map<String, String> headers);

    /** {@return what becomes of unsettled messages at {@code UNSUBSCRIBE}} */
    Leaving leaving();

    /** What becomes of unsettled messages at {@code UNSUBSCRIBE}. */
    enum Leaving {
        /** They stay with the connection, and can be settled as long as there is a subscription of that id. */
        KEEPS,
        /** They go back to their queue, so that a subscription may end only when all its messages are settled. */
        GIVES_BACK
    }

    /** {@return whether subscriptions had better end before the connection does} */
    default boolean leavesBeforeGoodbye() {
        return false;
    }

    /** {@return how a message goes back to its queue} */
    Return returning();

    /** How a message goes back to its queue. */
    enum Return {
        /** {@code NACK} does it. */
        NACK,
        /** {@code NACK} would do away with it: a copy is sent and the message acknowledged, in one transaction. */
        COPY,
        /** The same without a transaction, because {@code ACK} takes no part in it: first the one, then the other. */
        COPY_FIRST
    }

    /** {@return the headers of a {@code NACK} that gives a message back, or rejects it for good} */
    default Map<String, String> nack(boolean requeue) {
        return Map.of();
    }

    /** {@return the headers of a {@code SEND} of that message to its queue again, {@code destination} with them; null if it has none} */
    default Map<String, String> copy(StompFrame message) {
        throw new UnsupportedOperationException("messages go back by NACK");
    }

    /** {@return where to subscribe so that no message ever comes; for {@link Leaving#KEEPS}} */
    default String nowhere() {
        throw new UnsupportedOperationException("no such destination is needed");
    }

    // Errors

    /** {@return the AMQP 0-9-1 reply code of what an {@code ERROR} says, 0 if that has none} */
    int replyCode(StompFrame error);

    /** {@return the id of the subscription an {@code ERROR} says the broker has ended; null if it says something else} */
    default String endedSubscription(StompFrame error) {
        return null;
    }

    // Queues and exchanges

    /** Declares an exchange as it is. */
    default void declare(ExchangeDeclaration exchange, Wire wire) {}

    /**
     * Declares a queue, which has a name, as it is.
     *
     * @throws io.carrotmq.transport.TransportException if it cannot be had so
     */
    default void declare(QueueDeclaration queue, Wire wire) {}

    /** Binds a queue. */
    default void bind(Binding binding, Wire wire) {}

    /** {@return whether it can be asked if a queue or an exchange is there, even if not how much waits in it} */
    default boolean looks() {
        return capabilities().contains(Capability.LOOKUP);
    }

    /**
     * Asks for a queue.
     *
     * @return how many messages wait in it, -1 if the broker does not tell
     * @throws io.carrotmq.transport.TransportException with the reply code 404 if there is none
     */
    default long verifyQueue(String name, Wire wire) {
        return -1;
    }

    /**
     * Asks for an exchange.
     *
     * @throws io.carrotmq.transport.TransportException with the reply code 404 if there is none
     */
    default void verifyExchange(String name, Wire wire) {}

    /** Deletes a queue; one that does not exist is no error. */
    default void deleteQueue(String name, Wire wire) {}

    /** Deletes an exchange; one that does not exist is no error. */
    default void deleteExchange(String name, Wire wire) {}
}
