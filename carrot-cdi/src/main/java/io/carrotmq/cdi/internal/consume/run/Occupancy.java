package io.carrotmq.cdi.internal.consume.run;

import java.util.concurrent.TimeUnit;

/** How many deliveries are somewhere, from the moment they come until they are settled. Safe for use by any number of threads. */
final class Occupancy {
    private int inside;
    private boolean shut;

    /** {@return false if nothing is let in any more} */
    synchronized boolean enter(int count) {
        if (!shut) {
            inside += count;
        }
        return !shut;
    }

    synchronized void leave(int count) {
        inside -= count;
        if (inside == 0) {
            notifyAll();
        }
    }

    synchronized void shut() {
        shut = true;
    }

    synchronized int inside() {
        return inside;
    }

    /** {@return false if some are left when the time is over} */
    synchronized boolean awaitNone(long nanos) throws InterruptedException {
        long end = System.nanoTime() + nanos;
        for (long left = nanos; inside > 0 && left > 0; left = end - System.nanoTime()) {
            TimeUnit.NANOSECONDS.timedWait(this, Math.max(left, 1_000_000));
        }
        return inside == 0;
    }
}
