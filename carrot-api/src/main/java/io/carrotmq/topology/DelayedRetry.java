package io.carrotmq.topology;

/**
 * Which messages that come back to a quorum queue wait before they are delivered again. RabbitMQ 4.3 takes
 * {@link io.carrotmq.Delivery#requeue()} ({@code basic.nack}) for a return without blame, and a consumer that is lost, or
 * closed with the message unsettled, for a failure.
 */
public enum DelayedRetry {
    /** All of them. */
    ALL("all"),
    /** Those whose delivery failed: their consumer was lost, or {@code basic.reject} gave them back. */
    FAILED("failed"),
    /** Those given back without blame, as {@link io.carrotmq.Delivery#requeue()} does. */
    RETURNED("returned");

    private final String argument;

    DelayedRetry(String argument) {
        this.argument = argument;
    }

    /** {@return the value of the argument {@code x-delayed-retry-type}} */
    public String argument() {
        return argument;
    }
}
