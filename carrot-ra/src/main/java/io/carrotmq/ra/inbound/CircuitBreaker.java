package io.carrotmq.ra.inbound;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Keeps messages from a bean that fails on one after the other, and lets one of its sessions try after a pause, each longer
 * than the one before, until that succeeds. Safe for use by any number of threads.
 */
final class CircuitBreaker {
    /** How often to look whether the one that tries has succeeded. */
    private static final Duration LOOK = Duration.ofMillis(500);

    private final int limit;
    private final Backoff pauses;
    private final LongSupplier nanoTime;
    private int failures;
    private boolean open;
    private Object trying;
    private long opened;
    private Duration pause = Duration.ZERO;

    /**
     * Makes one that is closed.
     *
     * @param limit after how many failures in a row it opens; 0: never
     */
    CircuitBreaker(int limit, Backoff pauses, LongSupplier nanoTime) {
        this.limit = limit;
        this.pauses = pauses;
        this.nanoTime = nanoTime;
    }

    synchronized boolean isOpen() {
        return open;
    }

    /** {@return whether a session may take messages now} */
    synchronized boolean admits(Object session) {
        return !open || trying == session;
    }

    /** {@return for how long a session is to wait before it asks again; zero: it may take messages, or try one} */
    synchronized Duration untilAdmitted(Object session) {
        if (admits(session)) {
            return Duration.ZERO;
        }
        Duration left = pause.minusNanos(nanoTime.getAsLong() - opened);
        if (trying == null && (left.isNegative() || left.isZero())) {
            trying = session;
            return Duration.ZERO;
        }
        return trying == null && left.compareTo(LOOK) < 0 ? left : LOOK;
    }

    /** {@return whether it opened over this failure} */
    synchronized boolean failed(Object session) {
        if (open) {
            if (trying == session) {
                pause();
            }
            return false;
        }
        failures++;
        if (limit == 0 || failures < limit) {
            return false;
        }
        open = true;
        pause();
        return true;
    }

    private void pause() {
        trying = null;
        opened = nanoTime.getAsLong();
        pause = pauses.next();
    }

    /** {@return whether it closed over this success} */
    synchronized boolean succeeded(Object session) {
        if (open && trying != session) { // begun before the pause
            return false;
        }
        boolean closed = open;
        failures = 0;
        open = false;
        trying = null;
        if (closed) {
            pauses.reset();
        }
        return closed;
    }

    /** {@return how long the pause is that it makes now} */
    synchronized Duration pauseLength() {
        return pause;
    }
}
