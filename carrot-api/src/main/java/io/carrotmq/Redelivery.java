package io.carrotmq;

import java.time.Duration;
import java.util.Objects;

/**
 * How often a message that could not be handled is handled again, and after which delays, before it goes to the dead
 * letters. Immutable: every method returns a changed policy. Start from {@link #DEFAULT}.
 *
 * <p>It applies to {@link Delivery#fail}, which Carrot calls for a handler or a bean that throws. A message that is given
 * back ({@link Delivery#requeue()}), or that was sent ahead and comes back because a consumer was closed or lost, has not
 * been attempted and is not counted.
 *
 * <p>The n-th delay is {@code delay * multiplier^(n-1)}, at most {@code maxDelay}; then {@code jitter} lengthens or shortens
 * it at random by up to that part of it, so that what failed together does not come back together.
 *
 * @param maxAttempts how often a message is handed out to be handled, the first time included; 1 to {@link #UNLIMITED}
 * @param delay the delay after the first failure, zero to 1 day
 * @param multiplier by how much each delay is longer than the one before, 1 to 100
 * @param maxDelay the longest delay, not shorter than {@code delay}, up to 1 day
 * @param jitter by which part of it a delay varies, 0 to 0.5
 * @param mode where messages wait
 */
public record Redelivery(
        int maxAttempts, Duration delay, double multiplier, Duration maxDelay, double jitter, Mode mode) {
    /** For {@link #maxAttempts}: never goes to the dead letters. */
    public static final int UNLIMITED = Integer.MAX_VALUE;

    /** The longest delay for which a message may wait with its consumer: brokers take back what is held for long. */
    public static final Duration LONGEST_IN_PLACE = Duration.ofMinutes(10);

    private static final Duration LONGEST = Duration.ofDays(1);

    /** Three attempts, the second after about 1 s and the third after about 2 s more (jitter 0.2), wherever fits best. */
    public static final Redelivery DEFAULT =
            new Redelivery(3, Duration.ofSeconds(1), 2, Duration.ofMinutes(1), 0.2, Mode.AUTO);

    /** What fails goes back to its queue at once, as often as it fails, and never to the dead letters. */
    public static final Redelivery NONE = new Redelivery(UNLIMITED, Duration.ZERO, 1, Duration.ZERO, 0, Mode.REQUEUE);

    /** Where messages wait before they are handled again. */
    public enum Mode {
        /**
         * With the broker where the queue is declared with a {@linkplain
         * io.carrotmq.topology.QueueDeclaration#delayedRetry delayed retry} that fits; in place for delays below one
         * second, for queues that do not outlive their consumer, and where the broker has no delay queues or may not be
         * asked to make some; in delay queues otherwise.
         */
        AUTO,
        /**
         * With the consumer, unsettled: others overtake it, and it counts against the prefetch. The count of attempts
         * survives the loss of the connection, but not the end of the process. For delays up to {@link
         * #LONGEST_IN_PLACE}.
         */
        IN_PLACE,
        /**
         * In a queue {@code <queue>.retry.<milliseconds>} for each delay, declared when it is needed and never deleted,
         * from which the broker sends it back. The message carries the count. Needs {@link Capability#EXPIRATION} and
         * {@link Capability#DEAD_LETTERS}.
         */
        DELAY_QUEUE,
        /**
         * In the queue itself, by the broker's own delayed retry ({@link Capability#DELAYED_RETRY}), with the delays the
         * queue was declared with: this policy's do not apply. The broker counts, and counts as an attempt also what it
         * had sent to a consumer whose connection was lost.
         */
        BROKER,
        /** Not at all: it goes back to the queue at once, uncounted. */
        REQUEUE
    }

    /** Checks the ranges. */
    public Redelivery {
        Objects.requireNonNull(mode, "mode");
        if (maxAttempts < 1) {
            throw Messages.attemptsOutOfRange(maxAttempts);
        }
        if (delay.isNegative() || maxDelay.compareTo(delay) < 0 || maxDelay.compareTo(LONGEST) > 0) {
            throw Messages.unfitDelays(delay, maxDelay, LONGEST);
        }
        if (!(multiplier >= 1 && multiplier <= 100)) {
            throw Messages.multiplierOutOfRange(multiplier);
        }
        if (!(jitter >= 0 && jitter <= 0.5)) {
            throw Messages.jitterOutOfRange(jitter);
        }
        if (mode == Mode.IN_PLACE && maxDelay.compareTo(LONGEST_IN_PLACE) > 0) {
            throw Messages.tooLongInPlace(maxDelay, LONGEST_IN_PLACE);
        }
    }

    /**
     * The same with another limit.
     *
     * @param limit how often a message is handed out to be handled, 1 to {@link #UNLIMITED}
     * @return a changed policy
     */
    public Redelivery maxAttempts(int limit) {
        return new Redelivery(limit, delay, multiplier, maxDelay, jitter, mode);
    }

    /**
     * The same with other delays.
     *
     * @param first the delay after the first failure
     * @param growth by how much each is longer than the one before
     * @param longest the longest delay
     * @return a changed policy
     */
    public Redelivery delays(Duration first, double growth, Duration longest) {
        return new Redelivery(maxAttempts, first, growth, longest, jitter, mode);
    }

    /**
     * The same with another jitter.
     *
     * @param part by which part of it a delay varies; 0 for exact delays
     * @return a changed policy
     */
    public Redelivery jitter(double part) {
        return new Redelivery(maxAttempts, delay, multiplier, maxDelay, part, mode);
    }

    /**
     * The same with another place to wait.
     *
     * @param where where messages wait
     * @return a changed policy
     */
    public Redelivery mode(Mode where) {
        return new Redelivery(maxAttempts, delay, multiplier, maxDelay, jitter, where);
    }

    /**
     * The delay after a failed attempt, before jitter.
     *
     * @param failures how many attempts have failed, 1 or more
     * @return how long to wait before the next
     */
    public Duration delay(int failures) {
        double millis = delay.toMillis() * Math.pow(multiplier, failures - 1d);
        return millis < maxDelay.toMillis() ? Duration.ofMillis((long) millis) : maxDelay;
    }
}
