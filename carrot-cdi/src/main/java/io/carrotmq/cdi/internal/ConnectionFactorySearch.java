package io.carrotmq.cdi.internal;

import io.carrotmq.ConnectionFactory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.naming.NoInitialContextException;

/**
 * Finds the connection factory of the environment: in a container by its name in JNDI, outside by opening one. It is
 * found once; as long as it is not, each call tries again, because a server may bind it after the application starts.
 */
final class ConnectionFactorySearch {
    static final String DEFAULT_URI = "amqp://guest:guest@localhost:5672/%2F";

    /** The portable name, WildFly's, and the one of Payara, GlassFish and Open Liberty. */
    static final List<String> NAMES = List.of(
            "java:comp/env/eis/CarrotConnectionFactory",
            "java:/eis/CarrotConnectionFactory",
            "eis/CarrotConnectionFactory");

    /** JNDI's look-up. */
    @FunctionalInterface
    interface Naming {
        Object lookup(String name) throws NamingException;
    }

    private final Settings settings;
    private final Naming naming;
    private final Function<String, ConnectionFactory> opener;
    private ConnectionFactory found;
    private boolean opened;
    private boolean ended;

    ConnectionFactorySearch(Settings settings, Naming naming, Function<String, ConnectionFactory> opener) {
        this.settings = settings;
        this.naming = naming;
        this.opener = opener;
    }

    /** A search with this process's settings, JNDI and class path. */
    static ConnectionFactorySearch ofProcess() {
        return new ConnectionFactorySearch(
                Settings.ofProcess(), name -> new InitialContext().lookup(name), ConnectionFactory::open);
    }

    synchronized ConnectionFactory find() {
        if (ended) {
            throw Messages.applicationEnded();
        }
        if (found == null) {
            found = search();
        }
        return found;
    }

    private ConnectionFactory search() {
        Map<String, String> tried = new LinkedHashMap<>();
        var configured = settings.connectionFactory();
        List<String> names = configured.map(name -> List.of(name.value())).orElse(NAMES);
        try {
            for (String name : names) {
                if (lookUp(name, tried) instanceof ConnectionFactory factory) {
                    return factory;
                }
            }
        } catch (NoInitialContextException noJndi) {
            tried.put(names.get(0), "there is no JNDI here");
            if (configured.isEmpty()) {
                return open(settings.uri().map(Settings.Setting::value).orElse(DEFAULT_URI));
            }
        }
        if (configured.isPresent()) {
            throw Messages.configuredFactoryMissing(configured.get().origin(), tried);
        }
        return settings.uri().map(uri -> open(uri.value())).orElseThrow(() -> Messages.noConnectionFactory(tried));
    }

    private Object lookUp(String name, Map<String, String> tried) throws NoInitialContextException {
        try {
            Object object = naming.lookup(name);
            if (!(object instanceof ConnectionFactory)) {
                tried.put(name, "is " + describe(object));
            }
            return object;
        } catch (NoInitialContextException noJndi) {
            throw noJndi;
        } catch (NamingException e) {
            tried.put(name, e.getClass().getSimpleName());
            return null;
        }
    }

    /** Names the loader too: the usual reason is a second copy of carrot-api. */
    private static String describe(Object object) {
        return object == null
                ? "null"
                : "a " + object.getClass().getName() + " of class loader '"
                        + object.getClass().getClassLoader() + "', which is no ConnectionFactory of '"
                        + ConnectionFactory.class.getClassLoader() + "'";
    }

    private ConnectionFactory open(String uri) {
        ConnectionFactory factory = opener.apply(uri);
        opened = true;
        return factory;
    }

    /** Closes the factory if it was opened here; what JNDI gave belongs to the container. */
    synchronized void end() {
        ended = true;
        ConnectionFactory factory = found;
        found = null;
        if (opened && factory != null) {
            opened = false;
            factory.close();
        }
    }
}
