package io.carrotmq.stomp.client;

import io.carrotmq.stomp.StompException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;

/** Gives messages to a handler, on an executor, up to a bound at once, and has each settled before its place is free again. */
final class Dispatch implements Intake {
    /** The core of the client whose handler the thread is in. */
    private static final ThreadLocal<ClientCore> HANDLING = new ThreadLocal<>();

    private final ClientCore core;
    private final Executor executor;
    private final AsyncMessageHandler handler;
    private final int concurrency;
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<StompMessage> waiting = new ArrayDeque<>();
    private int running;
    private boolean stopped;
    private CompletableFuture<Void> quiet;

    Dispatch(ClientCore core, AsyncMessageHandler handler, int concurrency) {
        this.core = core;
        this.executor = core.executor();
        this.handler = handler;
        this.concurrency = concurrency;
    }

    /** {@return whether the thread is in a handler of that client} */
    static boolean isHandling(ClientCore core) {
        return HANDLING.get() == core;
    }

    @Override
    public void start() {
        lock.lock();
        try {
            stopped = false;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void offer(StompMessage message) {
        lock.lock();
        try {
            if (stopped) {
                return;
            }
            waiting.add(message);
            if (running >= concurrency) {
                return;
            }
            running++;
        } finally {
            lock.unlock();
        }
        executor.execute(this::work);
    }

    private void work() {
        for (StompMessage message = next(); message != null; message = next()) {
            CompletableFuture<Void> settled = handle(message);
            if (!settled.isDone()) {
                settled.whenComplete((nothing, failure) -> executor.execute(this::work));
                return;
            }
        }
    }

    private StompMessage next() {
        CompletableFuture<Void> waiter = null;
        lock.lock();
        try {
            StompMessage message = waiting.poll();
            if (message == null) {
                running--;
                if (running == 0) {
                    waiter = quiet;
                    quiet = null;
                }
            }
            return message;
        } finally {
            lock.unlock();
            if (waiter != null) {
                waiter.complete(null);
            }
        }
    }

    private CompletableFuture<Void> handle(StompMessage message) {
        if (message.isStale()) {
            return CompletableFuture.completedFuture(null);
        }
        CompletableFuture<Throwable> handled;
        HANDLING.set(core);
        try {
            CompletionStage<?> stage = handler.handle(message);
            handled = stage == null
                    ? null
                    : stage.handle((value, failure) -> failure).toCompletableFuture();
        } catch (Throwable failure) {
            return core.settlement().settle(message, failure);
        } finally {
            HANDLING.remove();
        }
        if (handled == null) {
            return core.settlement().settle(message, null);
        }
        return handled.thenComposeAsync(failure -> core.settlement().settle(message, failure), executor);
    }

    @Override
    public void lost() {
        lock.lock();
        try {
            waiting.removeIf(StompMessage::isStale);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public CompletableFuture<Void> stop(StompException cause) {
        lock.lock();
        try {
            stopped = true;
            waiting.removeIf(StompMessage::isOwed);
            if (running == 0) {
                return CompletableFuture.completedFuture(null);
            }
            if (quiet == null) {
                quiet = new CompletableFuture<>();
            }
            return quiet;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int running() {
        lock.lock();
        try {
            return running;
        } finally {
            lock.unlock();
        }
    }
}
