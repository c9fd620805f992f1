package io.carrotmq.cdi.internal.broker;

import io.carrotmq.ConnectionFactory;
import jakarta.enterprise.context.spi.CreationalContext;
import jakarta.enterprise.inject.AmbiguousResolutionException;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArraySet;

/** The connection factories of one application: its own beans of that type first, else the environment's. */
final class ConnectionFactories {
    private final Set<Bean<?>> own = new CopyOnWriteArraySet<>();
    private final Map<Bean<?>, Reference> references = new ConcurrentHashMap<>();
    private final ConnectionFactorySearch environment;
    private volatile BeanManager beans;

    ConnectionFactories(ConnectionFactorySearch environment) {
        this.environment = environment;
    }

    /** A contextual reference, and what gives it back. */
    private record Reference(ConnectionFactory factory, CreationalContext<?> context) {}

    void add(Bean<?> bean) {
        own.add(bean);
    }

    boolean hasOwn() {
        return !own.isEmpty();
    }

    void start(BeanManager manager) {
        beans = manager;
    }

    /** The factory for the classes of one loader; it is looked for when it is used first. */
    ConnectionFactory of(ClassLoader module) {
        return new DeferredConnectionFactory(() -> find(module));
    }

    private ConnectionFactory find(ClassLoader module) {
        if (own.isEmpty()) {
            return environment.find();
        }
        return references.computeIfAbsent(choose(module), this::reference).factory();
    }

    /** Each web module of an EAR may have a producer of its own, which the others cannot see. */
    private Bean<?> choose(ClassLoader module) {
        Set<Bean<?>> candidates = new LinkedHashSet<>(own);
        candidates.removeIf(bean -> bean.getBeanClass().getClassLoader() != module);
        if (candidates.isEmpty()) {
            candidates = own;
        }
        try {
            return beans.resolve(candidates);
        } catch (AmbiguousResolutionException e) {
            throw Messages.severalConnectionFactories(
                    candidates.stream().map(Bean::toString).toList(), e);
        }
    }

    private Reference reference(Bean<?> bean) {
        CreationalContext<?> context = beans.createCreationalContext(bean);
        return new Reference((ConnectionFactory) beans.getReference(bean, ConnectionFactory.class, context), context);
    }

    void end() {
        try {
            references.values().forEach(reference -> reference.context().release());
        } finally {
            references.clear();
            own.clear();
            environment.end();
        }
    }
}
