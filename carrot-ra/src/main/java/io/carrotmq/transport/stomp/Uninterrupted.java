package io.carrotmq.transport.stomp;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Waits for brokers that an interrupt does not end. The thread stays interrupted, for whoever has asked it to stop; but a
 * question that is given up costs the connection, and with it everything that is under way there, where its answer is a
 * moment away. So does the transport of AMQP. Each wait has its bound.
 */
final class Uninterrupted {
    private Uninterrupted() {}

    /** A wait of its own kind, for at most so many nanoseconds. */
    interface Wait<T> {
        T until(long nanos) throws InterruptedException;
    }

    static <T> T await(Duration bound, Wait<T> wait) {
        long deadline = System.nanoTime() + bound.toNanos();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return wait.until(Math.max(0, deadline - System.nanoTime()));
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            restore(interrupted);
        }
    }

    static <T> T get(Future<T> future, Duration bound) throws ExecutionException, TimeoutException {
        long deadline = System.nanoTime() + bound.toNanos();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return future.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            restore(interrupted);
        }
    }

    /** To be called at the end: a thread that is interrupted waits for nothing. */
    static void restore(boolean interrupted) {
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
