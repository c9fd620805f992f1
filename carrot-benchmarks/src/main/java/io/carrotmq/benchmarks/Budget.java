package io.carrotmq.benchmarks;

import java.util.concurrent.atomic.AtomicLong;

/** How long one measurement may go on, and how much it has done. Safe for use by any number of threads. */
final class Budget {
    private final AtomicLong done = new AtomicLong();
    private final long most;
    private final long cpuStart = Measurement.cpuNanos();
    private final long start = System.nanoTime();
    private final long nanos;

    Budget(long most, long nanos) {
        this.most = most;
        this.nanos = nanos;
    }

    boolean take() {
        return take(1);
    }

    /** {@return whether that many more may be sent} */
    boolean take(int count) {
        if (done.get() + count > most || System.nanoTime() - start > nanos) {
            return false;
        }
        done.addAndGet(count);
        return true;
    }

    /** {@return what was done until now} */
    Measurement measured() {
        return Measurement.of(done.get(), System.nanoTime() - start, Measurement.cpuNanos() - cpuStart);
    }
}
