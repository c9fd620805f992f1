package io.carrotmq.cdi.internal.broker;

import io.carrotmq.ConfigurationException;
import io.carrotmq.ConnectionFactory;
import io.carrotmq.cdi.Broker;
import io.carrotmq.cdi.internal.codec.ModuleCodecs;
import io.carrotmq.cdi.internal.config.Configuration;
import io.carrotmq.event.CarrotEvent;
import jakarta.enterprise.context.spi.CreationalContext;
import jakarta.enterprise.inject.Default;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.InjectionPoint;
import jakarta.enterprise.inject.spi.ObserverMethod;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What the parts of one application share, until it ends. Safe for use by any number of threads. */
public final class Application {
    private static final System.Logger LOG = System.getLogger("io.carrotmq.cdi");

    private final Configuration configuration = Configuration.ofProcess();
    private final Events events = new Events();
    private final ConnectionFactories factories = new ConnectionFactories(configuration, events::observe);
    private final Brokers brokers = new Brokers(configuration, factories);
    private final Map<ClassLoader, ModuleCodecs> codecs = new ConcurrentHashMap<>();
    private volatile BeanManager manager;

    /** Makes that of one application, with this Java process's settings. */
    public Application() {}

    /** {@return what is set from outside} */
    public Configuration configuration() {
        return configuration;
    }

    /** Adds a bean of the application that is a connection factory: of the default broker, of those it is qualified with, or of none. */
    public void addFactory(Bean<?> bean) {
        bean.getQualifiers().forEach(qualifier -> {
            if (qualifier.annotationType() == Default.class) {
                factories.add("", bean);
            } else if (qualifier instanceof Broker broker) {
                factories.add(broker.value(), bean);
                brokers.use(broker.value(), "producer " + bean.getBeanClass().getName());
            }
        });
    }

    /**
     * {@return whether the application has a connection factory of its own for a broker}
     *
     * @param broker the broker's name; empty for the default broker
     */
    public boolean hasOwnFactory(String broker) {
        return factories.hasOwn(broker);
    }

    /**
     * Tells that something needs a broker: it is checked with the deployment, and observed if there are observers.
     *
     * @param broker the broker's name; empty for the default broker
     * @param point who needs it, for the message if there is none of this name
     */
    public void useBroker(String broker, String point) {
        brokers.use(broker, point);
    }

    /** {@return the names of all brokers known so far, the default one not among them} */
    public Set<String> brokers() {
        return brokers.names();
    }

    /**
     * Notes an observer method of the application, if it observes events of Carrot's.
     *
     * @param point its name in messages
     */
    public void note(ObserverMethod<?> method, String point) {
        events.note(method, point).forEach(broker -> brokers.use(broker, point));
    }

    /** From now on beans can be had. */
    public void start(BeanManager beans) {
        manager = beans;
        factories.start(beans);
    }

    /** Begins to observe the brokers, where there are observers. Called when the application starts, by the container's thread. */
    public void startEvents(BeanManager beans) {
        events.start(beans);
        for (String broker : brokers.used()) {
            if (events.areObserved(broker)) {
                try {
                    factories.find(broker, Thread.currentThread().getContextClassLoader());
                } catch (RuntimeException e) {
                    LOG.log(
                            Level.WARNING,
                            "[broker " + (broker.isEmpty() ? "default" : broker) + "] observers are told"
                                    + " nothing before its connection factory is found, with its first use",
                            e);
                }
            }
        }
    }

    /** Ends to observe the brokers. Does nothing the second time. */
    public void stopEvents() {
        events.end();
    }

    /**
     * Fires an event for the application's observers, on a thread for it, with the broker for a qualifier. Does nothing before the
     * application has started and after it has ended.
     *
     * @param event what has happened
     * @param broker the broker's name; empty for the default broker
     */
    public void fire(CarrotEvent event, String broker) {
        events.fire(event, broker);
    }

    /**
     * {@return where what is created in this context will be injected} It is null for what is looked up without any. To be
     * called while a bean is made in code, instead of asking the {@code Instance} that such a bean may be handed: not every
     * container answers that.
     */
    public InjectionPoint injectionPoint(CreationalContext<?> context) {
        return CurrentPoint.of(manager, context);
    }

    /**
     * {@return the connection factory of a broker, for the classes of one loader; it is looked for when it is used first}
     *
     * @param broker the broker's name; empty for the default broker
     */
    public ConnectionFactory factory(String broker, ClassLoader module) {
        return factories.of(broker, module);
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

    /**
     * {@return everything that is wrong with brokers, observers, and what is set from outside} The other parts have been asked for
     * their problems before: then all that can be asked for has been.
     */
    public List<ConfigurationException> problems() {
        boolean container = Jndi.OF_PROCESS.isPresent();
        List<ConfigurationException> problems = new ArrayList<>(brokers.problems(container));
        problems.addAll(events.problems());
        codecs.values().forEach(each -> problems.addAll(each.problems()));
        problems.addAll(configuration.problems(container));
        return problems;
    }

    /** Gives everything back. */
    public void end() {
        events.end();
        codecs.clear();
        factories.end();
    }
}
