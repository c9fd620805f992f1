package io.carrotmq;

import java.time.Duration;
import java.util.Objects;
import java.util.function.BiConsumer;

/**
 * How often, and with which pauses, to try again while no broker can be reached. The pauses grow by a step up to the
 * longest: {@link #DEFAULT} waits 2, 4, 6, ... 30, 30, ... seconds. Immutable.
 *
 * <p>Only what time can heal is tried again ({@link ConnectException#isTemporary()}): refused credentials are not.
 *
 * @param first the pause after the first failure; positive
 * @param step by how much each pause is longer than the one before; zero or more
 * @param longest the longest pause; the first or longer
 * @param maxRetries how many more attempts are made after the first; 0 for none, {@link #UNLIMITED} for no limit
 * @param onFailure told of each failure that another attempt follows, with the pause before it; on the thread that
 *     tries. What it throws ends the attempts
 */
public record ConnectRetry(
        Duration first,
        Duration step,
        Duration longest,
        int maxRetries,
        BiConsumer<? super ConnectException, Duration> onFailure) {
    /** For {@link #maxRetries}: tries again for ever. */
    public static final int UNLIMITED = Integer.MAX_VALUE;

    /** 2, 4, 6, ... 30, 30, ... seconds, without a limit, telling nobody. */
    public static final ConnectRetry DEFAULT = new ConnectRetry(
            Duration.ofSeconds(2), Duration.ofSeconds(2), Duration.ofSeconds(30), UNLIMITED, (failure, pause) -> {});

    /** One attempt and no other. */
    public static final ConnectRetry NONE = DEFAULT.maxRetries(0);

    /** Checks the ranges. */
    public ConnectRetry {
        Objects.requireNonNull(onFailure, "onFailure");
        if (first.isNegative() || first.isZero() || step.isNegative() || longest.compareTo(first) < 0) {
            throw Messages.unfitPauses(first, step, longest);
        }
        if (maxRetries < 0) {
            throw Messages.retriesOutOfRange(maxRetries);
        }
    }

    /**
     * The same with other pauses.
     *
     * @param start the first pause
     * @param growth by how much each is longer than the one before
     * @param end the longest pause
     * @return a changed schedule
     */
    public ConnectRetry pauses(Duration start, Duration growth, Duration end) {
        return new ConnectRetry(start, growth, end, maxRetries, onFailure);
    }

    /**
     * The same with another limit.
     *
     * @param limit how many more attempts are made after the first
     * @return a changed schedule
     */
    public ConnectRetry maxRetries(int limit) {
        return new ConnectRetry(first, step, longest, limit, onFailure);
    }

    /**
     * The same with another listener.
     *
     * @param listener told of each failure and the pause that follows it
     * @return a changed schedule
     */
    public ConnectRetry onFailure(BiConsumer<? super ConnectException, Duration> listener) {
        return new ConnectRetry(first, step, longest, maxRetries, listener);
    }

    /**
     * The pause after a failure.
     *
     * @param failures how many attempts have failed in a row, 1 or more
     * @return how long to wait before the next
     */
    public Duration pause(int failures) {
        long steps = Math.min(failures - 1, longest.dividedBy(step.isZero() ? longest : step) + 1);
        Duration pause = first.plus(step.multipliedBy(steps));
        return pause.compareTo(longest) < 0 ? pause : longest;
    }
}
