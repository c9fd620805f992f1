package io.carrotmq.ra.outbound;

import io.carrotmq.config.ConnectionProperties;
import io.carrotmq.config.ConnectionSettings;
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
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The connection manager of Java SE: keeps released managed connections for the next use, and has an engine of its own.
 * The number in use is not limited; up to {@value #MAX_IDLE} idle ones are kept.
 */
final class UnmanagedPool implements ConnectionManager, AdapterContext, AutoCloseable {
    private static final long serialVersionUID = 1L;
    private static final int MAX_IDLE = 64;

    private final transient Engine engine = new Engine();
    private final transient Deque<CarrotManagedConnection> idle = new ConcurrentLinkedDeque<>();
    private final transient AtomicInteger idleCount = new AtomicInteger();
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
        try {
            return connection.getConnection(null, request);
        } catch (ResourceException e) { // lost meanwhile, perhaps before there was a listener to tell
            discard(connection);
            throw e;
        }
    }

    /** Takes one that fits; drops those that are dead, puts those of other users back. */
    private CarrotManagedConnection takeIdle(CarrotManagedConnectionFactory factory, ConnectionRequestInfo request)
            throws ResourceException {
        ConnectionSettings wanted = factory.wanted(null, request);
        List<CarrotManagedConnection> others = null;
        CarrotManagedConnection candidate;
        while ((candidate = idle.pollFirst()) != null && !candidate.reaches(wanted)) {
            idleCount.decrementAndGet();
            if (!candidate.isValid()) {
                discard(candidate);
            } else {
                others = others == null ? new ArrayList<>() : others;
                others.add(candidate);
            }
        }
        if (candidate != null) {
            idleCount.decrementAndGet();
        }
        if (others != null) {
            others.forEach(this::keep);
        }
        return candidate;
    }

    private void keep(CarrotManagedConnection connection) {
        if (idleCount.incrementAndGet() <= MAX_IDLE) {
            idle.addFirst(connection);
        } else {
            idleCount.decrementAndGet();
            discard(connection);
        }
    }

    private void discard(ManagedConnection connection) {
        CarrotManagedConnection ours = (CarrotManagedConnection) connection;
        all.remove(ours);
        if (idle.remove(ours)) {
            idleCount.decrementAndGet();
        }
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
            if (!closed && connection.isValid()) {
                keep(connection);
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
