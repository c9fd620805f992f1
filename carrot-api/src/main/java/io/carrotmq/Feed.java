package io.carrotmq;

import java.util.Map;
import java.util.function.Consumer;

/**
 * The subscription a consumer has at the moment, if it has one, and the state it shall be in: which queues, with which
 * prefetch, paused or not. Each new one is put into that state. Safe for use by any number of threads.
 */
final class Feed {
    private static final System.Logger LOG = System.getLogger(io.carrotmq.Consumer.class.getName());

    private final String name;
    private final Changes changes;
    private final Roster queues = new Roster();

    /** Held while the subscription is changed, which asks the broker; taken before the lock. */
    private final Object control = new Object();

    /** Guards the state; never held while the broker is asked. */
    private final Object lock = new Object();

    private Subscription subscription;

    /** Whether the user has paused it. */
    private boolean paused;

    /** Whether nobody takes messages for the time being. */
    private boolean resting;

    private long since = System.nanoTime();
    private volatile boolean cancelled;
    private volatile boolean closed;

    Feed(String name, Changes changes) {
        this.name = name;
        this.changes = changes;
    }

    Roster queues() {
        return queues;
    }

    Subscription current() {
        synchronized (lock) {
            return subscription;
        }
    }

    void requireOpen() {
        if (closed) {
            throw Messages.consumerClosed(name);
        }
    }

    boolean isClosed() {
        return closed;
    }

    /** From now on messages are wanted. */
    void begin() {
        cancelled = false;
    }

    /** {@return whether messages are still wanted} */
    boolean running() {
        return !cancelled && !closed;
    }

    /** {@return whether there is nothing to subscribe for now} */
    boolean isIdle() {
        synchronized (lock) {
            return cancelled || subscription == null && (paused || queues.isEmpty());
        }
    }

    /** {@return for how many nanoseconds there has been the subscription, or since there was the last} */
    long age() {
        synchronized (lock) {
            return System.nanoTime() - since;
        }
    }

    /** Waits; ends when messages are no longer wanted. */
    void await(long nanos) throws InterruptedException {
        long start = System.nanoTime();
        synchronized (lock) {
            for (long left = nanos; left > 0 && running(); left = nanos - (System.nanoTime() - start)) {
                lock.wait(left / 1_000_000, (int) (left % 1_000_000));
            }
        }
    }

    /** Makes a subscription the current one, in the state that was asked for meanwhile. */
    void install(Subscription made, Map<String, SubscribeOptions> consumed) {
        synchronized (control) {
            boolean still;
            synchronized (lock) {
                requireOpen();
                subscription = made;
                resting = cancelled;
                since = System.nanoTime();
                still = paused || resting;
            }
            consumed.keySet().forEach(queues::isBack);
            Map<String, SubscribeOptions> wanted = queues.wanted();
            consumed.keySet().stream()
                    .filter(queue -> !wanted.containsKey(queue))
                    .forEach(made::cancel);
            wanted.forEach((queue, options) -> {
                if (!consumed.containsKey(queue)) {
                    made.add(queue, options);
                }
            });
            if (queues.prefetch() != 0) {
                made.prefetch(queues.prefetch());
            }
            if (still) {
                made.pause();
            } else {
                changes.accepted();
            }
        }
    }

    /** Somebody takes messages: what rested, or was gone and can be declared again, is consumed from again. */
    void wake() {
        boolean rests;
        synchronized (lock) {
            rests = resting;
        }
        if (!rests && queues.returning().isEmpty()) {
            return;
        }
        synchronized (control) {
            Subscription awake;
            boolean resume;
            synchronized (lock) {
                awake = subscription;
                resume = resting && !paused && !cancelled;
                resting = resting && cancelled;
            }
            if (awake == null) {
                return;
            }
            if (resume) {
                awake.resume();
                changes.accepted();
            }
            queues.returning().forEach((queue, options) -> {
                awake.add(queue, options);
                queues.isBack(queue);
            });
        }
    }

    /** Lets go of the subscription, which is lost or no longer needed. */
    void drop() {
        Subscription last;
        synchronized (lock) {
            last = subscription;
            subscription = null;
        }
        changes.released();
        if (last != null) {
            last.close();
        }
    }

    void close() {
        synchronized (lock) {
            closed = true;
            lock.notifyAll();
        }
        drop();
    }

    // What is asked for

    void add(String queue, SubscribeOptions options) {
        synchronized (control) {
            Subscription running;
            synchronized (lock) {
                requireOpen();
                queues.add(queue, options);
                running = subscription;
            }
            try {
                if (running != null) {
                    running.add(queue, queues.wanted().get(queue));
                }
            } catch (RuntimeException e) {
                queues.remove(queue);
                throw e;
            }
        }
    }

    void remove(String queue) {
        synchronized (control) {
            queues.remove(queue);
            Subscription running = current();
            if (running != null) {
                running.cancel(queue);
            }
        }
    }

    /** Nobody takes messages for the time being: what was sent ahead goes back. */
    void rest() {
        change(running -> {
            synchronized (lock) {
                resting = true;
            }
            running.pause();
        });
    }

    void cancel() {
        synchronized (lock) {
            cancelled = true;
            lock.notifyAll();
        }
        rest();
    }

    void pause() {
        synchronized (control) {
            synchronized (lock) {
                paused = true;
            }
            change(Subscription::pause);
            changes.paused();
        }
        changes.tell();
    }

    void resume() {
        synchronized (control) {
            boolean rests;
            synchronized (lock) {
                paused = false;
                rests = resting;
            }
            changes.resumed();
            if (!rests && change(Subscription::resume)) {
                changes.accepted();
            }
        }
        changes.tell();
    }

    void prefetch(int count) {
        SubscribeOptions.DEFAULT.prefetch(count); // checks the range
        synchronized (control) {
            queues.prefetch(count);
            change(running -> running.prefetch(count));
        }
    }

    /**
     * Changes the subscription, if there is one. If it is lost meanwhile, the taker learns that from it.
     *
     * @return whether there is one and it is changed
     */
    private boolean change(Consumer<Subscription> change) {
        synchronized (control) {
            Subscription running = current();
            try {
                if (running != null) {
                    change.accept(running);
                    return true;
                }
            } catch (ConsumeException | ConnectException e) {
                LOG.log(System.Logger.Level.DEBUG, "the subscription of " + name + " could not be changed", e);
            }
            return false;
        }
    }
}
