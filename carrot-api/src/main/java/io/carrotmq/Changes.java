package io.carrotmq;

import io.carrotmq.event.ConsumerEvent;
import io.carrotmq.event.ConsumerFailed;
import io.carrotmq.event.ConsumerPaused;
import io.carrotmq.event.ConsumerStarted;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * How a consumer fares, and who is told so. Noting a change calls nobody, so that it may be done with a lock held;
 * {@link #tell()} calls the listeners, one event at a time, and is for who holds none. Safe for use by any number of
 * threads.
 */
final class Changes {
    private static final System.Logger LOG = System.getLogger(io.carrotmq.Consumer.class.getName());

    private enum Condition {
        /** The broker has not accepted it, or not since it was paused or let go. */
        NEW,
        STARTED,
        /** It was lost, and no try to come back has failed. */
        LOST,
        /** A try has failed: that the broker accepts it is no end of the outage, unless it lasts. */
        OUTAGE,
        /** Whoever takes messages was told, and nothing tries by itself. */
        GIVEN_UP
    }

    private final String queue;
    private final List<Consumer<? super ConsumerEvent>> listeners = new CopyOnWriteArrayList<>();
    private final Queue<ConsumerEvent> untold = new ArrayDeque<>();
    private Condition condition = Condition.NEW;
    private boolean paused;
    private boolean telling;

    /** Whether there may be something to tell: asked for each message, so without the lock. */
    private volatile boolean news;

    Changes(String queue) {
        this.queue = queue;
    }

    void listen(Consumer<? super ConsumerEvent> listener) {
        listeners.add(Objects.requireNonNull(listener, "listener"));
    }

    // What happens

    /** The broker has accepted it, and sends. */
    synchronized void accepted() {
        if (condition != Condition.OUTAGE) {
            start();
        }
    }

    /** After an outage it consumes again, and not for a moment only. */
    synchronized void recovered() {
        if (paused) {
            condition = Condition.NEW;
        } else {
            start();
        }
    }

    private void start() {
        if (condition != Condition.STARTED) {
            condition = Condition.STARTED;
            note(new ConsumerStarted(queue, queue));
        }
    }

    synchronized void paused() {
        if (!paused) {
            paused = true;
            released();
            note(new ConsumerPaused(queue, queue));
        }
    }

    /** Nobody pauses it any more; whether the broker accepts it again is another matter. */
    synchronized void resumed() {
        paused = false;
    }

    /** There is no subscription any more, for whatever reason. */
    synchronized void released() {
        if (condition == Condition.STARTED) {
            condition = Condition.NEW;
        }
    }

    /** It is lost, and about to come back. */
    synchronized void lost(Exception why) {
        fail(why, Condition.LOST);
    }

    /** A try to consume has failed, and another is to follow. */
    synchronized void failed(Exception why) {
        fail(why, Condition.OUTAGE);
    }

    /** A single attempt to take a message has failed. */
    synchronized void refused(Exception why) {
        if (condition != Condition.GIVEN_UP) {
            condition = Condition.GIVEN_UP;
            note(new ConsumerFailed(queue, queue, why, true));
        }
    }

    /** The loop that takes messages ends for that; another one's failure is told anew. */
    synchronized void ended(Exception why) {
        condition = Condition.NEW;
        note(new ConsumerFailed(queue, queue, why, true));
    }

    private void fail(Exception why, Condition next) {
        if (condition != Condition.LOST && condition != Condition.OUTAGE) {
            note(new ConsumerFailed(queue, queue, why, false));
        }
        condition = condition == Condition.OUTAGE ? condition : next;
    }

    private void note(ConsumerEvent event) {
        if (!listeners.isEmpty()) {
            untold.add(event);
            news = true;
        }
    }

    // Telling it

    /** Tells what is not told yet, unless another thread, or a caller of this one, is at it: that one goes on. */
    void tell() {
        ConsumerEvent event = news ? first() : null;
        while (event != null) {
            for (Consumer<? super ConsumerEvent> listener : listeners) {
                tell(listener, event);
            }
            event = next();
        }
    }

    private synchronized ConsumerEvent first() {
        return telling ? null : next();
    }

    private synchronized ConsumerEvent next() {
        ConsumerEvent event = untold.poll();
        telling = event != null;
        news = telling;
        return event;
    }

    private static void tell(Consumer<? super ConsumerEvent> listener, ConsumerEvent event) {
        try {
            listener.accept(event);
        } catch (RuntimeException | Error e) {
            LOG.log(System.Logger.Level.WARNING, Messages.changeListenerFailed(event), e);
        }
    }
}
