package io.carrotmq.cdi.internal.consume.run;

import io.carrotmq.Delivery;
import io.carrotmq.cdi.internal.consume.plan.ConsumerPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Collects deliveries to a batch, which is handed out when it is full or its first delivery has waited long enough. One batch at
 * a time is collected.
 */
final class Batches implements Handoff {
    private final int max;
    private final long within;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition change = lock.newCondition();
    private final Condition room = lock.newCondition();
    private List<Delivery<?>> collected = new ArrayList<>();
    private long due;
    private boolean stopped;
    private boolean closed;

    Batches(ConsumerPlan.BatchSize size) {
        this.max = size.max();
        this.within = size.within().toNanos();
    }

    @Override
    public boolean put(Delivery<?> delivery) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (collected.size() >= max && !stopped) {
                room.await();
            }
            if (stopped) {
                return false;
            }
            if (collected.isEmpty()) {
                due = System.nanoTime() + within;
            }
            collected.add(delivery);
            if (collected.size() == 1 || collected.size() >= max) {
                change.signal();
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Charge take() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!closed) {
                long left = due - System.nanoTime();
                if (collected.isEmpty()) {
                    change.await();
                } else if (collected.size() < max && left > 0) {
                    change.awaitNanos(left);
                } else {
                    return handedOut();
                }
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    private Charge handedOut() {
        Charge batch = new Charge(List.copyOf(collected), null);
        collected = new ArrayList<>();
        room.signalAll();
        return batch;
    }

    @Override
    public void done(Charge charge) {
        // no batch waits for another
    }

    @Override
    public List<Delivery<?>> stop() {
        lock.lock();
        try {
            stopped = true;
            List<Delivery<?>> back = collected;
            collected = new ArrayList<>();
            room.signalAll();
            return back;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            stopped = true;
            closed = true;
            room.signalAll();
            change.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
