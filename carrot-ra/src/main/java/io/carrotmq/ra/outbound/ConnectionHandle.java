package io.carrotmq.ra.outbound;

import io.carrotmq.BrokerInfo;
import io.carrotmq.Connection;
import io.carrotmq.Delivery;
import io.carrotmq.OutgoingMessage;
import io.carrotmq.Receipt;
import io.carrotmq.SubscribeOptions;
import io.carrotmq.Subscription;
import io.carrotmq.topology.Topology;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionManager;
import jakarta.resource.spi.LazyAssociatableConnectionManager;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;

/** What an application holds. It forwards to the managed connection it is associated with at the moment. */
final class ConnectionHandle implements Connection {
    private final CarrotManagedConnectionFactory factory;
    private final Credentials credentials;
    private volatile ConnectionManager manager;
    private volatile CarrotManagedConnection managed;
    private volatile boolean closed;
    private volatile boolean closedByUser;

    ConnectionHandle(CarrotManagedConnectionFactory factory, Credentials credentials, CarrotManagedConnection managed) {
        this.factory = factory;
        this.credentials = credentials;
        this.managed = managed;
    }

    /** Tells the handle who associates it again after it was dissociated. */
    ConnectionHandle managedBy(ConnectionManager by) {
        manager = by;
        return this;
    }

    void associate(CarrotManagedConnection with) {
        managed = with;
    }

    CarrotManagedConnection managed() {
        return managed;
    }

    boolean isClosed() {
        return closed;
    }

    /** The managed connection is cleaned up or gone. */
    void invalidate() {
        closed = true;
        managed = null;
    }

    private CarrotManagedConnection active() {
        if (closed) {
            throw closedByUser ? Messages.handleClosed() : Messages.handleTaken();
        }
        if (managed == null && manager instanceof LazyAssociatableConnectionManager lazy) {
            try {
                lazy.associateConnection(this, factory, credentials);
            } catch (ResourceException e) {
                throw Messages.noneAllocated(e);
            }
        }
        CarrotManagedConnection present = managed;
        if (present == null) {
            throw closedByUser ? Messages.handleClosed() : Messages.handleTaken();
        }
        return present;
    }

    @Override
    public Receipt publish(OutgoingMessage message) {
        return active().publishing().publish(message);
    }

    @Override
    public CompletionStage<Receipt> publishAsync(OutgoingMessage message) {
        return active().publishing().publishAsync(message);
    }

    @Override
    public List<Receipt> publishAll(List<OutgoingMessage> messages) {
        return active().publishing().publishAll(messages);
    }

    @Override
    public void tell(OutgoingMessage message) {
        active().publishing().tell(message);
    }

    @Override
    public void declare(Topology topology) {
        active().consuming().declare(topology);
    }

    @Override
    public OptionalLong messageCount(String queue) {
        return active().consuming().messageCount(queue);
    }

    @Override
    public long purge(String queue) {
        return active().consuming().purge(queue);
    }

    @Override
    public void deleteQueue(String queue) {
        active().consuming().deleteQueue(queue);
    }

    @Override
    public void deleteExchange(String exchange) {
        active().consuming().deleteExchange(exchange);
    }

    @Override
    public Optional<Delivery<byte[]>> fetch(String queue, SubscribeOptions options) {
        return active().consuming().fetch(queue, options);
    }

    @Override
    public Subscription subscribe(String queue, SubscribeOptions options) {
        return active().consuming().subscribe(queue, options);
    }

    @Override
    public boolean isTransacted() {
        return active().publishing().isTransacted();
    }

    @Override
    public BrokerInfo broker() {
        return active().broker();
    }

    @Override
    public void close() {
        CarrotManagedConnection present = managed;
        boolean first = !closed;
        closedByUser = true;
        invalidate();
        if (first && present != null) {
            present.closed(this);
        } else if (first && manager instanceof LazyAssociatableConnectionManager lazy) {
            lazy.inactiveConnectionClosed(this, factory);
        }
    }
}
