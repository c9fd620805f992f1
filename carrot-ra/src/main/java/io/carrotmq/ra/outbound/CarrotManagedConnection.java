package io.carrotmq.ra.outbound;

import io.carrotmq.BrokerInfo;
import io.carrotmq.ConnectException;
import io.carrotmq.config.ConnectionSettings;
import io.carrotmq.engine.PublishChannel;
import jakarta.resource.NotSupportedException;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionEvent;
import jakarta.resource.spi.ConnectionEventListener;
import jakarta.resource.spi.ConnectionRequestInfo;
import jakarta.resource.spi.DissociatableManagedConnection;
import jakarta.resource.spi.LocalTransaction;
import jakarta.resource.spi.ManagedConnection;
import jakarta.resource.spi.ManagedConnectionMetaData;
import java.io.PrintWriter;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.security.auth.Subject;
import javax.transaction.xa.XAResource;

/** A share in the channel its factory publishes on, and what was fetched and subscribed with it. */
final class CarrotManagedConnection implements ManagedConnection, DissociatableManagedConnection {
    private final CarrotManagedConnectionFactory factory;
    private final Broker broker;
    private final Credentials credentials;
    private final LastResource localTransaction;
    private final SharedChannel.Membership membership;
    private final PublishChannel channel;
    private final Publishing publishing;
    private final Consuming consuming;
    private final Set<ConnectionHandle> handles = ConcurrentHashMap.newKeySet();
    private final List<ConnectionEventListener> listeners = new CopyOnWriteArrayList<>();
    private final AtomicBoolean failed = new AtomicBoolean();
    private volatile boolean destroyed;
    private volatile PrintWriter logWriter;

    CarrotManagedConnection(CarrotManagedConnectionFactory factory, Broker broker, Credentials credentials) {
        this.factory = factory;
        this.broker = broker;
        this.credentials = credentials;
        this.localTransaction = new LastResource(broker.flushChannels(), broker.transactedChannels());
        this.consuming = new Consuming(broker.link(), broker.engine().threads());
        this.membership = broker.channel().join(closure -> failed(Messages.lost(closure)));
        this.channel = membership.channel();
        this.publishing = new Publishing(broker, channel, localTransaction, this::failed);
    }

    ConnectionSettings settings() {
        return broker.settings();
    }

    boolean isValid() {
        return !destroyed && !failed.get() && channel.isOpen();
    }

    /** {@return whether it is a valid one for that broker and user} */
    boolean reaches(ConnectionSettings wanted) {
        return broker.settings().equals(wanted) && isValid();
    }

    // What handles do

    /** {@return what publishes} */
    Publishing publishing() {
        return publishing;
    }

    /** {@return what consumes, and sees to exchanges and queues} */
    Consuming consuming() {
        return consuming;
    }

    BrokerInfo broker() {
        return channel.broker();
    }

    // Events

    private void failed(Exception cause) {
        if (!destroyed && failed.compareAndSet(false, true)) {
            Messages.LOG.log(System.Logger.Level.DEBUG, Messages.connectionFailed(cause));
            ConnectionEvent event = new ConnectionEvent(this, ConnectionEvent.CONNECTION_ERROR_OCCURRED, cause);
            listeners.forEach(listener -> listener.connectionErrorOccurred(event));
        }
    }

    void closed(ConnectionHandle handle) {
        if (handles.remove(handle)) {
            ConnectionEvent event = new ConnectionEvent(this, ConnectionEvent.CONNECTION_CLOSED);
            event.setConnectionHandle(handle);
            listeners.forEach(listener -> listener.connectionClosed(event));
        }
    }

    // ManagedConnection

    @Override
    public Object getConnection(Subject subject, ConnectionRequestInfo request) throws ResourceException {
        requireUsable();
        ConnectionHandle handle = new ConnectionHandle(factory, credentials, this);
        handles.add(handle);
        return handle;
    }

    private void requireUsable() throws ResourceException {
        if (destroyed || failed.get()) {
            ConnectException lost = Messages.handleTaken();
            throw new jakarta.resource.spi.IllegalStateException(lost.getMessage(), lost);
        }
    }

    @Override
    public void associateConnection(Object connection) throws ResourceException {
        if (!(connection instanceof ConnectionHandle handle)) {
            throw new ResourceException("not a handle of this resource adapter: " + connection);
        }
        if (handle.isClosed()) {
            throw new jakarta.resource.spi.IllegalStateException(
                    Messages.handleClosed().getMessage());
        }
        requireUsable();
        CarrotManagedConnection before = handle.managed();
        if (before != null) {
            before.handles.remove(handle);
        }
        handle.associate(this);
        handles.add(handle);
    }

    @Override
    public void dissociateConnections() {
        handles.forEach(handle -> handle.associate(null));
        handles.clear();
        consuming.close();
    }

    /** Leaves nothing of the last user: handles, unsettled deliveries, subscriptions, kept-back messages. */
    @Override
    public void cleanup() {
        handles.forEach(ConnectionHandle::invalidate);
        handles.clear();
        consuming.close();
        localTransaction.discard();
    }

    @Override
    public void destroy() {
        if (destroyed) {
            return;
        }
        destroyed = true;
        cleanup();
        membership.close();
    }

    @Override
    public void addConnectionEventListener(ConnectionEventListener listener) {
        listeners.add(listener);
    }

    @Override
    public void removeConnectionEventListener(ConnectionEventListener listener) {
        listeners.remove(listener);
    }

    @Override
    public XAResource getXAResource() throws ResourceException {
        throw new NotSupportedException("AMQP brokers have no two-phase commit; use LocalTransaction or NoTransaction");
    }

    @Override
    public LocalTransaction getLocalTransaction() throws ResourceException {
        if (!Publishing.isLastResource(broker.mode())) {
            throw new NotSupportedException("transactionMode is neither local nor tx");
        }
        return localTransaction;
    }

    @Override
    public ManagedConnectionMetaData getMetaData() {
        return new MetaData(broker(), settings().userName());
    }

    @Override
    public void setLogWriter(PrintWriter out) {
        logWriter = out;
    }

    @Override
    public PrintWriter getLogWriter() {
        return logWriter;
    }

    private record MetaData(BrokerInfo broker, String user) implements ManagedConnectionMetaData {
        @Override
        public String getEISProductName() {
            return broker.product();
        }

        @Override
        public String getEISProductVersion() {
            return broker.version();
        }

        /** Zero: the adapter sets no limit; the broker's channel limit is shared by all pools. */
        @Override
        public int getMaxConnections() {
            return 0;
        }

        @Override
        public String getUserName() {
            return user;
        }
    }
}
