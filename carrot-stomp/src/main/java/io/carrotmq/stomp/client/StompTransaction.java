package io.carrotmq.stomp.client;

import java.util.Map;

/**
 * A transaction of a {@link StompClient}, made by {@link StompClient#begin}. It belongs to the connection it was begun on:
 * when that is lost the broker drops it, it is not made again, and everything here throws a {@link
 * io.carrotmq.stomp.StompConnectionException}. Safe for use by any number of threads.
 */
public final class StompTransaction implements AutoCloseable {
    private final OpenTransaction open;

    StompTransaction(OpenTransaction open) {
        this.open = open;
    }

    /** {@return its id in the header {@code transaction}} */
    public String id() {
        return open.id();
    }

    /**
     * Sends a message when the transaction is committed: it is confirmed then, not before.
     *
     * @param destination where to
     * @param body the body, given away
     * @param headers further headers
     * @throws io.carrotmq.stomp.StompConnectionException if the transaction's connection has ended
     * @throws io.carrotmq.stomp.StompProtocolException if the transaction is committed or aborted
     */
    public void send(String destination, byte[] body, Map<String, String> headers) {
        open.send(destination, body, headers);
    }

    /**
     * Sends a message when the transaction is committed.
     *
     * @param destination where to
     * @param body the body, given away
     * @throws io.carrotmq.stomp.StompConnectionException as with headers
     * @throws io.carrotmq.stomp.StompProtocolException as with headers
     */
    public void send(String destination, byte[] body) {
        send(destination, body, Map.of());
    }

    /**
     * Acknowledges a message when the transaction is committed; with the ack mode {@code client} all before it, too.
     *
     * @param message a message of the same connection
     * @throws io.carrotmq.stomp.StompConnectionException if the transaction's connection has ended, or the message came by
     *     another one, is acknowledged already, or needs no acknowledgement; and on Artemis, which acknowledges at once,
     *     commit or not: the transaction cannot do what it shall
     * @throws io.carrotmq.stomp.StompProtocolException if the transaction is committed or aborted
     */
    public void ack(StompMessage message) {
        open.settle(message, true, Map.of());
    }

    /**
     * Refuses a message when the transaction is committed.
     *
     * @param message a message of the same connection
     * @throws io.carrotmq.stomp.StompConnectionException as {@link #ack}
     * @throws io.carrotmq.stomp.StompProtocolException if the transaction is committed or aborted, or in STOMP 1.0
     */
    public void nack(StompMessage message) {
        open.settle(message, false, Map.of());
    }

    /**
     * Commits; returns when the broker has confirmed it.
     *
     * @throws io.carrotmq.stomp.StompTimeoutException if it did not in time: it may or may not be committed
     * @throws io.carrotmq.stomp.StompConnectionException if the connection has ended: the same
     * @throws io.carrotmq.stomp.StompProtocolException if the transaction is committed or aborted, or the broker refuses
     */
    public void commit() {
        Waiting.await(open.commit());
    }

    /**
     * Aborts; returns when the broker has confirmed it. Messages acknowledged in it are not given again on this connection, and
     * can be acknowledged again.
     *
     * @throws io.carrotmq.stomp.StompConnectionException if that was not confirmed; if the connection has ended nothing of the
     *     transaction has happened
     * @throws io.carrotmq.stomp.StompProtocolException if the transaction is committed or aborted
     */
    public void abort() {
        Waiting.await(open.abort());
        open.unsettle();
    }

    /** Aborts, unless it is committed or aborted, or has ended with its connection. */
    @Override
    public void close() {
        if (open.isActive()) {
            abort();
        }
    }
}
