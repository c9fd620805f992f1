package io.carrotmq.engine;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Tells stages their outcomes on callback threads: one thread at a time, in order, as many as there are. Where a
 * callback takes long, another thread goes on with the rest.
 */
final class Completions {
    /** A callback that takes longer holds up nobody else. */
    private static final Duration PATIENCE = Duration.ofMillis(50);

    private final EngineThreads threads;
    private final Queue<Unconfirmed> ready = new ConcurrentLinkedQueue<>();
    private final AtomicReference<Drain> current = new AtomicReference<>();
    private final AtomicBoolean watched = new AtomicBoolean();

    Completions(EngineThreads threads) {
        this.threads = threads;
    }

    /** Adds one that has ended; {@link #hand} follows after the last of a burst. */
    void add(Unconfirmed entry) {
        ready.add(entry);
    }

    /** Sees to it that what was added is told. */
    void hand() {
        if (current.get() == null) {
            replace(null);
        }
        watch(current.get());
    }

    /** Tells the rest whatever the present thread is held up by. */
    void handTheLast() {
        if (!ready.isEmpty()) {
            replace(current.get());
        }
    }

    private void replace(Drain before) {
        Drain next = new Drain();
        if (current.compareAndSet(before, next)) {
            threads.complete(next);
        }
    }

    private void watch(Drain seen) {
        if (seen != null && watched.compareAndSet(false, true)) {
            long progress = seen.told;
            if (!threads.soon(() -> look(seen, progress), PATIENCE)) {
                watched.set(false);
                handTheLast();
            }
        }
    }

    private void look(Drain seen, long progress) {
        watched.set(false);
        if (ready.isEmpty()) {
            return;
        }
        if (current.get() == seen && seen.told == progress) {
            replace(seen);
        }
        watch(current.get());
    }

    private final class Drain implements Runnable {
        private volatile long told;

        @Override
        public void run() {
            try {
                Unconfirmed entry;
                while (current.get() == this && (entry = ready.poll()) != null) {
                    entry.completeStage();
                    told++;
                }
            } finally {
                if (current.compareAndSet(this, null) && !ready.isEmpty()) {
                    replace(null);
                }
            }
        }
    }
}
