package io.carrotmq.engine;

import io.carrotmq.OutgoingMessage;
import io.carrotmq.Receipt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * A published message and who waits for its outcome: a thread, a stage, or nobody. Its place in the {@link ConfirmWindow}
 * and its failure belong to the window until it has left that.
 */
final class Unconfirmed {
    private final OutgoingMessage message;
    private final CompletableFuture<Receipt> stage;
    private long since;
    private long sequence;
    private Supplier<? extends RuntimeException> failure;
    private volatile Thread waiter;
    private volatile boolean ended;

    private Unconfirmed(OutgoingMessage message, CompletableFuture<Receipt> stage) {
        this.message = message;
        this.stage = stage;
    }

    /** One whose outcome is waited for by {@link #await}, or by nobody. */
    static Unconfirmed of(OutgoingMessage message) {
        return new Unconfirmed(message, null);
    }

    /** One that completes a stage. */
    static Unconfirmed staged(OutgoingMessage message) {
        return new Unconfirmed(message, new CompletableFuture<>());
    }

    OutgoingMessage message() {
        return message;
    }

    /** {@return the stage, or null if there is none} */
    CompletableFuture<Receipt> stage() {
        return stage;
    }

    long sequence() {
        return sequence;
    }

    /** Its wait for the confirm begins; what came before, for room or for the broker to read, does not count. */
    void numbered(long number) {
        sequence = number;
        since = System.nanoTime();
    }

    boolean isOlderThan(long nanos, long now) {
        return now - since >= nanos;
    }

    boolean hasFailed() {
        return failure != null;
    }

    /** Made by whoever asks for the outcome, so that it has that thread's stack and costs the reader nothing. */
    void fail(Supplier<? extends RuntimeException> why) {
        failure = why;
    }

    /** It has left the window: what is known of it now is its outcome. */
    void end() {
        ended = true;
        Thread waiting = waiter;
        if (waiting != null) {
            LockSupport.unpark(waiting);
        }
    }

    /** {@return whether it has ended within the time} */
    boolean await(long nanos) throws InterruptedException {
        if (ended) {
            return true;
        }
        waiter = Thread.currentThread();
        long deadline = System.nanoTime() + nanos;
        while (!ended) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            LockSupport.parkNanos(this, left);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
        return true;
    }

    /** {@return the receipt of one that has ended; throws its failure} */
    Receipt outcome() {
        if (failure != null) {
            throw failure.get();
        }
        return Receipt.of(Receipt.Outcome.CONFIRMED, message);
    }

    /** Tells the outcome of one that has left the window to its stage, and so runs what depends on that. */
    void completeStage() {
        if (failure != null) {
            stage.completeExceptionally(failure.get());
        } else {
            stage.complete(Receipt.of(Receipt.Outcome.CONFIRMED, message));
        }
    }
}
