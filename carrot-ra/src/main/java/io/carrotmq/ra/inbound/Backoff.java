package io.carrotmq.ra.inbound;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/** Delays that double up to a bound, each shortened at random by up to half, so that many do not come at once. */
final class Backoff {
    private static final int MAX_DOUBLINGS = 30; // shifts a day's milliseconds without overflow

    private final long firstMillis;
    private final long maxMillis;
    private final DoubleSupplier random;
    private int attempts;

    Backoff(Duration first, Duration max, DoubleSupplier random) {
        this.firstMillis = first.toMillis();
        this.maxMillis = max.toMillis();
        this.random = random;
    }

    Duration next() {
        long full = Math.min(maxMillis, firstMillis << Math.min(attempts, MAX_DOUBLINGS));
        attempts++;
        return Duration.ofMillis(full - (long) (random.getAsDouble() * (full / 2)));
    }

    int attempts() {
        return attempts;
    }

    void reset() {
        attempts = 0;
    }
}
