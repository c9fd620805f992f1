package io.carrotmq.cdi.internal.consume.run;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The calls of one consumer that are under way. Safe for use by any number of threads.
 *
 * <p>They are a chain of their own, and not in a collection: that would ask each for its hash, and the lock of an object that
 * was asked for it costs more than all the rest of a call.
 */
final class Calls {
    // Guarded by this.
    private Call first;
    private boolean shut;
    private boolean ending;

    /** {@return false if none is begun any more} */
    synchronized boolean add(Call call) {
        if (shut) {
            return false;
        }
        call.next = first;
        if (first != null) {
            first.previous = call;
        }
        first = call;
        return true;
    }

    synchronized void remove(Call call) {
        if (call.previous != null) {
            call.previous.next = call.next;
        } else {
            first = call.next;
        }
        if (call.next != null) {
            call.next.previous = call.previous;
        }
        if (first == null && shut) {
            notifyAll();
        }
    }

    /** {@return how many deliveries are being handled} */
    synchronized int deliveries() {
        int count = 0;
        for (Call call = first; call != null; call = call.next) {
            count += call.size();
        }
        return count;
    }

    /** From now on none is begun. */
    synchronized void shut() {
        shut = true;
    }

    /** {@return whether all are cut short: what fails now fails for that} */
    synchronized boolean isEnding() {
        return ending;
    }

    /** Cuts all short, because the application ends. */
    void cutAll() {
        end().forEach(call -> call.cut(Call.Cut.END)); // without the lock: each of them has its own
    }

    private synchronized List<Call> end() {
        shut = true;
        ending = true;
        List<Call> all = new ArrayList<>();
        for (Call call = first; call != null; call = call.next) {
            all.add(call);
        }
        return all;
    }

    /** Waits until there are none, when none is begun any more. {@return false if some are left when the time is over} */
    synchronized boolean awaitNone(long nanos) throws InterruptedException {
        long end = System.nanoTime() + nanos;
        for (long left = nanos; first != null && left > 0; left = end - System.nanoTime()) {
            TimeUnit.NANOSECONDS.timedWait(this, Math.max(left, 1_000_000));
        }
        return first == null;
    }
}
