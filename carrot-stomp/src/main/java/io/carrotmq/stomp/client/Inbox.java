package io.carrotmq.stomp.client;

import io.carrotmq.stomp.StompException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Keeps messages until somebody receives them. */
final class Inbox implements Intake {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<StompMessage> waiting = new ArrayDeque<>();
    private boolean stopped = true;
    private StompException reason;

    /**
     * Waits for a message.
     *
     * @param bound how long
     * @return the message; null if none has come
     */
    StompMessage receive(Duration bound) {
        long left = bound.toNanos();
        lock.lock();
        try {
            for (; ; ) {
                StompMessage message = waiting.poll();
                if (message != null && !message.isStale()) {
                    return message;
                }
                if (message != null) {
                    continue;
                }
                if (stopped) {
                    throw ClientMessages.notConnected(reason);
                }
                if (left <= 0) {
                    return null;
                }
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ClientMessages.interrupted();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void start() {
        lock.lock();
        try {
            stopped = false;
            reason = null;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void offer(StompMessage message) {
        lock.lock();
        try {
            if (!stopped) {
                waiting.add(message);
                changed.signal();
            }
        } finally {
            lock.unlock();
        }
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
            reason = cause;
            waiting.removeIf(StompMessage::isOwed);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public int running() {
        return 0;
    }
}
