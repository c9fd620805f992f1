package io.carrotmq.engine;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How often messages have failed whose channel is gone or that were given back: the broker delivers them again, and does
 * not know it. Bounded; the oldest are forgotten. Safe for use by any number of threads.
 */
final class RememberedFailures {
    /** So many that a consumer with the largest prefetch is not forgotten by a few others. */
    static final int MANY = 10_000;

    /**
     * What is known of one message.
     *
     * @param failures how many attempts have failed
     * @param first when the first did
     * @param last when the last did
     * @param due when its delay is over, by the engine's clock
     * @param deadLetter why it was on its way to the dead letters, or null if it may be attempted again
     */
    record Entry(int failures, Instant first, Instant last, long due, DeadLetterCause deadLetter) {}

    private final int bound;
    private final Map<Fingerprint, Deque<Entry>> entries = new LinkedHashMap<>();
    private volatile int size;

    RememberedFailures(int bound) {
        this.bound = bound;
    }

    boolean isEmpty() {
        return size == 0;
    }

    synchronized void add(Fingerprint message, Entry entry) {
        entries.computeIfAbsent(message, key -> new ArrayDeque<>(1)).add(entry);
        size++;
        while (size > bound) {
            dropOldest();
        }
    }

    private void dropOldest() {
        Iterator<Deque<Entry>> oldest = entries.values().iterator();
        Deque<Entry> equal = oldest.next();
        equal.poll();
        size--;
        if (equal.isEmpty()) {
            oldest.remove();
        }
    }

    /** Takes out what is known of a message, of one of those that look the same. {@return null if it is nothing} */
    synchronized Entry take(Fingerprint message) {
        Deque<Entry> equal = entries.get(message);
        if (equal == null) {
            return null;
        }
        Entry entry = equal.poll();
        size--;
        if (equal.isEmpty()) {
            entries.remove(message);
        }
        return entry;
    }

    /** Puts another entry in the place of one, unless that was taken already. */
    synchronized void replace(Fingerprint message, Entry before, Entry after) {
        Deque<Entry> equal = entries.get(message);
        if (equal != null && equal.remove(before)) {
            equal.add(after);
        }
    }
}
