package io.carrotmq;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Attempts to reach a broker that cannot be reached, with a schedule's pauses between them. For one thread at a time. */
final class Outage {
    /** How to let time pass. */
    @FunctionalInterface
    interface Pause {
        void last(Duration length) throws InterruptedException;
    }

    private final ConnectRetry schedule;
    private final Pause pause;
    private int failures;

    Outage(ConnectRetry schedule, Pause pause) {
        this.schedule = schedule;
        this.pause = pause;
    }

    /** Lets time pass, with nothing but an interrupt to end it. */
    static void pass(Duration length) throws InterruptedException {
        boolean never = new CountDownLatch(1).await(length.toNanos(), TimeUnit.NANOSECONDS);
        assert !never;
    }

    /** Connects as a schedule says. */
    static Connection survive(Supplier<Connection> attempt, ConnectRetry schedule, Pause pause) {
        Outage outage = new Outage(schedule, pause);
        while (true) {
            try {
                return attempt.get();
            } catch (ConnectException e) {
                try {
                    outage.failed(e);
                } catch (InterruptedException interruption) {
                    Thread.currentThread().interrupt();
                    throw Messages.interruptedBetweenAttempts(e);
                }
            }
        }
    }

    /**
     * An attempt has failed. Returns when the next one is due.
     *
     * @throws ConnectException the failure itself, if no attempt is to follow
     */
    void failed(ConnectException failure) throws InterruptedException {
        if (!triesAgain(failure)) {
            throw failure;
        }
        failures++;
        Duration length = schedule.pause(failures);
        schedule.onFailure().accept(failure, length);
        pause.last(length);
    }

    /** {@return whether an attempt is to follow this failure} */
    boolean triesAgain(ConnectException failure) {
        return failure.isTemporary() && failures < schedule.maxRetries();
    }

    /** An attempt has succeeded. {@return whether one had failed before} */
    boolean over() {
        boolean was = failures > 0;
        failures = 0;
        return was;
    }

    /** {@return whether no attempt has failed yet} */
    boolean isNew() {
        return failures == 0;
    }
}
