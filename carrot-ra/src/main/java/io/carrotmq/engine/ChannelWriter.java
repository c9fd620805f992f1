package io.carrotmq.engine;

import io.carrotmq.OutgoingMessage;
import io.carrotmq.transport.TransportChannel;
import io.carrotmq.transport.TransportException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Puts messages on a channel one at a time, so that their numbers follow the order of the writes, and sends on what the
 * transport holds back, one thread for all. It knows since when either has been going on.
 */
final class ChannelWriter {
    private static final long IDLE = 0;

    /** How often in a row one thread sends on what others wrote; the transport does it by itself soon after. */
    private static final int ROUNDS = 8;

    private final TransportChannel channel;
    private final ReentrantLock order = new ReentrantLock();
    private final AtomicBoolean flushing = new AtomicBoolean();
    private volatile boolean unflushed;
    private volatile long writingSince = IDLE;
    private volatile long flushingSince = IDLE;

    ChannelWriter(TransportChannel channel) {
        this.channel = channel;
    }

    /** Takes the turn to write. {@return false if others had it for all that time} */
    boolean takeTurn(Duration bound) throws InterruptedException {
        return order.tryLock() || order.tryLock(bound.toNanos(), TimeUnit.NANOSECONDS);
    }

    void endTurn() {
        order.unlock();
    }

    /** Only for whoever has the turn: the number the next message will have. */
    long nextSequence() {
        return channel.nextSequence();
    }

    /** Only for whoever has the turn. */
    void write(OutgoingMessage message) {
        writingSince = System.nanoTime() | 1;
        try {
            channel.publish(message);
            unflushed = true;
        } finally {
            writingSince = IDLE;
        }
    }

    /** Sends on what was written, unless another thread does so: that one takes it along. */
    void flush() {
        for (int round = 0; round < ROUNDS && unflushed && flushing.compareAndSet(false, true); round++) {
            flushingSince = System.nanoTime() | 1;
            try {
                unflushed = false;
                channel.flush();
            } catch (TransportException e) {
                return; // the end of the channel tells everyone who waits
            } finally {
                flushingSince = IDLE;
                flushing.set(false);
            }
        }
    }

    /** {@return whether a write has been going on for longer than that} */
    boolean hangs(Duration limit) {
        long now = System.nanoTime();
        long write = writingSince;
        long flush = flushingSince;
        return write != IDLE && now - write > limit.toNanos() || flush != IDLE && now - flush > limit.toNanos();
    }
}
