package io.carrotmq.transport.stomp;

import io.carrotmq.stomp.command.AckMode;
import io.carrotmq.stomp.frame.StompFrame;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** A subscription: whom its messages are for, and how many of them are not settled. */
class Subscription {
    final String id;
    final String destination;
    final AckMode mode;

    /** The consumer's tag; null for one that is there to get single messages. */
    final String consumerTag;

    /** Held while a message is handed on, so that none is handed on once it has been left. Guards the rest. */
    final ReentrantLock lock = new ReentrantLock();

    private final Condition arrived = lock.newCondition();
    private final Queue<StompFrame> waiting = new ArrayDeque<>();
    private int unsettled;
    private boolean left;
    private boolean over;
    private boolean silent;

    Subscription(String id, String destination, AckMode mode, String consumerTag) {
        this.id = id;
        this.destination = destination;
        this.mode = mode;
        this.consumerTag = consumerTag;
    }

    boolean isForSingleMessages() {
        return consumerTag == null;
    }

    /** Keeps a message for whoever waits for it. */
    void arrived(StompFrame message) {
        waiting.add(message);
        arrived.signalAll();
    }

    /** The same for who does not have the lock. */
    void handIn(StompFrame message) {
        lock.lock();
        try {
            arrived(message);
        } finally {
            lock.unlock();
        }
    }

    /** Nobody need wait any longer. */
    void nothingComes() {
        lock.lock();
        try {
            silent = true;
            arrived.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** {@return a message that has arrived within that time, or null} */
    StompFrame next(Duration bound) {
        return Uninterrupted.await(bound, this::next);
    }

    private StompFrame next(long nanos) throws InterruptedException {
        lock.lock();
        try {
            long left = nanos;
            while (waiting.isEmpty() && left > 0 && !silent) {
                left = arrived.awaitNanos(left);
            }
            return waiting.poll();
        } finally {
            lock.unlock();
        }
    }

    /** From now on nothing is handed on. {@return whether that is new} */
    boolean leave() {
        lock.lock();
        try {
            boolean fresh = !left;
            left = true;
            return fresh;
        } finally {
            lock.unlock();
        }
    }

    boolean isLeft() {
        return left;
    }

    void handedOn() {
        lock.lock();
        try {
            unsettled++;
        } finally {
            lock.unlock();
        }
    }

    /** {@return whether it has been left and that was the last one} */
    boolean settled() {
        lock.lock();
        try {
            unsettled--;
            return endsNow();
        } finally {
            lock.unlock();
        }
    }

    /** {@return whether it has been left and nothing of it is unsettled; true once} */
    boolean endsNow() {
        lock.lock();
        try {
            if (!left || over || unsettled > 0) {
                return false;
            }
            over = true;
            return true;
        } finally {
            lock.unlock();
        }
    }
}
