package io.carrotmq.stomp.command;

import java.util.Objects;

/**
 * What tells a subscription from others: its id, or, in 1.0 without one, its destination.
 *
 * @param header {@code id} or {@code destination}
 * @param value the id or the destination
 */
public record SubscriptionToken(String header, String value) {
    private static final String ID = "id";
    private static final String DESTINATION = "destination";

    /** Checks that both are there. */
    public SubscriptionToken {
        Objects.requireNonNull(header, "header");
        Objects.requireNonNull(value, "value");
    }

    /**
     * The token of a subscription by its id.
     *
     * @param id the header {@code id} of {@code SUBSCRIBE}
     * @return the token
     */
    public static SubscriptionToken id(String id) {
        return new SubscriptionToken(ID, id);
    }

    /**
     * The token of a subscription without an id, which 1.0 alone has.
     *
     * @param destination the header {@code destination} of {@code SUBSCRIBE}
     * @return the token
     */
    public static SubscriptionToken destination(String destination) {
        return new SubscriptionToken(DESTINATION, destination);
    }

    /** {@return whether it is an id} */
    public boolean isId() {
        return header.equals(ID);
    }
}
