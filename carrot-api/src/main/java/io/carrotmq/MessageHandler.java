package io.carrotmq;

/**
 * What a {@link Consumer} calls for each message.
 *
 * @param <T> the type of the decoded body
 */
@FunctionalInterface
public interface MessageHandler<T> {
    /**
     * Handles a message. It settles the delivery, or leaves that to the handlers after it.
     *
     * @param delivery the message
     * @throws Exception if it cannot be handled: an unsettled delivery has then {@linkplain Delivery#fail failed}
     */
    void onMessage(Delivery<? extends T> delivery) throws Exception;
}
