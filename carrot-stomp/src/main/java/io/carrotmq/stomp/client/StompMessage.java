package io.carrotmq.stomp.client;

import io.carrotmq.stomp.frame.StompFrame;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A message of a subscription. It belongs to the connection it came by: when that has ended the broker gives it again, and
 * acknowledging this one does nothing. Safe for use by any number of threads.
 */
public final class StompMessage {
    private final StompFrame frame;
    private final StompSubscription subscription;
    private final Link link;
    private final long sequence;
    private final AtomicBoolean settled = new AtomicBoolean();

    StompMessage(StompFrame frame, StompSubscription subscription, Link link, long sequence) {
        this.frame = frame;
        this.subscription = subscription;
        this.link = link;
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

    /** {@return whether its connection has ended: the broker gives it again, and acknowledging it does nothing} */
    public boolean isStale() {
        return !link.isOpen();
    }

    Link link() {
        return link;
    }

    /** Its place among the messages of the subscription on this connection. */
    long sequence() {
        return sequence;
    }

    /** Whether the caller may acknowledge it: nobody has, and its connection is there. */
    boolean claim() {
        return link.isOpen() && settled.compareAndSet(false, true);
    }

    /** A transaction that acknowledged it was aborted. */
    void unclaim() {
        settled.set(false);
    }

    boolean isSettled() {
        return settled.get();
    }

    @Override
    public String toString() {
        return "message " + id() + " of " + destination();
    }
}
