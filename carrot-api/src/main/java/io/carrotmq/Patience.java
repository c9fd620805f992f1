package io.carrotmq;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Does what needs a broker, and waits for one that cannot be reached at the moment. */
final class Patience {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    private Patience() {}

    /**
     * Makes an attempt; tries again while time may heal what fails, with growing pauses. An attempt that throws a {@link
     * ConnectException} has sent nothing.
     *
     * @throws ConnectException of the last attempt, of which none starts after the bound or an interrupt
     */
    static <R> R attempt(Supplier<R> attempt, Duration bound) {
        try {
            return attempt.get();
        } catch (ConnectException e) {
            if (!e.isTemporary() || bound.isZero()) {
                throw e;
            }
            return again(attempt, bound, e);
        }
    }

    private static <R> R again(Supplier<R> attempt, Duration bound, ConnectException first) {
        long start = System.nanoTime();
        Duration pause = FIRST_PAUSE;
        ConnectException last = first;
        int attempts = 1;
        long limit = nanos(bound);
        long left = limit;
        while (left > 0) {
            LockSupport.parkNanos(Math.min(left, pause.toNanos()));
            if (Thread.currentThread().isInterrupted()) {
                break;
            }
            attempts++;
            try {
                return attempt.get();
            } catch (ConnectException e) {
                if (!e.isTemporary()) {
                    throw e;
                }
                last = e;
            }
            left = limit - (System.nanoTime() - start);
            pause = longer(pause);
        }
        throw Messages.unreachable(Duration.ofNanos(System.nanoTime() - start), bound, attempts, last);
    }

    /** A bound of more than 292 years is none. */
    private static long nanos(Duration bound) {
        return bound.compareTo(Duration.ofNanos(Long.MAX_VALUE)) < 0 ? bound.toNanos() : Long.MAX_VALUE;
    }

    private static Duration longer(Duration pause) {
        Duration next = pause.multipliedBy(2);
        return next.compareTo(LONGEST_PAUSE) < 0 ? next : LONGEST_PAUSE;
    }
}
