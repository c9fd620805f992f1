package io.carrotmq.stomp.command;

/**
 * What tells a subscription from others: its id, or, in 1.0 without one, its destination.
 *
 * @param header {@code id} or {@code destination}
 * @param value the id or the destination
 */
public record SubscriptionToken(String header, String value) {}
