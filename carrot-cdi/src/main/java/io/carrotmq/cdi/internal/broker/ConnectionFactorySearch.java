package io.carrotmq.cdi.internal.broker;

import io.carrotmq.ConnectionFactory;
import io.carrotmq.cdi.internal.config.Configuration;
import io.carrotmq.cdi.internal.config.Settings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.function.Function;
import javax.naming.NameNotFoundException;
import javax.naming.NamingException;
import javax.naming.NoInitialContextException;

/**
 * Finds the connection factory of the environment: in a container by its name in JNDI, outside by opening one. Where
 * there is JNDI none is ever opened, because that one would take no part in the container's transactions.
 *
 * <p>What is found is kept; as long as nothing is, each call tries again, because a server may bind it after the
 * application starts. What JNDI gives is kept for each module on its own: {@code java:comp} means another thing in each.
 */
final class ConnectionFactorySearch {
    static final String DEFAULT_URI = "amqp://guest:guest@localhost:5672/%2F";

    /** The portable name, WildFly's, and the one of Payara, GlassFish and Open Liberty. */
    static final List<String> NAMES = List.of(
            "java:comp/env/eis/CarrotConnectionFactory",
            "java:/eis/CarrotConnectionFactory",
            "eis/CarrotConnectionFactory");

    private final Configuration settings;
    private final Jndi jndi;
    private final Function<String, ConnectionFactory> opener;

    /** By the calling thread's context class loader, which a container sets together with {@code java:comp}. */
    private final Map<ClassLoader, ConnectionFactory> found = new WeakHashMap<>();

    private ConnectionFactory opened;
    private boolean ended;

    ConnectionFactorySearch(Configuration settings, Jndi jndi, Function<String, ConnectionFactory> opener) {
        this.settings = settings;
        this.jndi = jndi;
        this.opener = opener;
    }

    /** A search with this process's JNDI and class path. */
    static ConnectionFactorySearch ofProcess(Configuration settings) {
        return new ConnectionFactorySearch(settings, Jndi.OF_PROCESS, ConnectionFactory::open);
    }

    synchronized ConnectionFactory find() {
        if (ended) {
            throw Messages.applicationEnded();
        }
        if (opened != null) {
            return opened;
        }
        ConnectionFactory known = found.get(Thread.currentThread().getContextClassLoader());
        return known == null ? search() : known;
    }

    private ConnectionFactory search() {
        Map<String, String> tried = new LinkedHashMap<>();
        List<NamingException> failures = new ArrayList<>();
        var configured = settings.find(Settings.FACTORY);
        List<String> names = configured.map(name -> List.of(name.value())).orElse(NAMES);
        try {
            for (String name : names) {
                if (lookUp(name, tried, failures) instanceof ConnectionFactory factory) {
                    return keep(factory, failures);
                }
            }
        } catch (NoInitialContextException noJndi) {
            if (configured.isEmpty()) {
                opened = opener.apply(
                        settings.find(Settings.URI).map(Settings.Setting::value).orElse(DEFAULT_URI));
                return opened;
            }
            tried.put(names.get(0), "there is no JNDI here");
        }
        if (configured.isPresent()) {
            throw Messages.configuredFactoryMissing(configured.get().origin(), tried, failures);
        }
        throw Messages.noConnectionFactory(tried, failures);
    }

    /** Not after a failure: the name that failed comes first, and may be there the next time. */
    private ConnectionFactory keep(ConnectionFactory factory, List<NamingException> failures) {
        if (failures.isEmpty()) {
            found.put(Thread.currentThread().getContextClassLoader(), factory);
        }
        return factory;
    }

    private Object lookUp(String name, Map<String, String> tried, List<NamingException> failures)
            throws NoInitialContextException {
        try {
            Object object = jndi.lookup(name);
            if (!(object instanceof ConnectionFactory)) {
                tried.put(name, "is " + describe(object));
            }
            return object;
        } catch (NamingException e) {
            if (e instanceof NoInitialContextException noJndi && Jndi.isAbsence(noJndi)) {
                throw noJndi;
            }
            tried.put(name, e.getClass().getSimpleName());
            if (!isAbsence(e)) {
                failures.add(e);
            }
            return null;
        }
    }

    /** GlassFish and Payara wrap it in a plain NamingException. */
    private static boolean isAbsence(NamingException e) {
        return e instanceof NameNotFoundException
                || e.getClass() == NamingException.class
                        && e.getRootCause() instanceof NamingException wrapped
                        && isAbsence(wrapped);
    }

    /** Names the loader too: the usual reason is a second copy of carrot-api. */
    private static String describe(Object object) {
        return object == null
                ? "null"
                : "a " + object.getClass().getName() + " of class loader '"
                        + object.getClass().getClassLoader() + "', which is no ConnectionFactory of '"
                        + ConnectionFactory.class.getClassLoader() + "'";
    }

    /** Closes the factory if it was opened here; what JNDI gave belongs to the container. */
    synchronized void end() {
        ended = true;
        found.clear();
        ConnectionFactory own = opened;
        opened = null;
        if (own != null) {
            own.close();
        }
    }
}
