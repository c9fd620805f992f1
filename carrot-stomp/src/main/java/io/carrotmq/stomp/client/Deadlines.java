package io.carrotmq.stomp.client;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Gives every wait an end. */
final class Deadlines {
    private final ScheduledThreadPoolExecutor timer;

    Deadlines(ScheduledThreadPoolExecutor timer) {
        this.timer = timer;
    }

    /**
     * Fails a future that has not completed in time.
     *
     * @param future the future
     * @param bound how long it may take
     * @param late what it fails with
     * @return the future
     */
    <T> CompletableFuture<T> bound(
            CompletableFuture<T> future, Duration bound, Supplier<? extends RuntimeException> late) {
        if (!future.isDone()) {
            Future<?> end = timer.schedule(
                    () -> {
                        if (!future.isDone()) {
                            future.completeExceptionally(late.get());
                        }
                    },
                    bound.toNanos(),
                    TimeUnit.NANOSECONDS);
            future.whenComplete((value, failure) -> end.cancel(false));
        }
        return future;
    }

    /** Runs a short task later. */
    void after(Duration delay, Runnable task) {
        timer.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
    }
}
