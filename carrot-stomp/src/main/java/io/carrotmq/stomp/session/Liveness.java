package io.carrotmq.stomp.session;

import io.carrotmq.stomp.command.HeartBeat;
import java.time.Duration;

/**
 * The arithmetic of heart-beats on one connection: when the next sign of life is due, and when the peer counts as dead. It
 * has no clock and no thread: whoever uses it says what time it is, in nanoseconds of {@link System#nanoTime} or of any
 * other clock that only goes on. Every byte counts as a sign of life, in both directions. Safe for use by any number of
 * threads.
 *
 * <pre>{@code
 * Liveness liveness = new Liveness(session.heartBeat(), HeartBeatThresholds.DEFAULT, System.nanoTime());
 * // a thread that writes: after each write       liveness.sent(System.nanoTime());
 * // the thread that reads: after each read       liveness.received(System.nanoTime());
 * // a timer, in liveness.nanosToNext(now):
 * if (liveness.isPeerDead(now)) { end the connection } else if (liveness.isBeatDue(now)) { send a line's end }
 * }</pre>
 */
public final class Liveness {
    /** What {@link #nanosToNext} says if there is nothing to wait for. */
    public static final long NEVER = Long.MAX_VALUE;

    private final long beatAfter;
    private final long deadAfter;
    private volatile long sent;
    private volatile long received;

    /**
     * Begins.
     *
     * @param agreed the intervals both sides have agreed on; one of zero means that nothing is due in that direction
     * @param thresholds when to act on them
     * @param now the time, which counts as that of the last sign of life in both directions
     */
    public Liveness(HeartBeat agreed, HeartBeatThresholds thresholds, long now) {
        beatAfter = scaled(agreed.sends(), thresholds.client());
        deadAfter = scaled(agreed.receives(), thresholds.server());
        sent = now;
        received = now;
    }

    private static long scaled(Duration interval, double factor) {
        return interval.isZero() ? NEVER : Math.max(1, (long) (interval.toMillis() * 1e6 * factor));
    }

    /**
     * Bytes were written.
     *
     * @param now the time
     */
    public void sent(long now) {
        sent = now;
    }

    /**
     * Bytes were read.
     *
     * @param now the time
     */
    public void received(long now) {
        received = now;
    }

    /**
     * Whether a sign of life is to be sent.
     *
     * @param now the time
     * @return whether nothing was sent for the client's part of the interval
     */
    public boolean isBeatDue(long now) {
        return nanosToBeat(now) == 0;
    }

    /**
     * Whether the peer is to be given up.
     *
     * @param now the time
     * @return whether nothing came for too many intervals
     */
    public boolean isPeerDead(long now) {
        return nanosToDeath(now) == 0;
    }

    /**
     * How long nothing came.
     *
     * @param now the time
     * @return the nanoseconds since the last bytes
     */
    public long nanosOfSilence(long now) {
        return Math.max(0, now - received);
    }

    /**
     * When to look again.
     *
     * @param now the time
     * @return in how many nanoseconds, unless something is sent or comes before, a sign of life is due or the peer counts as
     *     dead; 0 if so already; {@link #NEVER} if there are no heart-beats
     */
    public long nanosToNext(long now) {
        return Math.min(nanosToBeat(now), nanosToDeath(now));
    }

    private long nanosToBeat(long now) {
        return left(beatAfter, now - sent);
    }

    private long nanosToDeath(long now) {
        return left(deadAfter, now - received);
    }

    private static long left(long bound, long elapsed) {
        return bound == NEVER ? NEVER : Math.max(0, bound - Math.max(0, elapsed));
    }
}
