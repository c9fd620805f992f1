package io.carrotmq.stomp.client;

import io.carrotmq.stomp.command.SubscriptionToken;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A subscription of a client: what to unsubscribe, and what to receive from. Made by {@link StompClient#subscribe} and
 * {@link AsyncStompClient#subscribe}. It outlives connections: the client subscribes again after each reconnect, with the
 * same id, headers and ack mode, in the order in which subscriptions were made. Safe for use by any number of threads.
 */
public final class StompSubscription {
    private final String id;
    private final String destination;
    private final SubscriptionOptions options;
    private final Intake intake;
    private final long number;
    private volatile Lane lane;
    private volatile boolean confirmed;
    private final AtomicBoolean stopped = new AtomicBoolean();

    StompSubscription(String id, String destination, SubscriptionOptions options, Intake intake, long number) {
        this.id = id;
        this.destination = destination;
        this.options = options;
        this.intake = intake;
        this.number = number;
    }

    /** {@return the id in the header {@code id}} */
    public String id() {
        return id;
    }

    /** {@return what it is subscribed to} */
    public String destination() {
        return destination;
    }

    /** {@return how} */
    public SubscriptionOptions options() {
        return options;
    }

    SubscriptionToken token() {
        return SubscriptionToken.id(id);
    }

    Intake intake() {
        return intake;
    }

    /** {@return the how many-th subscription of its client it is} */
    long number() {
        return number;
    }

    /** {@return the subscription on the connection it was last made on, which may have ended; null if on none} */
    Lane lane() {
        return lane;
    }

    void lane(Lane present) {
        lane = present;
    }

    /** {@return whether a broker has taken it, so that it is to be made again after a reconnect} */
    boolean isConfirmed() {
        return confirmed && !stopped.get();
    }

    void confirm() {
        confirmed = true;
    }

    /** {@return whether it is ending, so that no connection is to give it messages any more} */
    boolean isStopped() {
        return stopped.get();
    }

    /** Begins to end it; false if that was done before. */
    boolean stop() {
        return stopped.compareAndSet(false, true);
    }

    @Override
    public String toString() {
        return "subscription '" + id + "' of " + destination;
    }
}
