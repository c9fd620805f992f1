package io.carrotmq.stomp.client;

import io.carrotmq.stomp.StompException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Ends a client: lets handlers and sends finish, with one bound for all, then says {@code DISCONNECT}. It says so too when the
 * bound is over, and then waits a second at most for the receipt: what was acknowledged until then has arrived with it.
 */
final class Goodbye implements Runnable {
    private static final long RECEIPT_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final ClientCore core;
    private final Link link;
    private final Duration bound;
    private final StompException reason;
    private final CompletableFuture<Void> said = new CompletableFuture<>();
    private final long deadline;

    /**
     * Makes one.
     *
     * @param core the client
     * @param link its connection; null if it is making one
     * @param bound how long what is under way may take
     * @param reason why it ends; null if somebody asked for it
     */
    Goodbye(ClientCore core, Link link, Duration bound, StompException reason) {
        this.core = core;
        this.link = link;
        this.bound = bound;
        this.reason = reason;
        this.deadline = System.nanoTime() + bound.toNanos();
    }

    /** {@return completes when it is done, exceptionally if not everything went well} */
    CompletableFuture<Void> said() {
        return said.thenRun(() -> {});
    }

    @Override
    public void run() {
        StompException trouble;
        try {
            trouble = disconnect();
        } catch (RuntimeException | Error e) {
            trouble = ClientMessages.defect(e);
            if (link != null) {
                link.kill();
            }
        }
        if (reason == null) {
            core.subscriptions().clear();
        }
        core.disconnected(reason == null ? trouble : reason, reason == null);
        if (trouble == null) {
            said.complete(null);
        } else {
            said.completeExceptionally(trouble);
        }
    }

    private StompException disconnect() {
        if (link == null) {
            core.window().close(reason);
        }
        boolean handled = await(core.subscriptions().stop(reason));
        core.window().shut(); // now that no handler is to send any more
        boolean finished = handled && await(core.window().quiet());
        int running = core.subscriptions().running() + core.window().pending();
        core.window().close(reason);
        boolean answered = link == null
                || link.disconnect(Duration.ofNanos(Math.max(deadline - System.nanoTime(), RECEIPT_NANOS)));
        if (!finished) {
            return ClientMessages.handlersRunning("disconnecting", running, bound);
        }
        return answered ? null : ClientMessages.noGoodbye(link.cause());
    }

    private boolean await(Future<Void> end) {
        try {
            end.get(Math.max(deadline - System.nanoTime(), 0), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw Waiting.failure(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
