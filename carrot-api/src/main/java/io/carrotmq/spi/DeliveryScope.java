package io.carrotmq.spi;

import io.carrotmq.Receipt;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The sends that a handler starts and does not wait for while it handles a delivery. They belong to that delivery: it is
 * not acknowledged before they are confirmed. Opened by who calls the handler, told of sends by the adapter. Confined to the
 * thread that delivers.
 */
public final class DeliveryScope implements AutoCloseable {
    private static final ThreadLocal<DeliveryScope> CURRENT = new ThreadLocal<>();

    private final List<CompletionStage<Receipt>> sends = new ArrayList<>();

    private DeliveryScope() {}

    /** {@return the scope of a delivery, open on this thread until it is closed} */
    public static DeliveryScope open() {
        DeliveryScope scope = new DeliveryScope();
        CURRENT.set(scope);
        return scope;
    }

    /**
     * Adds a send to the delivery this thread works on.
     *
     * @param send completes when the broker has confirmed it
     * @return false if the thread works on none
     */
    public static boolean track(CompletionStage<Receipt> send) {
        DeliveryScope scope = CURRENT.get();
        return scope != null && scope.sends.add(send);
    }

    /**
     * Waits until each send has ended.
     *
     * @param millis the bound on the whole wait
     * @return null if all are confirmed, otherwise what failed first
     * @throws InterruptedException if the thread is interrupted while it waits
     */
    public Exception awaitSends(long millis) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        for (CompletionStage<Receipt> send : sends) {
            try {
                send.toCompletableFuture().get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
            } catch (ExecutionException e) {
                return e.getCause() instanceof Exception cause ? cause : e;
            } catch (TimeoutException e) {
                return e;
            }
        }
        return null;
    }

    /**
     * Looks at the sends so far, for who does not want to wait.
     *
     * @return completes when each has ended: exceptionally if one has failed
     */
    public CompletionStage<Void> confirmed() {
        return CompletableFuture.allOf(
                sends.stream().map(CompletionStage::toCompletableFuture).toArray(CompletableFuture<?>[]::new));
    }

    /** Ends the scope; what the thread sends from now on belongs to no delivery. */
    @Override
    public void close() {
        CURRENT.set(null); // to remove it would cost more, with each delivery, and threads come back
    }
}
