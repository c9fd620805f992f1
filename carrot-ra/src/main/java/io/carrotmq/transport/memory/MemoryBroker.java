package io.carrotmq.transport.memory;

import io.carrotmq.config.ConnectionSettings;
import io.carrotmq.transport.ConnectionListener;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.Condition;
import java.util.regex.Pattern;

/**
 * An AMQP 0-9-1 broker inside this JVM, for tests. Whoever connects to {@code memory:name} reaches the one of that name;
 * it comes into being when it is first named, and lives, with its exchanges, queues and messages, until the JVM ends or
 * {@link #remove()} is called. Nothing is ever written to disk.
 *
 * <p>The methods here simulate trouble. Each of them returns when it has taken effect, except that listeners learn of it on
 * threads of their own.
 *
 * <p><strong>Threads:</strong> safe for use by any number of threads.
 */
public final class MemoryBroker {
    private static final ConcurrentMap<String, MemoryBroker> BROKERS = new ConcurrentHashMap<>();
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]+");

    private final String name;
    private final VirtualHost host = new VirtualHost();
    private final Condition changed = host.lock().newCondition();
    private final Set<MemoryConnection> connections = new LinkedHashSet<>();
    private String blockedReason;
    private boolean refusing;
    private boolean frozen;
    private boolean removed;
    private volatile Duration answerBound = Duration.ofSeconds(15);

    private MemoryBroker(String name) {
        this.name = name;
    }

    /**
     * Finds a broker, or makes one.
     *
     * @param name letters, digits, {@code -}, {@code _} and {@code .}; what follows {@code memory:} in its address
     * @return the broker of that name
     * @throws io.carrotmq.ConfigurationException if the name has other characters or none
     */
    public static MemoryBroker named(String name) {
        if (!NAME.matcher(name).matches()) {
            throw Messages.wrongName(name);
        }
        return BROKERS.computeIfAbsent(name, MemoryBroker::new);
    }

    /** {@return the address to connect to} */
    public String uri() {
        return "memory:" + name;
    }

    /** {@return how many connections are open} */
    public int connections() {
        host.lock().lock();
        try {
            return connections.size();
        } finally {
            host.lock().unlock();
        }
    }

    /** Ends all connections at once, as a broker that dies does. It takes new ones unless told not to. */
    public void cutConnections() {
        host.lock().lock();
        try {
            List.copyOf(connections).forEach(connection -> connection.lost("connection lost: cut"));
        } finally {
            host.lock().unlock();
        }
    }

    /**
     * Takes or refuses new connections.
     *
     * @param yes true to refuse them, as if nothing listened; those that exist stay
     */
    public void refuseConnections(boolean yes) {
        host.lock().lock();
        try {
            refusing = yes;
        } finally {
            host.lock().unlock();
        }
    }

    /**
     * Takes no publishes any more, as a broker short of memory or disk does. All connections, new ones too, are told.
     * From its first publish on, nothing a connection sends is read until {@link #unblock()}.
     *
     * @param reason what they are told, such as {@code low on memory}
     */
    public void block(String reason) {
        host.lock().lock();
        try {
            blockedReason = reason;
            connections.forEach(connection -> connection.blocked(reason));
        } finally {
            host.lock().unlock();
        }
    }

    /** Takes publishes again, those held back first. Does nothing unless it is blocked. */
    public void unblock() {
        host.lock().lock();
        try {
            if (blockedReason != null) {
                blockedReason = null;
                connections.forEach(MemoryConnection::unblocked);
                readAll();
            }
        } finally {
            host.lock().unlock();
        }
    }

    /**
     * Answers nothing and does nothing any more, as a process that is stopped: no confirms, no deliveries, no answers, no
     * new connections. What is sent meanwhile is kept.
     */
    public void freeze() {
        setFrozen(true);
    }

    /** Goes on with what was sent meanwhile. Does nothing unless it is frozen. */
    public void thaw() {
        setFrozen(false);
    }

    private void setFrozen(boolean yes) {
        host.lock().lock();
        try {
            frozen = yes;
            host.deadlines().pause(yes);
            changed.signalAll();
            readAll();
        } finally {
            host.lock().unlock();
        }
    }

    private void readAll() {
        List.copyOf(connections).forEach(MemoryConnection::read);
    }

    /**
     * Sets how long a caller waits for an answer that does not come.
     *
     * @param bound how long, positive; 15 seconds if never set, as with a broker on the network
     * @throws io.carrotmq.ConfigurationException if it is not positive
     */
    public void answerBound(Duration bound) {
        if (bound.isNegative() || bound.isZero()) {
            throw Messages.wrongBound(bound);
        }
        answerBound = bound;
    }

    Duration answerBound() {
        return answerBound;
    }

    /** Ends it with its connections, queues and messages. The next that names it gets a new one. */
    public void remove() {
        host.lock().lock();
        try {
            removed = true;
            BROKERS.remove(name, this);
            frozen = false;
            cutConnections();
            host.clear();
            changed.signalAll();
        } finally {
            host.lock().unlock();
        }
    }

    VirtualHost host() {
        return host;
    }

    /** {@return a connection, or null if this broker was removed meanwhile} */
    MemoryConnection connect(
            ConnectionSettings settings, String as, ConnectionListener listener, ThreadFactory threads) {
        host.lock().lock();
        try {
            awaitThaw(settings, as);
            if (removed) {
                return null;
            }
            if (refusing) {
                throw Messages.refusesConnections(settings, as);
            }
            host.deadlines().attend(threads);
            EventLoop events = new EventLoop(as, threads);
            MemoryConnection connection = new MemoryConnection(this, settings, events, listener);
            connections.add(connection);
            events.start();
            if (blockedReason != null) {
                connection.blocked(blockedReason);
            }
            return connection;
        } finally {
            host.lock().unlock();
        }
    }

    private void awaitThaw(ConnectionSettings settings, String as) {
        long left = settings.connectTimeout().toNanos();
        try {
            while (frozen && !removed && !refusing) {
                if (left <= 0) {
                    throw Messages.noAnswer(settings, as);
                }
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Messages.interrupted(settings, as);
        }
    }

    /** {@return whether the broker reads what a connection sent} */
    boolean reads(boolean publish) {
        return !frozen && (blockedReason == null || !publish);
    }

    void forget(MemoryConnection connection) {
        connections.remove(connection);
        if (connections.isEmpty()) {
            host.deadlines().leaveAlone();
        }
    }

    @Override
    public String toString() {
        return uri();
    }
}
