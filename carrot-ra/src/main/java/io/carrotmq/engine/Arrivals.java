package io.carrotmq.engine;

import io.carrotmq.transport.IncomingMessage;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/**
 * Messages between the reader of a connection, which must never wait, and the thread that takes them, which takes all
 * that is there at once and so seldom meets the reader. Whoever takes or removes holds the Inbox's lock for takers.
 */
final class Arrivals {
    /** More than this in the inbound half is more than a taker keeps up with. */
    private static final int MANY_MESSAGES = 8_192;

    private static final long MANY_BYTES = 16L << 20;

    /** With less than this left it is time to have more sent. */
    private static final int FEW_MESSAGES = 512;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrival = lock.newCondition();
    private Deque<IncomingMessage> incoming = new ArrayDeque<>();
    private Deque<IncomingMessage> ready = new ArrayDeque<>();
    private long incomingBytes;
    private boolean woken;
    private volatile int incomingCount;

    /** {@return whether there is so much now that the broker should send no more} */
    boolean put(IncomingMessage message) {
        lock.lock();
        try {
            incoming.add(message);
            incomingBytes += message.body().length;
            incomingCount = incoming.size();
            arrival.signal();
            return incomingCount >= MANY_MESSAGES || incomingBytes >= MANY_BYTES;
        } finally {
            lock.unlock();
        }
    }

    /** {@return the next message, or null if there is none} */
    IncomingMessage take() {
        IncomingMessage next = ready.poll();
        if (next == null && incomingCount > 0) {
            takeAll();
            next = ready.poll();
        }
        return next;
    }

    private void takeAll() {
        lock.lock();
        try {
            if (ready.isEmpty()) {
                Deque<IncomingMessage> empty = ready;
                ready = incoming;
                incoming = empty;
            } else {
                ready.addAll(incoming);
                incoming.clear();
            }
            incomingBytes = 0;
            incomingCount = 0;
        } finally {
            lock.unlock();
        }
    }

    /** {@return whether the taker needs more soon} */
    boolean isLow() {
        return incomingCount == 0 && ready.size() < FEW_MESSAGES;
    }

    /** Takes out all that are picked, in their order. */
    List<IncomingMessage> remove(Predicate<IncomingMessage> picked) {
        takeAll();
        List<IncomingMessage> removed = new ArrayList<>();
        for (Iterator<IncomingMessage> each = ready.iterator(); each.hasNext(); ) {
            IncomingMessage message = each.next();
            if (picked.test(message)) {
                removed.add(message);
                each.remove();
            }
        }
        return removed;
    }

    /** Waits, without the takers' lock, until something has come or {@link #wake()} was called, or the time is over. */
    void await(long nanos) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = nanos;
            while (incoming.isEmpty() && !woken && left > 0) {
                left = arrival.awaitNanos(left);
            }
            woken = false;
        } finally {
            lock.unlock();
        }
    }

    /** Makes the taker look what has changed. */
    void wake() {
        lock.lock();
        try {
            woken = true;
            arrival.signal();
        } finally {
            lock.unlock();
        }
    }

    /** For a bound on waiting. */
    static long nanos(Duration timeout) {
        return timeout.compareTo(Duration.ofDays(10_000)) > 0 ? TimeUnit.DAYS.toNanos(10_000) : timeout.toNanos();
    }
}
