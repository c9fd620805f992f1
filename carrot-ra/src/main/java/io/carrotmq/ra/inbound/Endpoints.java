package io.carrotmq.ra.inbound;

import io.carrotmq.config.ConnectionSettings;
import io.carrotmq.engine.Engine;
import io.carrotmq.ra.context.AdapterContext;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The activated message-driven beans of one started resource adapter. Safe for use by any number of threads. Calls for
 * what is activated, or not activated, already do nothing; the same objects may be activated again after a deactivation.
 */
public final class Endpoints implements AutoCloseable {
    /** Identity, because two activations with equal settings are two (Jakarta Connectors, endpoint deployment). */
    private static final class Key {
        private final MessageEndpointFactory factory;
        private final CarrotActivationSpec spec;

        Key(MessageEndpointFactory factory, CarrotActivationSpec spec) {
            this.factory = factory;
            this.spec = spec;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Key key && key.factory == factory && key.spec == spec;
        }

        @Override
        public int hashCode() {
            return 31 * System.identityHashCode(factory) + System.identityHashCode(spec);
        }
    }

    private final Map<Key, Endpoint> active = new HashMap<>();
    private boolean closed;

    /**
     * Starts to deliver to a bean. Returns without waiting for a broker, and does not fail for want of one.
     *
     * @throws ResourceException if the specification or the bean is wrong, naming everything that is
     */
    public void activate(MessageEndpointFactory factory, CarrotActivationSpec spec, AdapterContext context)
            throws ResourceException {
        EndpointSettings settings = spec.settings(context.connectionDefaults());
        Class<?> beanClass = beanClass(factory);
        Listener listener = ListenerScan.listener(beanClass);
        String name = name(factory, beanClass) + "/" + settings.queue();
        synchronized (active) {
            if (closed) {
                throw Messages.adapterStopped(name);
            }
            Key key = new Key(factory, spec);
            if (!active.containsKey(key)) {
                Bean bean = new Bean(factory, listener, new Transactions(name, factory, context.transactions()));
                Endpoint endpoint = endpoint(name, settings, bean, context.engine());
                active.put(key, endpoint);
                endpoint.start();
            }
        }
    }

    private static Endpoint endpoint(String name, EndpointSettings settings, Bean bean, Engine engine) {
        ConnectionSettings broker = settings.connection();
        return new Endpoint(name, settings, bean, engine.link(broker).consuming(), engine.threads());
    }

    /** {@return the bean's class, or null: containers before Connectors 1.7 do not tell} */
    private static Class<?> beanClass(MessageEndpointFactory factory) {
        try {
            return factory.getEndpointClass();
        } catch (RuntimeException | AbstractMethodError e) {
            Messages.LOG.log(System.Logger.Level.DEBUG, "the container does not tell the bean's class", e);
            return null;
        }
    }

    /** The container's own name for an activation is not unique on WildFly, so it is the second choice. */
    private static String name(MessageEndpointFactory factory, Class<?> beanClass) {
        if (beanClass != null) {
            return beanClass.getSimpleName();
        }
        try {
            return String.valueOf(factory.getActivationName());
        } catch (RuntimeException | AbstractMethodError e) {
            return "bean";
        }
    }

    /** Ends the deliveries to a bean: lets it finish what it has begun, bounded, and gives back the rest. */
    public void deactivate(MessageEndpointFactory factory, CarrotActivationSpec spec) {
        Endpoint endpoint;
        synchronized (active) {
            endpoint = active.remove(new Key(factory, spec));
        }
        if (endpoint != null) {
            endpoint.close();
            endpoint.awaitClosed();
        }
    }

    /** Deactivates every bean, all at once, and activates none any more. */
    @Override
    public void close() {
        List<Endpoint> all;
        synchronized (active) {
            closed = true;
            all = List.copyOf(active.values());
            active.clear();
        }
        all.forEach(Endpoint::close);
        all.forEach(Endpoint::awaitClosed);
    }
}
