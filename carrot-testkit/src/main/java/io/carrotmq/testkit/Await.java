package io.carrotmq.testkit;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Predicate;

/**
 * Waits for a condition by asking again and again, up to a bound. It takes the place of sleeping in tests.
 *
 * <p>Blocks the calling thread. A condition that throws is not met yet; what it threw last becomes the cause of the
 * failure.
 */
public final class Await {

    private static final Duration FIRST_PAUSE = Duration.ofMillis(2);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(100);

    private Await() {}

    /**
     * Returns once the condition holds.
     *
     * @param what completes the sentence "waited for …" in the failure
     * @throws AssertionError if it does not hold within {@code atMost}
     * @throws IllegalStateException if the thread is interrupted; its interrupt flag is set again
     */
    public static void until(String what, Duration atMost, Callable<Boolean> condition) {
        value(what, atMost, condition, Boolean.TRUE::equals);
    }

    /**
     * Returns the first value that is accepted.
     *
     * @param what completes the sentence "waited for …" in the failure
     * @throws AssertionError if no value is accepted within {@code atMost}; it tells the last one
     * @throws IllegalStateException if the thread is interrupted; its interrupt flag is set again
     */
    public static <T> T value(String what, Duration atMost, Callable<T> source, Predicate<? super T> accepted) {
        Polling<T> polling = new Polling<>(source, accepted);
        if (polling.succeedsWithin(atMost)) {
            return polling.last;
        }
        throw new AssertionError(
                "Waited for " + what + ", in vain: " + atMost.toMillis() + " ms, " + polling.attempts + " attempts, "
                        + (polling.failure == null ? "last value " + polling.last : "the last one failed"),
                polling.failure);
    }

    /** Whether the condition holds within the bound; for code that words its own failure. */
    static boolean holds(Duration atMost, Callable<Boolean> condition) {
        return new Polling<>(condition, Boolean.TRUE::equals).succeedsWithin(atMost);
    }

    private static final class Polling<T> {
        private final Callable<T> source;
        private final Predicate<? super T> accepted;
        private int attempts;
        private T last;
        private Throwable failure;

        Polling(Callable<T> source, Predicate<? super T> accepted) {
            this.source = source;
            this.accepted = accepted;
        }

        boolean succeedsWithin(Duration atMost) {
            long deadline = System.nanoTime() + atMost.toNanos();
            Duration pause = FIRST_PAUSE;
            while (!succeeds()) {
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    return false;
                }
                pause(Math.min(left, pause.toNanos()));
                pause = pause.compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
            }
            return true;
        }

        private boolean succeeds() {
            attempts++;
            try {
                last = source.call();
                failure = null;
                return accepted.test(last);
            } catch (InterruptedException interruption) {
                throw interrupted(interruption);
            } catch (Exception | AssertionError notYet) {
                failure = notYet;
                return false;
            }
        }

        private static void pause(long nanos) {
            try {
                Thread.sleep(nanos / 1_000_000, (int) (nanos % 1_000_000));
            } catch (InterruptedException interruption) {
                throw interrupted(interruption);
            }
        }

        private static IllegalStateException interrupted(InterruptedException interruption) {
            Thread.currentThread().interrupt();
            return new IllegalStateException("Interrupted while waiting", interruption);
        }
    }
}
