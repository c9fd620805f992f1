package io.carrotmq.ra.outbound;

import io.carrotmq.CarrotException;
import io.carrotmq.Connection;
import io.carrotmq.ConnectionFactory;
import io.carrotmq.event.BrokerEvent;
import jakarta.resource.Referenceable;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionManager;
import java.io.Serializable;
import java.util.function.Consumer;
import javax.naming.Reference;

/** The connection factory applications look up. */
public final class CarrotConnectionFactory implements ConnectionFactory, Serializable, Referenceable {
    private static final long serialVersionUID = 1L;

    private final CarrotManagedConnectionFactory factory;

    @SuppressWarnings("serial") // a connection manager is serializable by contract, not by its interface
    private final ConnectionManager manager;

    private Reference reference;

    CarrotConnectionFactory(CarrotManagedConnectionFactory factory, ConnectionManager manager) {
        this.factory = factory;
        this.manager = manager;
    }

    @Override
    public Connection connect() {
        return allocate(null);
    }

    @Override
    public Connection connect(String userName, String password) {
        return allocate(new Credentials(userName, password));
    }

    private Connection allocate(Credentials credentials) {
        try {
            return ((ConnectionHandle) manager.allocateConnection(factory, credentials)).managedBy(manager);
        } catch (ResourceException e) {
            for (Throwable t = e; t != null; t = t.getCause()) {
                if (t instanceof CarrotException known) {
                    throw known;
                }
            }
            throw Messages.noneAllocated(e);
        }
    }

    @Override
    public Observation observe(Consumer<? super BrokerEvent> listener) {
        return factory.observe(listener);
    }

    @Override
    public void close() {
        if (manager instanceof UnmanagedPool own) {
            own.close();
        }
    }

    @Override
    public void setReference(Reference reference) {
        this.reference = reference;
    }

    @Override
    public Reference getReference() {
        return reference;
    }
}
