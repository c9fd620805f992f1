package io.carrotmq;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Takes connections, and waits for a broker that cannot be reached at the moment. */
final class Patience {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    private Patience() {}

    /**
     * Makes an attempt; tries again while time may heal what fails, with growing pauses.
     *
     * @throws ConnectException of the last attempt, of which none starts after the bound or an interrupt
     */
    static Connection connect(Supplier<Connection> attempt, Duration bound) {
        try {
            return attempt.get();
        } catch (ConnectException e) {
            if (!e.isTemporary() || bound.isZero()) {
                throw e;
            }
            return connectAgain(attempt, bound, e);
        }
    }

    private static Connection connectAgain(Supplier<Connection> attempt, Duration bound, ConnectException first) {
        long start = System.nanoTime();
        Duration pause = FIRST_PAUSE;
        ConnectException last = first;
        int attempts = 1;
        long left = bound.toNanos();
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
            left = bound.toNanos() - (System.nanoTime() - start);
            pause = longer(pause);
        }
        throw Messages.unreachable(Duration.ofNanos(System.nanoTime() - start), bound, attempts, last);
    }

    private static Duration longer(Duration pause) {
        Duration next = pause.multipliedBy(2);
        return next.compareTo(LONGEST_PAUSE) < 0 ? next : LONGEST_PAUSE;
    }
}
