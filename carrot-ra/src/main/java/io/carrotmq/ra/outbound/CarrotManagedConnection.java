package io.carrotmq.ra.outbound;

import io.carrotmq.BrokerInfo;
import io.carrotmq.CarrotException;
import io.carrotmq.ConnectException;
import io.carrotmq.ConsumeException;
import io.carrotmq.OutgoingMessage;
import io.carrotmq.PublishException;
import io.carrotmq.Receipt;
import io.carrotmq.TransactionMode;
import io.carrotmq.config.ConnectionSettings;
import io.carrotmq.engine.PublishChannel;
import io.carrotmq.spi.DeliveryScope;
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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
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
    private final BufferedTransaction localTransaction;
    private final SharedChannel.Membership membership;
    private final PublishChannel channel;
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
        this.localTransaction = new BufferedTransaction(broker.flushChannels());
        this.consuming = new Consuming(broker.link(), broker.engine().threads());
        this.membership = broker.channel().join(closure -> failed(Messages.lost(closure)));
        this.channel = membership.channel();
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

    /** {@return whether what is published now waits for a transaction} */
    boolean isTransacted() {
        return unitOfWork() != null;
    }

    /** {@return the unit of work publishes belong to at the moment, or null if they go out at once} */
    private UnitOfWork unitOfWork() {
        return switch (broker.mode()) {
            case SYNCHRONIZATION -> broker.transactions().current(broker.flushChannels());
            case LOCAL -> localTransaction.current();
            case NONE -> null;
            case AFTER_COMMIT, TX -> throw new UnsupportedOperationException("not yet");
        };
    }

    Receipt publish(OutgoingMessage message) {
        UnitOfWork unit = unitOfWork();
        if (unit != null) {
            channel.requireSupported(message);
            unit.add(message);
            return Receipt.of(Receipt.Outcome.ENLISTED, message);
        }
        return watched(() -> channel.publish(message));
    }

    CompletionStage<Receipt> publishAsync(OutgoingMessage message) {
        UnitOfWork unit = unitOfWork();
        if (unit != null) {
            channel.requireSupported(message);
            return unit.add(message);
        }
        CompletableFuture<Receipt> sent = watched(() -> channel.publishAsync(message));
        // What the application does to its copy changes nothing for the delivery.
        return DeliveryScope.track(sent) ? sent.copy() : sent;
    }

    List<Receipt> publishAll(List<OutgoingMessage> messages) {
        UnitOfWork unit = unitOfWork();
        if (unit != null) {
            messages.forEach(channel::requireSupported);
            messages.forEach(unit::add);
            return messages.stream()
                    .map(message -> Receipt.of(Receipt.Outcome.ENLISTED, message))
                    .toList();
        }
        return watched(() -> channel.publishAll(messages));
    }

    void tell(OutgoingMessage message) {
        UnitOfWork unit = unitOfWork();
        if (unit != null) {
            channel.requireSupported(message);
            unit.add(message.optional());
            return;
        }
        watched(() -> {
            channel.tell(message);
            return null;
        });
    }

    /** {@return what consumes, and sees to exchanges and queues} */
    Consuming consuming() {
        return consuming;
    }

    BrokerInfo broker() {
        return channel.broker();
    }

    /** Something the channel may die of. */
    private interface Operation<T> {
        T run() throws PublishException, ConsumeException;
    }

    /** The caller learns of the failure; so must the pool, before the handle is closed. */
    private <T> T watched(Operation<T> operation) {
        try {
            return operation.run();
        } catch (CarrotException e) {
            if (!channel.isOpen()) {
                failed(e);
            }
            throw e;
        }
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
        if (broker.mode() != TransactionMode.LOCAL) {
            throw new NotSupportedException("transactionMode is not local");
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
