package io.carrotmq.stomp.client;

import io.carrotmq.stomp.StompConnectionException;
import io.carrotmq.stomp.command.AckMode;
import io.carrotmq.stomp.command.StompCommands;
import io.carrotmq.stomp.frame.StompFrame;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A subscription on one connection: numbers its messages and says to the broker what has become of them. In the ack mode
 * {@code client} an acknowledgement is one of all messages before, so what handlers have finished is held until everything
 * before it is finished, and then acknowledged at once.
 */
final class Lane {
    private final Link link;
    private final AckMode mode;
    /** Frames of the ack mode {@code client} must go out in the order of their messages. Never taken by the thread that reads. */
    private final ReentrantLock order = new ReentrantLock();

    private final Map<Long, Finished> finished = new HashMap<>();
    private long settledUpTo;
    private long received;

    /** A message whose handler is done, while some before it are not. */
    private record Finished(StompMessage message, boolean ack) {}

    Lane(Link link, AckMode mode) {
        this.link = link;
        this.mode = mode;
    }

    Link link() {
        return link;
    }

    /** Takes a message, on the thread that reads. */
    StompMessage receive(StompFrame frame, StompSubscription subscription) {
        return new StompMessage(frame, subscription, this, ++received);
    }

    AckMode mode() {
        return mode;
    }

    /**
     * Settles a message because somebody says so.
     *
     * @param message the message
     * @param ack whether to acknowledge it, or the contrary
     * @param headers further headers
     * @param transaction the transaction it belongs to, or null
     * @return whether it was said to the broker; not if the message is settled, stale, or needs nothing
     */
    boolean settle(StompMessage message, boolean ack, Map<String, String> headers, String transaction) {
        if (mode == AckMode.AUTO || !link.isOpen()) {
            return false;
        }
        StompFrame frame = ack
                ? StompCommands.ack(message.frame(), headers, transaction, null, link.version())
                : StompCommands.nack(message.frame(), headers, transaction, null, link.version());
        return mode == AckMode.CLIENT ? settleUpTo(message, frame, transaction) : message.claim() && write(frame);
    }

    private boolean settleUpTo(StompMessage message, StompFrame frame, String transaction) {
        order.lock();
        try {
            if (message.sequence() <= settledUpTo) {
                return false;
            }
            settledUpTo = message.sequence();
            finished.keySet().removeIf(sequence -> sequence <= settledUpTo);
            boolean said = write(frame);
            if (said && transaction == null) {
                settleFinished(); // what was waiting for this one
            }
            return said;
        } finally {
            order.unlock();
        }
    }

    /** Takes back what a transaction has settled that was aborted. */
    void unsettle(StompMessage message) {
        message.unclaim();
        order.lock();
        try {
            settledUpTo = Math.min(settledUpTo, message.sequence() - 1);
        } finally {
            order.unlock();
        }
    }

    /** Settles a message because its handler is done, if nobody has; in the ack mode {@code client} when its turn has come. */
    void finish(StompMessage message, boolean ack) {
        if (mode != AckMode.CLIENT) {
            settle(message, ack, Map.of(), null);
            return;
        }
        order.lock();
        try {
            if (message.sequence() > settledUpTo && link.isOpen()) {
                finished.put(message.sequence(), new Finished(message, ack));
                settleFinished();
            }
        } finally {
            order.unlock();
        }
    }

    private void settleFinished() {
        StompMessage last = null;
        for (Finished next = next(); next != null; next = next()) {
            settledUpTo++;
            if (next.ack) {
                last = next.message;
            } else {
                acknowledge(last);
                last = null;
                write(StompCommands.nack(next.message.frame(), Map.of(), null, null, link.version()));
            }
        }
        acknowledge(last);
    }

    private Finished next() {
        return finished.remove(settledUpTo + 1);
    }

    private void acknowledge(StompMessage last) {
        if (last != null) {
            write(StompCommands.ack(last.frame(), Map.of(), null, null, link.version()));
        }
    }

    private boolean write(StompFrame frame) {
        try {
            link.send(frame);
            return true;
        } catch (StompConnectionException e) {
            return false; // the message is stale now, and comes again
        }
    }
}
