package io.carrotmq.ra.inbound;

import io.carrotmq.CarrotException;
import io.carrotmq.engine.EngineThreads;
import io.carrotmq.engine.OpenChannel;
import io.carrotmq.engine.SharedConnection;
import io.carrotmq.engine.TopologyDeclarer;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One activated bean: its state, its way to the broker, and the sessions that consume. Nothing here waits for the
 * network on a thread of the container; connecting, again and again, is the business of a timer.
 *
 * <p>What broke is repaired as a new generation: exchange, queue and bindings are there again, and each session that lost
 * its channel may open another. Sessions that did not lose theirs go on.
 */
final class Endpoint {
    private static final System.Logger LOG = Messages.LOG;

    /** The states of an endpoint. */
    enum State {
        NEW,
        CONNECTING,
        RUNNING,
        /** Connected; the bean has failed too often in a row, and is tried with one message at a time. */
        PAUSED,
        BACKOFF,
        DRAINING,
        CLOSED
    }

    private final String name;
    private final EndpointSettings settings;
    private final Listener listener;
    private final Transactions transactions;
    private final EngineThreads threads;
    private final SharedConnection connection;
    private final Sessions sessions;
    private final Backoff backoff;
    private final BeanHealth health;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private volatile State state = State.NEW;
    private long generation;
    private boolean repairing;
    private boolean warned;
    private long runningSince;
    private Future<?> attempt;

    /** Keeps the connection, and with it an exclusive queue, from being closed while no session has a channel. */
    private OpenChannel anchor;

    Endpoint(String name, EndpointSettings settings, Bean bean, SharedConnection connection, EngineThreads threads) {
        this.name = name;
        this.settings = settings;
        this.listener = bean.listener();
        this.transactions = bean.transactions();
        this.threads = threads;
        this.connection = connection;
        this.sessions = new Sessions(this, bean, threads);
        this.backoff = new Backoff(
                settings.reconnectDelay(),
                settings.reconnectMaxDelay(),
                () -> ThreadLocalRandom.current().nextDouble());
        this.health = new BeanHealth(name, settings);
    }

    void start() {
        lock.lock();
        try {
            if (state == State.NEW) {
                state = State.CONNECTING;
                repairing = true;
                attempt = threads.schedule(this::connect, Duration.ZERO);
            }
        } finally {
            lock.unlock();
        }
    }

    private void connect() {
        if (!enterConnecting()) {
            return;
        }
        try {
            hold();
            new TopologyDeclarer(connection).apply(settings.topology());
            ready();
        } catch (RuntimeException | Error e) { // also what a library throws, or a Java that can make no more threads
            failed(e);
        }
    }

    private boolean enterConnecting() {
        lock.lock();
        try {
            if (active()) {
                state = State.CONNECTING;
            }
            return active();
        } finally {
            lock.unlock();
        }
    }

    private void hold() {
        OpenChannel held = anchor;
        if (held != null && held.isOpen()) {
            return;
        }
        OpenChannel opened = connection.openChannel(closure -> lost(closure.toString()));
        lock.lock();
        try {
            if (active()) {
                anchor = opened;
                return;
            }
        } finally {
            lock.unlock();
        }
        opened.close();
    }

    private void ready() {
        lock.lock();
        try {
            if (!active()) {
                return;
            }
            repairing = false;
            generation++;
            if (health.breaker().isOpen()) {
                state = State.PAUSED;
            }
            changed.signalAll();
            sessions.start();
        } finally {
            lock.unlock();
        }
    }

    private void failed(Throwable why) {
        lock.lock();
        try {
            if (active()) {
                retryLater(why instanceof CarrotException ? why.getMessage() : why.toString(), why);
            }
        } finally {
            lock.unlock();
        }
    }

    /** A session of this generation has no channel any more, or got none. */
    void lost(long itsGeneration, CarrotException why) {
        lock.lock();
        try {
            if (active() && !repairing && itsGeneration == generation) {
                retryLater(why.getMessage(), why);
            }
        } finally {
            lock.unlock();
        }
    }

    /** The connection is gone, even if every session is busy with its bean. Called on the connection's reader thread. */
    private void lost(String why) {
        lock.lock();
        try {
            if (active() && !repairing) {
                retryLater(why, null);
            }
        } finally {
            lock.unlock();
        }
    }

    private void retryLater(String why, Throwable cause) {
        if (state == State.RUNNING
                && System.nanoTime() - runningSince
                        > settings.reconnectMaxDelay().toNanos()) {
            backoff.reset();
        }
        state = State.BACKOFF;
        repairing = true;
        Duration delay = backoff.next();
        attempt = threads.schedule(this::connect, delay);
        System.Logger.Level level = warned ? System.Logger.Level.DEBUG : System.Logger.Level.WARNING;
        LOG.log(level, Messages.notConsuming(name, why, delay, backoff.attempts()));
        if (cause != null) {
            LOG.log(System.Logger.Level.DEBUG, "why " + name + " does not consume", cause);
        }
        warned = true;
    }

    /** A session of this generation consumes. */
    void consuming(long itsGeneration) {
        lock.lock();
        try {
            if (!active() || repairing || itsGeneration != generation || state == State.RUNNING) {
                return;
            }
            if (health.breaker().isOpen()) {
                state = State.PAUSED;
                return;
            }
            state = State.RUNNING;
            runningSince = System.nanoTime();
            warned = false;
            health.consuming();
            LOG.log(System.Logger.Level.INFO, Messages.consuming(name, settings));
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until a session may open a channel.
     *
     * @param after the generation in which it lost its last one
     * @return the generation in which it may, or anything once the endpoint is not active any more
     */
    long awaitReady(long after) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (active() && (repairing || generation <= after)) {
                changed.await();
            }
            return generation;
        } finally {
            lock.unlock();
        }
    }

    /** Lets a session wait, until the endpoint is not active any more at the latest. */
    void pause(Duration duration) {
        lock.lock();
        try {
            long left = duration.toNanos();
            while (active() && left > 0) {
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            LOG.log(System.Logger.Level.TRACE, "a pause was cut short", e);
        } finally {
            lock.unlock();
        }
    }

    /** The bean has failed. */
    void failed(ConsumerSession session, Throwable why) {
        if (health.breaker().failed(session)) {
            move(State.RUNNING, State.PAUSED);
            health.paused(why);
        }
    }

    /** The bean has processed a message. */
    void succeeded(ConsumerSession session) {
        if (health.breaker().succeeded(session)) {
            move(State.PAUSED, State.RUNNING);
            health.resumed();
        }
    }

    private void move(State from, State to) {
        lock.lock();
        try {
            if (state == from) {
                state = to;
            }
        } finally {
            lock.unlock();
        }
    }

    /** Stops taking messages. Returns at once; {@link #awaitClosed()} waits for those that are being handled. */
    void close() {
        OpenChannel last;
        lock.lock();
        try {
            if (!active()) {
                return;
            }
            state = State.DRAINING;
            last = anchor;
            if (attempt != null) {
                attempt.cancel(false);
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (last != null) {
            threads.execute(last::close);
        }
        sessions.stop();
    }

    /** Waits, bounded, until the messages being handled are settled and nothing of the endpoint is left. */
    void awaitClosed() {
        sessions.awaitEnd();
        boolean first;
        lock.lock();
        try {
            first = state == State.DRAINING;
            state = State.CLOSED;
        } finally {
            lock.unlock();
        }
        if (first) {
            LOG.log(System.Logger.Level.INFO, Messages.stopped(name));
        }
    }

    /** {@return whether it has not been told to end} */
    boolean active() {
        return state != State.DRAINING && state != State.CLOSED;
    }

    State state() {
        return state;
    }

    String name() {
        return name;
    }

    EndpointSettings settings() {
        return settings;
    }

    BeanHealth health() {
        return health;
    }

    Listener listener() {
        return listener;
    }

    Transactions transactions() {
        return transactions;
    }

    SharedConnection connection() {
        return connection;
    }
}
