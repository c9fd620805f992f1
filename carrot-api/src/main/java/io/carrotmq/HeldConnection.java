package io.carrotmq;

import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.function.Function;

/** A connection that is taken from the factory when it is needed, and given back once it is lost. */
final class HeldConnection implements AutoCloseable {
    private final ConnectionFactory connections;
    private final String user;
    private Connection connection;

    /** Whose topologies were seen to on this connection; they are told apart by identity, which costs nothing. */
    private final Set<SubscribeOptions> declared = Collections.newSetFromMap(new IdentityHashMap<>());

    private boolean closed;

    HeldConnection(ConnectionFactory connections, String user) {
        this.connections = connections;
        this.user = user;
    }

    /** {@return the connection; for one thread at a time} */
    Connection get() {
        synchronized (this) {
            requireOpen();
            if (connection != null) {
                return connection;
            }
        }
        Connection made = connections.connect(); // with no lock, it may wait for the network
        synchronized (this) {
            if (!closed) {
                connection = made;
                declared.clear();
                return made;
            }
        }
        made.close();
        throw Messages.consumerClosed(user);
    }

    /**
     * Does something that can be done again. A connection that is found lost before anything was done with it is
     * replaced, once: what the factory gave may have been lost a moment before.
     */
    <R> R use(Function<Connection, R> use) {
        try {
            return use.apply(get());
        } catch (ConnectException lost) {
            if (!lost.isTemporary() || !isHeld()) { // not held: there was none to be had
                throw lost;
            }
            release();
            return use.apply(get());
        }
    }

    private synchronized boolean isHeld() {
        return connection != null;
    }

    private void requireOpen() {
        if (closed) {
            throw Messages.consumerClosed(user);
        }
    }

    /** {@return the connection, once the topologies were seen to on it} */
    Connection declared(Collection<SubscribeOptions> needed) {
        Connection current = get();
        for (SubscribeOptions options : needed) {
            if (!options.topology().isEmpty() && !declared.contains(options)) {
                current.declare(options.topology());
                declared.add(options);
            }
        }
        return current;
    }

    /** Gives it back; the next use takes another. */
    void release() {
        Connection last;
        synchronized (this) {
            last = connection;
            connection = null;
        }
        if (last != null) {
            last.close();
        }
    }

    /** Gives it back for good. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        release();
    }
}
