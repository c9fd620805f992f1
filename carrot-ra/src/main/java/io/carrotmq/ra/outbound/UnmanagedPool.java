package io.carrotmq.ra.outbound;

import io.carrotmq.config.ConnectionProperties;
import io.carrotmq.engine.Engine;
import io.carrotmq.ra.context.AdapterContext;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionEvent;
import jakarta.resource.spi.ConnectionEventListener;
import jakarta.resource.spi.ConnectionManager;
import jakarta.resource.spi.ConnectionRequestInfo;
import jakarta.resource.spi.ManagedConnection;
import jakarta.resource.spi.ManagedConnectionFactory;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.util.Deque;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * The connection manager of Java SE: keeps released managed connections for the next use, and has an engine of its own.
 * The number in use is not limited; up to {@value #MAX_IDLE} idle ones are kept.
 */
final class UnmanagedPool implements ConnectionManager, AdapterContext, AutoCloseable {
    private static final long serialVersionUID = 1L;
    private static final int MAX_IDLE = 64;

    private final transient Engine engine = new Engine();
    private final transient Deque<CarrotManagedConnection> idle = new ConcurrentLinkedDeque<>();
    private final transient Set<CarrotManagedConnection> all = ConcurrentHashMap.newKeySet();
    private transient volatile boolean closed;

    @Override
    public Object allocateConnection(ManagedConnectionFactory factory, ConnectionRequestInfo request)
            throws ResourceException {
        if (closed) {
            throw new ResourceException(Messages.handleClosed());
        }
        CarrotManagedConnection connection = takeIdle((CarrotManagedConnectionFactory) factory, request);
        if (connection == null) {
            connection = (CarrotManagedConnection) factory.createManagedConnection(null, request);
            all.add(connection);
            connection.addConnectionEventListener(new Returning());
        }
        if (closed) { // meanwhile, so that close() may not have seen it
            discard(connection);
            throw new ResourceException(Messages.handleClosed());
        }
        return connection.getConnection(null, request);
    }

    /** Takes one that fits; drops those that are dead, leaves those of other users. */
    private CarrotManagedConnection takeIdle(CarrotManagedConnectionFactory factory, ConnectionRequestInfo request)
            throws ResourceException {
        for (CarrotManagedConnection candidate : idle) {
            if (!candidate.isValid()) {
                discard(candidate);
            } else if (factory.matchManagedConnections(Set.of(candidate), null, request) == candidate
                    && idle.remove(candidate)) {
                return candidate;
            }
        }
        return null;
    }

    private void discard(ManagedConnection connection) {
        CarrotManagedConnection ours = (CarrotManagedConnection) connection;
        all.remove(ours);
        idle.remove(ours);
        ours.destroy();
    }

    @Override
    public Engine engine() {
        return engine;
    }

    @Override
    public ConnectionProperties connectionDefaults() {
        return null;
    }

    @Override
    public TransactionSynchronizationRegistry transactions() {
        return null;
    }

    @Override
    public void close() {
        closed = true;
        engine.close(); // first: what is left then has no broker to wait for
        all.forEach(this::discard);
    }

    private final class Returning implements ConnectionEventListener {
        @Override
        public void connectionClosed(ConnectionEvent event) {
            CarrotManagedConnection connection = (CarrotManagedConnection) Objects.requireNonNull(event.getSource());
            connection.cleanup();
            if (!closed && connection.isValid() && idle.size() < MAX_IDLE) {
                idle.addFirst(connection);
            } else {
                discard(connection);
            }
        }

        @Override
        public void connectionErrorOccurred(ConnectionEvent event) {
            discard((CarrotManagedConnection) event.getSource());
        }

        @Override
        public void localTransactionStarted(ConnectionEvent event) {
            // there are no transactions here
        }

        @Override
        public void localTransactionCommitted(ConnectionEvent event) {
            // there are no transactions here
        }

        @Override
        public void localTransactionRolledback(ConnectionEvent event) {
            // there are no transactions here
        }
    }
}
