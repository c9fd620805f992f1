package io.carrotmq.stomp.client;

import io.carrotmq.stomp.command.AckMode;
import io.carrotmq.stomp.frame.StompFrame;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A message of a subscription. It belongs to the connection it came by: when that has ended the broker gives it again, unless
 * the ack mode is {@code auto}, and acknowledging this one does nothing. Safe for use by any number of threads.
 */
public final class StompMessage {
    private final StompFrame frame;
    private final StompSubscription subscription;
    private final Lane lane;
    private final long sequence;
    private final AtomicBoolean settled = new AtomicBoolean();

    StompMessage(StompFrame frame, StompSubscription subscription, Lane lane, long sequence) {
        this.frame = frame;
        this.subscription = subscription;
        this.lane = lane;
        this.sequence = sequence;
    }

    /** {@return what the broker calls it: the header {@code message-id}} */
    public String id() {
        return frame.header("message-id");
    }

    /** {@return where it was sent to, as the broker names it} */
    public String destination() {
        return frame.header("destination");
    }

    /**
     * Finds a header.
     *
     * @param name its name
     * @return its value, of repeated ones the first; null if there is none
     */
    public String header(String name) {
        return frame.header(name);
    }

    /** {@return the headers by name; of repeated ones the first} */
    public Map<String, String> headers() {
        return frame.headerMap();
    }

    /** {@return the body, of length zero if there is none; not to be changed} */
    public byte[] body() {
        return frame.body();
    }

    /** {@return the body as text in UTF-8} */
    public String text() {
        return new String(frame.body(), StandardCharsets.UTF_8);
    }

    /** {@return the frame it came in} */
    public StompFrame frame() {
        return frame;
    }

    /** {@return the subscription it came for} */
    public StompSubscription subscription() {
        return subscription;
    }

    /**
     * Tells whether it has come in vain.
     *
     * @return whether its connection has ended, so that the broker gives it again and acknowledging it does nothing; never in
     *     the ack mode {@code auto}, in which the broker gives nothing again
     */
    public boolean isStale() {
        return !lane.link().isOpen() && isOwed();
    }

    /** {@return whether the broker gives it again unless it is acknowledged} */
    boolean isOwed() {
        return lane.mode() != AckMode.AUTO;
    }

    Lane lane() {
        return lane;
    }

    /** {@return its place among the messages of its lane, from 1 on} */
    long sequence() {
        return sequence;
    }

    /** Claims the right to acknowledge it for itself; false if somebody has. */
    boolean claim() {
        return settled.compareAndSet(false, true);
    }

    /** Gives that right back: the transaction it was acknowledged in was aborted. */
    void unclaim() {
        settled.set(false);
    }

    @Override
    public String toString() {
        return "message " + id() + " of " + destination();
    }
}
