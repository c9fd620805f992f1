package io.carrotmq.stomp.client;

/** Handles the messages of a subscription of a {@link StompClient}, on a thread of the client's executor. */
@FunctionalInterface
public interface MessageHandler {
    /**
     * Handles a message. Several threads call it at once, up to the subscription's {@link SubscriptionOptions#concurrency()}.
     * It may use every verb of the client, but not wait for the client to disconnect.
     *
     * @param message the message
     * @throws Exception if the message cannot be handled; {@link SubscriptionOptions} say what becomes of it then
     */
    void handle(StompMessage message) throws Exception;
}
