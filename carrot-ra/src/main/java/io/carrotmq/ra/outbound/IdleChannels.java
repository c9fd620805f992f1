package io.carrotmq.ra.outbound;

import io.carrotmq.engine.EngineThreads;
import java.time.Duration;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Channels that wait for the next transaction. Those that nobody needs for some time, or twice as long, are closed: nobody
 * tells when the factory is given up.
 */
final class IdleChannels<C> {
    private static final int MAX_IDLE = 16;

    private final EngineThreads threads;
    private final Duration idleTime;
    private final Predicate<C> usable;
    private final Consumer<C> closing;
    private final Deque<C> idle = new ConcurrentLinkedDeque<>();

    /** How many of the idle ones nobody has needed since the last look at them. */
    private final AtomicInteger unneeded = new AtomicInteger();

    private final AtomicBoolean watched = new AtomicBoolean();

    IdleChannels(EngineThreads threads, Duration idleTime, Predicate<C> usable, Consumer<C> closing) {
        this.threads = threads;
        this.idleTime = idleTime;
        this.usable = usable;
        this.closing = closing;
    }

    /** {@return one that can be used as far as is known, or null if there is none} */
    C take() {
        C kept = idle.pollFirst();
        while (kept != null && !usable.test(kept)) {
            closing.accept(kept);
            kept = idle.pollFirst();
        }
        unneeded.accumulateAndGet(idle.size(), Math::min);
        return kept;
    }

    void giveBack(C channel) {
        if (usable.test(channel) && idle.size() < MAX_IDLE) {
            idle.addFirst(channel);
            watch();
        } else {
            closing.accept(channel);
        }
    }

    private void watch() {
        if (watched.compareAndSet(false, true)) {
            threads.schedule(this::closeUnneeded, idleTime);
        }
    }

    private void closeUnneeded() {
        C last;
        for (int left = unneeded.get(); left > 0 && (last = idle.pollLast()) != null; left--) {
            closing.accept(last);
        }
        unneeded.set(idle.size());
        watched.set(false);
        if (!idle.isEmpty()) {
            watch();
        }
    }

    int size() {
        return idle.size();
    }
}
