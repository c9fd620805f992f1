package io.carrotmq.transport.memory;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;

/** Wakes queues when something in them is due, on one thread that ends when nothing has been due for a while. */
final class Deadlines {
    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private record Deadline(long at, MessageQueue queue) {}

    private final VirtualHost host;
    private final Condition changed;
    private final PriorityQueue<Deadline> deadlines = new PriorityQueue<>(Comparator.comparingLong(Deadline::at));
    private ThreadFactory threads;
    private boolean attended;
    private boolean running;
    private boolean paused;

    Deadlines(VirtualHost host) {
        this.host = host;
        this.changed = host.lock().newCondition();
    }

    /** Somebody is connected: does at once what became due while nobody was. */
    void attend(ThreadFactory factory) {
        threads = factory;
        attended = true;
        while (isDue()) {
            wakeNext();
        }
        run();
    }

    /** Nobody is connected, so that nobody can tell when something happens. */
    void leaveAlone() {
        attended = false;
        changed.signal();
    }

    void add(long at, MessageQueue queue) {
        deadlines.add(new Deadline(at, queue));
        run();
    }

    private void run() {
        if (running) {
            changed.signal();
        } else if (attended && !deadlines.isEmpty()) {
            running = true;
            threads.newThread(this::wakeAll).start();
        }
    }

    private boolean isDue() {
        return !paused && !deadlines.isEmpty() && deadlines.peek().at() <= host.now();
    }

    private void wakeNext() {
        deadlines.poll().queue().wake();
        host.deadLetters().send();
    }

    /** While paused nothing is due. */
    void pause(boolean yes) {
        paused = yes;
        changed.signal();
    }

    void clear() {
        deadlines.clear();
        changed.signal();
    }

    private void wakeAll() {
        host.lock().lock();
        try {
            long idleSince = host.now();
            while (attended && (!deadlines.isEmpty() || host.now() - idleSince < IDLE_NANOS)) {
                if (isDue()) {
                    wakeNext();
                    idleSince = host.now();
                } else {
                    long next = paused || deadlines.isEmpty()
                            ? IDLE_NANOS
                            : deadlines.peek().at() - host.now();
                    changed.awaitNanos(next);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            running = false;
            host.lock().unlock();
        }
    }
}
