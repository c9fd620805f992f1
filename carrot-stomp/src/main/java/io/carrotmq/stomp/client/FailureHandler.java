package io.carrotmq.stomp.client;

/** Decides what becomes of a message whose handler has failed. */
@FunctionalInterface
public interface FailureHandler {
    /**
     * Decides. Called on a thread of the client's executor, by several at once.
     *
     * @param message the message
     * @param cause what the handler threw, or its stage failed with
     * @return what shall become of the message; {@link FailureAction#STOP} follows if this is null or an exception, or if the
     *     action is not possible
     */
    FailureAction failed(StompMessage message, Throwable cause);
}
