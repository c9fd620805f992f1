package io.carrotmq.ra;

import io.carrotmq.config.ConnectionProperties;
import io.carrotmq.engine.Engine;
import io.carrotmq.ra.context.AdapterContext;
import io.carrotmq.ra.inbound.CarrotActivationSpec;
import io.carrotmq.ra.inbound.Endpoints;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ActivationSpec;
import jakarta.resource.spi.BootstrapContext;
import jakarta.resource.spi.ResourceAdapter;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import jakarta.transaction.TransactionSynchronizationRegistry;
import javax.transaction.xa.XAResource;

/**
 * The resource adapter: a JavaBean the container configures, starts and stops. Its connection properties are what
 * connection factories and activation specifications inherit. Equal by configuration.
 */
public final class CarrotResourceAdapter extends ConnectionProperties implements ResourceAdapter, AdapterContext {
    private static final long serialVersionUID = 1L;
    private static final String NOT_STARTED =
            "CARROT-0225 the resource adapter is not started; the container starts it";

    private transient volatile Running running;

    /** What exists between start and stop. */
    private record Running(Engine engine, Endpoints endpoints, TransactionSynchronizationRegistry transactions) {}

    @Override
    public void start(BootstrapContext context) {
        running = new Running(new Engine(), new Endpoints(), context.getTransactionSynchronizationRegistry());
    }

    @Override
    public void stop() {
        Running ending = running;
        running = null;
        if (ending != null) {
            try {
                ending.endpoints.close();
            } finally {
                ending.engine.close();
            }
        }
    }

    private Running running() {
        Running present = running;
        if (present == null) {
            throw new IllegalStateException(NOT_STARTED);
        }
        return present;
    }

    @Override
    public void endpointActivation(MessageEndpointFactory factory, ActivationSpec spec) throws ResourceException {
        Running present = running;
        if (present == null) {
            throw new ResourceException(NOT_STARTED);
        }
        present.endpoints.activate(factory, (CarrotActivationSpec) spec, this);
    }

    /** Tolerates an endpoint, or an adapter, that has ended already. */
    @Override
    public void endpointDeactivation(MessageEndpointFactory factory, ActivationSpec spec) {
        Running present = running;
        if (present != null) {
            present.endpoints.deactivate(factory, (CarrotActivationSpec) spec);
        }
    }

    /** Nothing to recover: AMQP brokers have no two-phase commit. */
    @Override
    public XAResource[] getXAResources(ActivationSpec[] specs) {
        return new XAResource[0];
    }

    @Override
    public Engine engine() {
        return running().engine;
    }

    @Override
    public ConnectionProperties connectionDefaults() {
        return this;
    }

    @Override
    public TransactionSynchronizationRegistry transactions() {
        return running().transactions;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CarrotResourceAdapter that && sameConnection(that);
    }

    @Override
    public int hashCode() {
        return connectionHash();
    }
}
