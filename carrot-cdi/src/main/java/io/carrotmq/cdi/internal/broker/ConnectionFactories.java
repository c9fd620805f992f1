package io.carrotmq.cdi.internal.broker;

import io.carrotmq.ConnectionFactory;
import io.carrotmq.cdi.internal.config.Configuration;
import jakarta.enterprise.context.spi.CreationalContext;
import jakarta.enterprise.inject.AmbiguousResolutionException;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.function.BiConsumer;

/** The connection factories of one application, by their brokers: its own beans of that type first, else the environment's. */
final class ConnectionFactories {
    private final Map<String, Set<Bean<?>>> own = new ConcurrentHashMap<>();
    private final Map<Bean<?>, Reference> references = new ConcurrentHashMap<>();

    /** Asked with each message: to choose takes longer than to look it up. */
    private final Map<Choice, ConnectionFactory> chosen = new ConcurrentHashMap<>();

    private final Map<String, ConnectionFactorySearch> environment = new ConcurrentHashMap<>();
    private final Configuration configuration;
    private final BiConsumer<String, ConnectionFactory> found;
    private volatile BeanManager beans;
    private boolean ended;

    /** @param found is told of each factory, by its broker, whenever it has been found */
    ConnectionFactories(Configuration configuration, BiConsumer<String, ConnectionFactory> found) {
        this.configuration = configuration;
        this.found = found;
    }

    /** A contextual reference, and what gives it back. */
    private record Reference(ConnectionFactory factory, CreationalContext<?> context) {}

    /** What the classes of one loader mean by a broker. */
    private record Choice(String broker, ClassLoader module) {}

    void add(String broker, Bean<?> bean) {
        own.computeIfAbsent(broker, name -> new CopyOnWriteArraySet<>()).add(bean);
    }

    boolean hasOwn(String broker) {
        return own.containsKey(broker);
    }

    /** The named brokers that the application itself makes a factory for. */
    Set<String> ownNames() {
        Set<String> names = new TreeSet<>(own.keySet());
        names.remove("");
        return names;
    }

    void start(BeanManager manager) {
        beans = manager;
    }

    /** The factory of a broker for the classes of one loader; it is looked for when it is used first. */
    ConnectionFactory of(String broker, ClassLoader module) {
        return new DeferredConnectionFactory(() -> find(broker, module));
    }

    ConnectionFactory find(String broker, ClassLoader module) {
        ConnectionFactory factory =
                hasOwn(broker) ? own(broker, module) : search(broker).find();
        found.accept(broker, factory);
        return factory;
    }

    private ConnectionFactory own(String broker, ClassLoader module) {
        Choice choice = new Choice(broker, module);
        ConnectionFactory known = chosen.get(choice);
        if (known == null) {
            known = references
                    .computeIfAbsent(choose(broker, module), this::reference)
                    .factory();
            chosen.put(choice, known);
        }
        return known;
    }

    private ConnectionFactorySearch search(String broker) {
        ConnectionFactorySearch known = environment.get(broker);
        return known == null ? newSearch(broker) : known;
    }

    private synchronized ConnectionFactorySearch newSearch(String broker) {
        BrokerSettings settings = new BrokerSettings(configuration, broker);
        if (ended) {
            throw Messages.applicationEnded(settings);
        }
        return environment.computeIfAbsent(
                broker, name -> new ConnectionFactorySearch(settings, Jndi.OF_PROCESS, ConnectionFactory::open));
    }

    /** Each web module of an EAR may have a producer of its own, which the others cannot see. */
    private Bean<?> choose(String broker, ClassLoader module) {
        Set<Bean<?>> all = own.get(broker);
        if (all == null) { // since it was asked whether there are any
            throw Messages.applicationEnded(new BrokerSettings(configuration, broker));
        }
        Set<Bean<?>> candidates = new LinkedHashSet<>(all);
        candidates.removeIf(bean -> bean.getBeanClass().getClassLoader() != module);
        if (candidates.isEmpty()) {
            candidates = all;
        }
        try {
            return beans.resolve(candidates);
        } catch (AmbiguousResolutionException e) {
            throw Messages.severalConnectionFactories(
                    broker, candidates.stream().map(Bean::toString).toList(), e);
        }
    }

    private Reference reference(Bean<?> bean) {
        CreationalContext<?> context = beans.createCreationalContext(bean);
        return new Reference((ConnectionFactory) beans.getReference(bean, ConnectionFactory.class, context), context);
    }

    /** Gives everything back; what fails does not keep the rest. */
    void end() {
        List<Runnable> ends = new ArrayList<>();
        synchronized (this) {
            ended = true;
            references.values().forEach(reference -> ends.add(reference.context()::release));
            environment.values().forEach(search -> ends.add(search::end));
        }
        references.clear();
        chosen.clear();
        own.clear();
        RuntimeException failure = null;
        for (Runnable end : ends) {
            try {
                end.run();
            } catch (RuntimeException e) {
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
