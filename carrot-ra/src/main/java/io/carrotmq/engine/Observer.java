package io.carrotmq.engine;

import io.carrotmq.ConnectionFactory;
import io.carrotmq.event.BrokerEvent;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A listener and what it has not been told yet: a bounded number of events, told by one worker at a time, which is there
 * only while there are some. Once it has ended it keeps no hold on the listener, and so on no application.
 */
final class Observer implements ConnectionFactory.Observation {
    static final int CAPACITY = 1_000;

    private static final System.Logger LOG = System.getLogger("io.carrotmq.engine");
    private static final Duration CLOSE_BOUND = Duration.ofSeconds(5);
    private static final Duration AGAIN = Duration.ofSeconds(1);

    /** When an overflow is reported whose listener has not caught up. */
    private static final Duration REPORT = Duration.ofSeconds(30);

    private static final Duration TRACES = Duration.ofSeconds(30);

    private final String broker;
    private final EngineThreads threads;
    private final Consumer<Observer> onEnd;
    private final OnceInAWhile traces = new OnceInAWhile(TRACES, System::nanoTime);
    private final Object lock = new Object();
    private final Queue<BrokerEvent> waiting = new ArrayDeque<>();

    /** Null once this has ended. */
    private Consumer<? super BrokerEvent> listener;

    /** Whether a worker is at it, or about to be. */
    private boolean underway;

    /** The thread the listener runs on now, or null. */
    private Thread telling;

    private long dropped;
    private long overflows;

    /**
     * Makes one.
     *
     * @param broker of which it is told, for the log
     * @param onEnd told when it ends; may be told twice
     */
    Observer(String broker, Consumer<? super BrokerEvent> listener, EngineThreads threads, Consumer<Observer> onEnd) {
        this.broker = broker;
        this.listener = Objects.requireNonNull(listener, "listener");
        this.threads = threads;
        this.onEnd = onEnd;
    }

    /** Has the listener told, soon, unless too much waits already. */
    void tell(BrokerEvent event) {
        boolean start;
        long overflow = 0;
        synchronized (lock) {
            if (listener == null) {
                return;
            }
            boolean full = waiting.size() >= CAPACITY;
            if (full) {
                dropped++;
            } else {
                waiting.add(event);
            }
            if (full && dropped == 1) {
                overflow = ++overflows;
            }
            start = !underway;
            underway = true;
        }
        if (overflow > 0) {
            long episode = overflow;
            threads.soon(() -> report(takeDropped(episode)), REPORT);
        }
        if (start) {
            start();
        }
    }

    private void start() {
        try {
            threads.execute(this::tellAll);
        } catch (Error e) { // a Java that can make no more threads may do so later
            LOG.log(System.Logger.Level.ERROR, Messages.taskFailed(), e);
            threads.soon(this::start, AGAIN);
        }
    }

    private void tellAll() {
        BrokerEvent event = next();
        while (event != null) {
            tellNow(event);
            event = next();
        }
    }

    private BrokerEvent next() {
        long lost;
        synchronized (lock) {
            told();
            BrokerEvent event = listener == null ? null : waiting.poll();
            if (event != null) {
                telling = Thread.currentThread();
                return event;
            }
            underway = false;
            lost = takeDropped(overflows);
        }
        report(lost);
        return null;
    }

    private void told() {
        telling = null;
        lock.notifyAll();
    }

    private void tellNow(BrokerEvent event) {
        Consumer<? super BrokerEvent> told;
        synchronized (lock) {
            told = listener;
        }
        try {
            if (told != null) { // ended between being next and being told
                told.accept(event);
            }
        } catch (RuntimeException | Error e) {
            LOG.log(System.Logger.Level.WARNING, Messages.observerFailed(broker, event, e), traces.due() ? e : null);
        } finally {
            Thread.currentThread()
                    .setContextClassLoader(EngineThreads.class.getClassLoader()); // a listener may change it
        }
    }

    // What it was not told

    /** {@return how many were dropped in that overflow and are not reported} */
    private long takeDropped(long overflow) {
        synchronized (lock) {
            if (overflow != overflows) {
                return 0;
            }
            long taken = dropped;
            dropped = 0;
            return taken;
        }
    }

    private void report(long lost) {
        if (lost > 0) {
            LOG.log(System.Logger.Level.WARNING, Messages.observerOverflowed(broker, lost, CAPACITY));
        }
    }

    // The end

    /** Tells nothing more, but for what is being told. */
    void end() {
        long lost;
        synchronized (lock) {
            listener = null;
            waiting.clear();
            lost = takeDropped(overflows);
        }
        report(lost);
        onEnd.accept(this);
    }

    @Override
    public void close() {
        end();
        try {
            if (!awaitTold(CLOSE_BOUND)) {
                LOG.log(System.Logger.Level.WARNING, Messages.observerStillRuns(broker, CLOSE_BOUND));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** {@return whether the listener runs nowhere but on this thread, within the bound} */
    private boolean awaitTold(Duration bound) throws InterruptedException {
        long deadline = System.nanoTime() + bound.toNanos();
        synchronized (lock) {
            long left = deadline - System.nanoTime();
            while (telling != null && telling != Thread.currentThread() && left > 0) {
                TimeUnit.NANOSECONDS.timedWait(lock, left);
                left = deadline - System.nanoTime();
            }
            return telling == null || telling == Thread.currentThread();
        }
    }
}
