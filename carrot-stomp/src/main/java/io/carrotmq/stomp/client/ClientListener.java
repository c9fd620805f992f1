package io.carrotmq.stomp.client;

import io.carrotmq.stomp.StompException;
import io.carrotmq.stomp.command.Connected;
import io.carrotmq.stomp.failover.BrokerAddress;

/**
 * Told what happens to a client; the client logs the same. Called on threads of the client's executor, one call at a time and
 * in order. What a method throws is logged.
 */
public interface ClientListener {
    /** Does nothing. */
    ClientListener NONE = new ClientListener() {};

    /**
     * A connection is there, and all subscriptions are back.
     *
     * @param broker which broker
     * @param connected what it said
     */
    default void connected(BrokerAddress broker, Connected connected) {}

    /**
     * An attempt to connect has failed; another one follows, unless {@link #ended} is called.
     *
     * @param broker which broker
     * @param cause why: not reached, no {@code CONNECTED} in time, refused, or a subscription that did not come back
     */
    default void attemptFailed(BrokerAddress broker, StompException cause) {}

    /**
     * The connection was lost; attempts to reconnect follow. Every receipt that was awaited has failed.
     *
     * @param broker which broker
     * @param cause why; a {@link io.carrotmq.stomp.command.StompErrorException} if the broker sent {@code ERROR}
     */
    default void lost(BrokerAddress broker, StompException cause) {}

    /**
     * The client is not connected any more, and makes no attempts.
     *
     * @param cause null after a disconnect that was asked for and went well; otherwise why: reconnection was given up, a
     *     handler has failed ({@link FailureAction#DISCONNECT}), or the disconnect went wrong
     */
    default void ended(StompException cause) {}

    /**
     * A handler has failed.
     *
     * @param message what it was given
     * @param action what becomes of the message
     * @param cause what it threw
     */
    default void messageFailed(StompMessage message, FailureAction action, Throwable cause) {}

    /**
     * A subscription has ended although nobody asked for it.
     *
     * @param subscription the subscription
     * @param cause why
     */
    default void stopped(StompSubscription subscription, Throwable cause) {}
}
