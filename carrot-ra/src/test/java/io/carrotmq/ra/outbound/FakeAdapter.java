package io.carrotmq.ra.outbound;

import io.carrotmq.config.ConnectionProperties;
import io.carrotmq.engine.Engine;
import io.carrotmq.ra.context.AdapterContext;
import jakarta.resource.spi.ActivationSpec;
import jakarta.resource.spi.BootstrapContext;
import jakarta.resource.spi.ResourceAdapter;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.net.URI;
import javax.transaction.xa.XAResource;

/** A started adapter without an inbound half. */
final class FakeAdapter extends ConnectionProperties implements ResourceAdapter, AdapterContext, AutoCloseable {
    private static final long serialVersionUID = 1L;

    private final transient Engine engine = new Engine();
    private final transient OneTransaction transaction = new OneTransaction();

    FakeAdapter(URI broker) {
        setConnectionUri(broker.toString());
    }

    OneTransaction transaction() {
        return transaction;
    }

    @Override
    public Engine engine() {
        return engine;
    }

    @Override
    public ConnectionProperties connectionDefaults() {
        return this;
    }

    @Override
    public TransactionSynchronizationRegistry transactions() {
        return transaction;
    }

    @Override
    public void start(BootstrapContext context) {
        throw new UnsupportedOperationException("started when made");
    }

    @Override
    public void stop() {
        close();
    }

    @Override
    public void endpointActivation(MessageEndpointFactory factory, ActivationSpec spec) {
        throw new UnsupportedOperationException("no inbound half");
    }

    @Override
    public void endpointDeactivation(MessageEndpointFactory factory, ActivationSpec spec) {
        throw new UnsupportedOperationException("no inbound half");
    }

    @Override
    public XAResource[] getXAResources(ActivationSpec[] specs) {
        return new XAResource[0];
    }

    @Override
    public void close() {
        engine.close();
    }

    @Override
    public boolean equals(Object other) {
        return other == this;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
