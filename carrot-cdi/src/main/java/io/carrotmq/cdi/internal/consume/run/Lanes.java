package io.carrotmq.cdi.internal.consume.run;

import io.carrotmq.Delivery;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * Hands single deliveries to whichever thread is free. Those of one key come one after the other: the next is handed out when
 * the one before is settled, and meanwhile other keys have their turn.
 *
 * <p>Keys are told apart by themselves, not by a hash: two of them never wait for each other. No more than one for each thread
 * waits to be begun, apart from those that wait for their key: the rest stays where it can be given back.
 */
final class Lanes implements Handoff {
    /** Messages without key are one key. */
    private static final Object NO_KEY = new Object();

    /** Most keys have one message at a time; nothing is ever added to it. */
    private static final Deque<Charge> NOTHING = new ArrayDeque<>(0);

    private final Function<Delivery<?>, Object> keyOf;
    private final int most;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final Condition room = lock.newCondition();
    private final Deque<Charge> ready = new ArrayDeque<>();

    /** The keys of which one is ready or being handled, with those that come after it, if there are any. */
    private final Map<Object, Deque<Charge>> behind = new HashMap<>();

    private boolean stopped;
    private boolean closed;

    /**
     * Makes it empty.
     *
     * @param threads how many take from it
     * @param keyOf the key of a delivery; null if any two may be handled at the same time
     */
    Lanes(int threads, Function<Delivery<?>, Object> keyOf) {
        this.most = threads;
        this.keyOf = keyOf;
    }

    @Override
    public boolean put(Delivery<?> delivery) throws InterruptedException {
        if (keyOf == null) {
            return put(Charge.of(delivery));
        }
        Object key = keyOf.apply(delivery);
        return put(new Charge(List.of(delivery), key == null ? NO_KEY : key));
    }

    private boolean put(Charge charge) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            Deque<Charge> others = charge.key() == null || stopped ? null : behind.get(charge.key());
            if (others != null) {
                if (others == NOTHING) {
                    others = new ArrayDeque<>();
                    behind.put(charge.key(), others);
                }
                others.add(charge);
                return true;
            }
            while (ready.size() >= most && !stopped) {
                room.await();
            }
            if (stopped) {
                return false;
            }
            if (charge.key() != null) {
                behind.put(charge.key(), NOTHING);
            }
            ready.add(charge);
            work.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Charge take() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (ready.isEmpty() && !closed) {
                work.await();
            }
            if (closed) {
                return null;
            }
            Charge next = ready.poll();
            if (ready.size() < most) {
                room.signal();
            }
            return next;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void done(Charge charge) {
        if (charge.key() == null) {
            return;
        }
        lock.lock();
        try {
            Charge next = behind.get(charge.key()).poll();
            if (next == null) {
                behind.remove(charge.key());
            } else {
                ready.add(next);
                work.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /** What has a key is handled still: given back, it might come again behind later ones of its key. */
    @Override
    public List<Delivery<?>> stop() {
        List<Delivery<?>> back = new ArrayList<>();
        lock.lock();
        try {
            stopped = true;
            if (keyOf == null) {
                ready.forEach(charge -> back.add(charge.only()));
                ready.clear();
            }
            room.signalAll();
        } finally {
            lock.unlock();
        }
        return back;
    }

    @Override
    public void close() {
        lock.lock();
        try {
            stopped = true;
            closed = true;
            room.signalAll();
            work.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
