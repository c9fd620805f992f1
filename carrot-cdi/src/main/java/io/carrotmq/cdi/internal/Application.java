package io.carrotmq.cdi.internal;

import io.carrotmq.ConfigurationException;
import io.carrotmq.ConnectionFactory;
import io.carrotmq.Consumer;
import io.carrotmq.Publisher;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.spi.InjectionPoint;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.concurrent.ConcurrentHashMap;

/** Makes what is injected into one application, and holds what that needs until the application ends. */
final class Application {
    private final ConnectionFactories factories;
    private final Map<ClassLoader, ModuleCodecs> codecs = new ConcurrentHashMap<>();

    Application(ConnectionFactories factories) {
        this.factories = factories;
    }

    Publisher<?> publisher(Instance<Object> lookup) {
        Demand demand = demand(lookup);
        return demand.publisher(factories.of(demand.module()), codecs(demand));
    }

    Consumer<?> consumer(Instance<Object> lookup) {
        Demand demand = demand(lookup);
        return demand.consumer(factories.of(demand.module()), codecs(demand));
    }

    ConnectionFactory connectionFactory(Instance<Object> lookup) {
        return factories.of(Modules.of(lookup.select(InjectionPoint.class).get()));
    }

    /** Injection points were checked at deployment; what {@code select()} adds to an Instance is checked here. */
    private static Demand demand(Instance<Object> lookup) {
        InjectionPoint point = lookup.select(InjectionPoint.class).get();
        Demand demand = DemandReader.read(point).orElseThrow(() -> new IllegalStateException(point.toString()));
        Iterator<ConfigurationException> problems = demand.problems().iterator();
        if (problems.hasNext()) {
            ConfigurationException first = problems.next();
            problems.forEachRemaining(first::addSuppressed);
            throw first;
        }
        return demand;
    }

    /** Makes the codec of a demand, to be used later; tells if there is none. */
    Optional<ConfigurationException> check(Demand demand) {
        try {
            demand.resolve(codecs(demand));
            return Optional.empty();
        } catch (ConfigurationException e) {
            return Optional.of(e);
        }
    }

    private ModuleCodecs codecs(Demand demand) {
        try {
            return codecs.computeIfAbsent(demand.module(), ModuleCodecs::new);
        } catch (ServiceConfigurationError | ConfigurationException e) {
            throw Messages.codecsBroken(demand.point(), e);
        }
    }

    void end() {
        codecs.clear();
        factories.end();
    }
}
