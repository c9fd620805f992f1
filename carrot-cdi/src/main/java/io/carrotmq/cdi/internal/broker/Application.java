package io.carrotmq.cdi.internal.broker;

import io.carrotmq.ConfigurationException;
import io.carrotmq.ConnectionFactory;
import io.carrotmq.cdi.internal.codec.ModuleCodecs;
import io.carrotmq.cdi.internal.config.Configuration;
import jakarta.enterprise.context.spi.CreationalContext;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.InjectionPoint;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.concurrent.ConcurrentHashMap;

/** What the parts of one application share, until it ends. Safe for use by any number of threads. */
public final class Application {
    private final Configuration configuration;
    private final ConnectionFactories factories;
    private final Map<ClassLoader, ModuleCodecs> codecs = new ConcurrentHashMap<>();
    private volatile BeanManager manager;

    /** Makes that of one application, with this Java process's settings. */
    public Application() {
        configuration = Configuration.ofProcess();
        factories = new ConnectionFactories(ConnectionFactorySearch.ofProcess(configuration));
    }

    /** {@return what is set from outside} */
    public Configuration configuration() {
        return configuration;
    }

    /** Adds a bean of the application that is a connection factory. */
    public void addFactory(Bean<?> bean) {
        factories.add(bean);
    }

    /** {@return whether the application has a default connection factory of its own} */
    public boolean hasOwnFactory() {
        return factories.hasOwn();
    }

    /** From now on beans can be had. */
    public void start(BeanManager beans) {
        manager = beans;
        factories.start(beans);
    }

    /** {@return where what is created in this context will be injected} */
    public InjectionPoint injectionPoint(CreationalContext<?> context) {
        return CurrentPoint.of(manager, context);
    }

    /**
     * {@return the connection factory of a broker, for the classes of one loader; it is looked for when it is used first}
     *
     * @param broker the broker's name; empty for the default broker
     */
    public ConnectionFactory factory(String broker, ClassLoader module) {
        return factories.of(module);
    }

    /**
     * {@return the codecs that the classes of one loader see}
     *
     * @param point who asks, for the message
     * @throws ConfigurationException if they cannot be loaded
     */
    public ModuleCodecs codecs(ClassLoader module, String point) {
        try {
            return codecs.computeIfAbsent(module, ModuleCodecs::new);
        } catch (ServiceConfigurationError | ConfigurationException e) {
            throw Messages.codecsBroken(point, e);
        }
    }

    /** {@return everything that is wrong with what is set from outside; the other parts have been asked for theirs before} */
    public List<ConfigurationException> problems() {
        return configuration.problems(Jndi.OF_PROCESS.isPresent());
    }

    /** Gives everything back. */
    public void end() {
        codecs.clear();
        factories.end();
    }
}
