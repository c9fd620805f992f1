package io.carrotmq;

import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What a consumer takes messages through: a connection and a subscription, made when they are needed, dropped when they
 * are lost, and put into the state that was asked for whenever they are made anew.
 *
 * <p>One thread at a time takes, and makes them; the other methods are for any thread.
 */
final class Intake implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(io.carrotmq.Consumer.class.getName());

    /** How soon who takes notices what nothing else tells it. */
    static final Duration STEP = Duration.ofMillis(100);

    private final String name;
    private final HeldConnection connection;
    private final Map<String, SubscribeOptions> queues = new LinkedHashMap<>();
    private final Set<String> gone = new HashSet<>();

    /** Held while the subscription is changed, which asks the broker; taken before the lock. */
    private final Object control = new Object();

    /** Guards the state; never held while the broker is asked. */
    private final Object lock = new Object();

    private Subscription subscription;
    private boolean paused;
    private boolean resting;
    private int prefetch;
    private long since = System.nanoTime();
    private volatile boolean cancelled;
    private volatile boolean closed;

    Intake(ConnectionFactory connections, String name) {
        this.name = name;
        this.connection = new HeldConnection(connections, name);
    }

    // Queues

    Intake with(String queue, SubscribeOptions options) {
        queues.put(queue, options);
        return this;
    }

    void add(String queue, SubscribeOptions options) {
        synchronized (control) {
            Subscription running;
            synchronized (lock) {
                requireOpen();
                if (queues.putIfAbsent(queue, options) != null) {
                    throw Messages.queueTwice(queue);
                }
                running = subscription;
                lock.notifyAll();
            }
            try {
                if (running != null) {
                    running.add(queue, current(options));
                }
            } catch (RuntimeException e) {
                synchronized (lock) {
                    queues.remove(queue);
                }
                throw e;
            }
        }
    }

    void remove(String queue) {
        synchronized (control) {
            Subscription running;
            synchronized (lock) {
                queues.remove(queue);
                gone.remove(queue);
                running = subscription;
            }
            if (running != null) {
                running.cancel(queue);
            }
        }
    }

    private SubscribeOptions current(SubscribeOptions options) {
        synchronized (lock) {
            return prefetch == 0 ? options : options.prefetch(prefetch);
        }
    }

    Map<String, SubscribeOptions> queues() {
        synchronized (lock) {
            return new LinkedHashMap<>(queues);
        }
    }

    // Connecting

    private void requireOpen() {
        if (closed) {
            throw Messages.consumerClosed(name);
        }
    }

    /** Something done with a connection on which the topology is there. */
    <R> R withConnection(Function<Connection, R> use) {
        try {
            return use.apply(connection.declared(queues().values()));
        } catch (ConsumeException | ConnectException e) {
            drop(true);
            throw e;
        }
    }

    private Subscription subscribe(Map<String, SubscribeOptions> wanted) {
        Connection current = connection.get();
        Subscription made = null;
        try {
            for (Map.Entry<String, SubscribeOptions> each : wanted.entrySet()) {
                SubscribeOptions options = current(each.getValue());
                if (made == null) {
                    made = current.subscribe(each.getKey(), options);
                } else {
                    made.add(each.getKey(), options);
                }
            }
            install(made, wanted);
            return made;
        } catch (RuntimeException e) {
            if (made != null) {
                made.close();
            }
            throw e;
        }
    }

    /** Makes it the current one, in the state that was asked for meanwhile. */
    private void install(Subscription made, Map<String, SubscribeOptions> wanted) {
        synchronized (control) {
            synchronized (lock) {
                requireOpen();
                subscription = made;
                gone.clear();
                resting = false;
                since = System.nanoTime();
            }
            Map<String, SubscribeOptions> now = queues();
            wanted.keySet().stream().filter(queue -> !now.containsKey(queue)).forEach(made::cancel);
            now.forEach((queue, options) -> {
                if (!wanted.containsKey(queue)) {
                    made.add(queue, current(options));
                }
            });
            if (prefetch != 0) {
                made.prefetch(prefetch);
            }
            if (paused) {
                made.pause();
            }
        }
    }

    /** Lets go of what is lost, or no longer needed. */
    private void drop(boolean connectionToo) {
        Subscription last;
        synchronized (lock) {
            last = subscription;
            subscription = null;
            gone.clear();
        }
        try {
            if (last != null) {
                last.close();
            }
        } finally {
            if (connectionToo) {
                connection.release();
            }
        }
    }

    // Taking

    /** From now on messages are wanted. */
    void begin() {
        cancelled = false;
    }

    /** {@return whether messages are still wanted} */
    boolean running() {
        return !cancelled && !closed;
    }

    /** Waits for the next message, on one connection. */
    Optional<Delivery<byte[]>> poll(Duration timeout) throws InterruptedException {
        try {
            Subscription ready = ready();
            if (ready == null) {
                pause(timeout.compareTo(STEP) < 0 ? timeout : STEP);
                return Optional.empty();
            }
            return ready.poll(timeout);
        } catch (ConsumerCancelledException e) {
            cancelledByBroker(asAdded(e.queue()));
            throw e;
        } catch (ConsumeException | ConnectException e) {
            drop(true);
            throw closed ? Messages.consumerClosed(name) : e;
        }
    }

    /** {@return what to poll, or null if nothing is to be had now} */
    private Subscription ready() {
        Subscription current;
        Map<String, SubscribeOptions> wanted;
        synchronized (lock) {
            requireOpen();
            current = subscription;
            wanted = queues();
            if (cancelled || current == null && (paused || wanted.isEmpty())) {
                return null;
            }
        }
        if (current == null) {
            return subscribe(wanted);
        }
        wake(current);
        return current;
    }

    private void wake(Subscription current) {
        synchronized (lock) {
            if (!resting && gone.isEmpty()) {
                return;
            }
        }
        synchronized (control) {
            boolean resume;
            List<String> again;
            synchronized (lock) {
                resume = resting && !paused && !cancelled;
                resting = resting && cancelled;
                again = gone.stream().filter(this::declares).toList();
                again.forEach(gone::remove);
            }
            if (resume) {
                current.resume();
            }
            for (String queue : again) {
                current.add(queue, current(queues().get(queue)));
            }
        }
    }

    /** The only queue may have a name that the broker has made up. */
    String asAdded(String queue) {
        Map<String, SubscribeOptions> all = queues();
        return all.size() == 1 ? all.keySet().iterator().next() : queue;
    }

    boolean declares(String queue) {
        SubscribeOptions options = queues().get(queue);
        return options != null && options.topology().declaresQueue(queue);
    }

    private void cancelledByBroker(String queue) {
        boolean ended;
        synchronized (lock) {
            gone.add(queue);
            ended = gone.containsAll(queues.keySet());
        }
        if (ended) {
            drop(false);
        }
    }

    /** {@return whether the subscription has lasted for a while} */
    boolean established() {
        synchronized (lock) {
            return System.nanoTime() - since >= retry().first().toNanos();
        }
    }

    /** {@return how to come back: as the queue says that was added first} */
    ConnectRetry retry() {
        return queues().values().stream()
                .findFirst()
                .orElse(SubscribeOptions.DEFAULT)
                .retry();
    }

    boolean isClosed() {
        return closed;
    }

    String name() {
        return name;
    }

    /** Waits; ends when messages are no longer wanted, or something has changed. */
    void pause(Duration length) throws InterruptedException {
        long start = System.nanoTime();
        synchronized (lock) {
            for (long left = length.toNanos();
                    left > 0 && running();
                    left = length.toNanos() - (System.nanoTime() - start)) {
                lock.wait(left / 1_000_000, (int) (left % 1_000_000));
            }
        }
    }

    // Control

    /** Nobody takes messages for the time being: what was sent ahead goes back. */
    void rest() {
        change(current -> {
            synchronized (lock) {
                resting = true;
            }
            current.pause();
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
        }
    }

    void resume() {
        synchronized (control) {
            boolean rests;
            synchronized (lock) {
                paused = false;
                rests = resting;
            }
            if (!rests) {
                change(Subscription::resume);
            }
        }
    }

    void prefetch(int count) {
        SubscribeOptions.DEFAULT.prefetch(count); // checks the range
        synchronized (control) {
            synchronized (lock) {
                prefetch = count;
            }
            change(current -> current.prefetch(count));
        }
    }

    /** Changes the subscription, if there is one. If it is lost meanwhile, the taker learns that from it. */
    private void change(Consumer<Subscription> change) {
        synchronized (control) {
            Subscription current;
            synchronized (lock) {
                current = subscription;
            }
            try {
                if (current != null) {
                    change.accept(current);
                }
            } catch (ConsumeException | ConnectException e) {
                LOG.log(System.Logger.Level.DEBUG, "the subscription of " + name + " could not be changed", e);
            }
        }
    }

    @Override
    public void close() {
        synchronized (lock) {
            closed = true;
            lock.notifyAll();
        }
        try {
            drop(false);
        } finally {
            connection.close();
        }
    }
}
