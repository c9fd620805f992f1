package io.carrotmq.topology;

/** Which messages that come back to a quorum queue wait before they are delivered again. */
public enum DelayedRetry {
    /** All of them. */
    ALL("all"),
    /** Those whose delivery failed: rejected with requeue, or their consumer was lost. */
    FAILED("failed"),
    /** Those given back without blame. */
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
