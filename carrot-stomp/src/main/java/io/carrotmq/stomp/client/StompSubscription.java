package io.carrotmq.stomp.client;

/**
 * A subscription of a client: what to unsubscribe, and what to receive from. Made by {@link StompClient#subscribe} and
 * {@link AsyncStompClient#subscribe}. It outlives connections: the client subscribes again after each reconnect, with the
 * same id, headers and ack mode, in the order in which subscriptions were made. Safe for use by any number of threads.
 */
public final class StompSubscription {
    private final String id;
    private final String destination;
    private final SubscriptionOptions options;
    private final Dispatch dispatch;

    StompSubscription(String id, String destination, SubscriptionOptions options, Dispatch dispatch) {
        this.id = id;
        this.destination = destination;
        this.options = options;
        this.dispatch = dispatch;
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

    Dispatch dispatch() {
        return dispatch;
    }

    @Override
    public String toString() {
        return "subscription '" + id + "' of " + destination;
    }
}
