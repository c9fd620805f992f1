package io.carrotmq.cdi.internal.broker;

import io.carrotmq.ConnectionFactory;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import javax.naming.NameNotFoundException;
import javax.naming.NamingException;
import javax.naming.NoInitialContextException;

/**
 * Finds the connection factory of one broker in the environment: in a container by its name in JNDI, outside by opening one. Where
 * there is JNDI none is ever opened, because that one would take no part in the container's transactions.
 *
 * <p>What is found is kept; as long as nothing is, each call tries again, because a server may bind it after the
 * application starts. What JNDI gives is kept for each module on its own: {@code java:comp} means another thing in each.
 */
final class ConnectionFactorySearch {
    private final BrokerSettings settings;
    private final Jndi jndi;
    private final Opener opener;

    /** {@link ConnectionFactory#open(String, Map)}. */
    @FunctionalInterface
    interface Opener {
        ConnectionFactory open(String uri, Map<String, String> properties);
    }

    /** By the calling thread's context class loader, which a container sets together with {@code java:comp}. */
    private final Map<ClassLoader, ConnectionFactory> found = new WeakHashMap<>();

    /** The last of these, so that who sends message after message needs no lock. */
    private volatile Found latest;

    private volatile ConnectionFactory opened;
    private boolean ended;

    private record Found(WeakReference<ClassLoader> module, ConnectionFactory factory) {}

    ConnectionFactorySearch(BrokerSettings settings, Jndi jndi, Opener opener) {
        this.settings = settings;
        this.jndi = jndi;
        this.opener = opener;
    }

    ConnectionFactory find() {
        ConnectionFactory known = known();
        return known == null ? findOrSearch() : known;
    }

    /** Null if it takes a closer look, as it always does after the end. */
    private ConnectionFactory known() {
        ConnectionFactory own = opened;
        if (own != null) {
            return own;
        }
        ClassLoader module = Thread.currentThread().getContextClassLoader();
        Found last = latest;
        // A reference that was cleared refers to null.
        return last != null && module != null && last.module.refersTo(module) ? last.factory : null;
    }

    private synchronized ConnectionFactory findOrSearch() {
        if (ended) {
            throw Messages.applicationEnded(settings);
        }
        if (opened != null) {
            return opened;
        }
        ClassLoader module = Thread.currentThread().getContextClassLoader();
        ConnectionFactory known = found.get(module);
        if (known == null) {
            return search();
        }
        latest = new Found(new WeakReference<>(module), known);
        return known;
    }

    private ConnectionFactory search() {
        Map<String, String> tried = new LinkedHashMap<>();
        List<NamingException> failures = new ArrayList<>();
        var configured = settings.factory();
        List<String> names = configured.map(name -> List.of(name.value())).orElseGet(settings::jndiNames);
        try {
            for (String name : names) {
                if (lookUp(name, tried, failures) instanceof ConnectionFactory factory) {
                    return keep(factory, failures);
                }
            }
        } catch (NoInitialContextException noJndi) {
            if (configured.isEmpty()) {
                return open();
            }
            tried.put(names.get(0), "there is no JNDI here");
        }
        if (configured.isPresent()) {
            throw Messages.configuredFactoryMissing(settings, configured.get().origin(), tried, failures);
        }
        throw Messages.noConnectionFactory(settings, tried, failures);
    }

    private ConnectionFactory open() {
        String uri = settings.address().orElseThrow(() -> Messages.noAddress(settings));
        opened = opener.open(uri, settings.properties());
        return opened;
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
        latest = null;
        ConnectionFactory own = opened;
        opened = null;
        if (own != null) {
            own.close();
        }
    }
}
