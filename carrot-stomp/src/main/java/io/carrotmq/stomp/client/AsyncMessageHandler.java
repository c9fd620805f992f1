package io.carrotmq.stomp.client;

import java.util.concurrent.CompletionStage;

/** Handles the messages of a subscription of an {@link AsyncStompClient}; called on a thread of the client's executor. */
@FunctionalInterface
public interface AsyncMessageHandler {
    /**
     * Begins to handle a message. It is called again before its stage has completed, up to the subscription's
     * {@link SubscriptionOptions#concurrency()}.
     *
     * @param message the message
     * @return completes when the message is handled, or exceptionally if it cannot be; null means it is handled already
     * @throws Exception if the message cannot be handled; as a stage that completes exceptionally
     */
    CompletionStage<?> handle(StompMessage message) throws Exception;
}
