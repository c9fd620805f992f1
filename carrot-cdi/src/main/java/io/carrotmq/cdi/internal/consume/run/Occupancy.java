package io.carrotmq.cdi.internal.consume.run;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** How many deliveries are somewhere, from the moment they come until they are settled. Safe for use by any number of threads. */
final class Occupancy {
    private final AtomicInteger inside = new AtomicInteger();
    private volatile boolean shut;

    /** Whether somebody may wait: asked for each delivery, so without a lock. */
    private volatile boolean awaited;

    /** {@return false if nothing is let in any more} */
    boolean enter(int count) {
        inside.addAndGet(count);
        if (shut) {
            leave(count);
            return false;
        }
        return true;
    }

    void leave(int count) {
        if (inside.addAndGet(-count) == 0 && awaited) {
            synchronized (this) {
                notifyAll();
            }
        }
    }

    void shut() {
        shut = true;
    }

    int inside() {
        return inside.get();
    }

    /** {@return false if some are left when the time is over} */
    boolean awaitNone(long nanos) throws InterruptedException {
        long end = System.nanoTime() + nanos;
        awaited = true; // before it is looked how many there are: whoever leaves then sees it
        synchronized (this) {
            for (long left = nanos; inside.get() > 0 && left > 0; left = end - System.nanoTime()) {
                TimeUnit.NANOSECONDS.timedWait(this, Math.max(left, 1_000_000));
            }
        }
        return inside.get() == 0;
    }
}
