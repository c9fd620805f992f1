package io.carrotmq.engine;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** Says yes at most once in each period, to whoever asks first. Safe for use by any number of threads. */
public final class OnceInAWhile {
    private final long period;
    private final LongSupplier nanoTime;
    private final AtomicLong last;

    public OnceInAWhile(Duration period, LongSupplier nanoTime) {
        this.period = period.toNanos();
        this.nanoTime = nanoTime;
        this.last = new AtomicLong(nanoTime.getAsLong() - this.period);
    }

    public boolean due() {
        long before = last.get();
        long now = nanoTime.getAsLong();
        return now - before >= period && last.compareAndSet(before, now);
    }
}
