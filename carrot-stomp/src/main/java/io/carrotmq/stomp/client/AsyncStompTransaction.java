package io.carrotmq.stomp.client;

import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * A transaction of an {@link AsyncStompClient}, made by {@link AsyncStompClient#begin}. It belongs to the connection it was
 * begun on: when that is lost the broker drops it, it is not made again, and every stage fails with a {@link
 * io.carrotmq.stomp.StompConnectionException}. What is called in order is sent in order. Safe for use by any number of
 * threads.
 */
public final class AsyncStompTransaction {
    private final AsyncStompClient client;
    private final OpenTransaction open;

    AsyncStompTransaction(AsyncStompClient client, OpenTransaction open) {
        this.client = client;
        this.open = open;
    }

    /** {@return its id in the header {@code transaction}} */
    public String id() {
        return open.id();
    }

    boolean isActive() {
        return open.isActive();
    }

    /**
     * Sends a message when the transaction is committed: it is confirmed then, not before.
     *
     * @param destination where to
     * @param body the body, given away
     * @param headers further headers
     * @return completes when it is handed to the connection; exceptionally as {@link StompTransaction#send} throws
     */
    public CompletionStage<Void> send(String destination, byte[] body, Map<String, String> headers) {
        return client.written(() -> open.send(destination, body, headers));
    }

    /**
     * Acknowledges a message when the transaction is committed; with the ack mode {@code client} all before it, too.
     *
     * @param message a message of the same connection
     * @return completes when that is handed to the connection; exceptionally as {@link StompTransaction#ack} throws
     */
    public CompletionStage<Void> ack(StompMessage message) {
        return client.written(() -> open.settle(message, true, Map.of()));
    }

    /**
     * Refuses a message when the transaction is committed.
     *
     * @param message a message of the same connection
     * @return completes when that is handed to the connection; exceptionally as {@link StompTransaction#nack} throws
     */
    public CompletionStage<Void> nack(StompMessage message) {
        return client.written(() -> open.settle(message, false, Map.of()));
    }

    /**
     * Commits.
     *
     * @return completes when the broker has confirmed it; exceptionally as {@link StompTransaction#commit} throws
     */
    public CompletionStage<Void> commit() {
        return client.requested(open::commit);
    }

    /**
     * Aborts.
     *
     * @return completes when the broker has confirmed it; exceptionally as {@link StompTransaction#abort} throws
     */
    public CompletionStage<Void> abort() {
        return client.requested(() -> open.abort().thenRunAsync(open::unsettle, open.executor()));
    }
}
