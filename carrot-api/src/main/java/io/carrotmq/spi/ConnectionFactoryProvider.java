package io.carrotmq.spi;

import io.carrotmq.ConfigurationException;
import io.carrotmq.ConnectionFactory;
import java.util.Map;
import java.util.ServiceLoader;

/**
 * Opens connection factories outside a container. Found by {@link ServiceLoader} with the context class loader, and
 * with this interface's own loader where that finds none.
 */
public interface ConnectionFactoryProvider {
    /**
     * Tells whether this provider can serve an address.
     *
     * @param uri a broker's address
     * @return true if the scheme is one of its own
     */
    boolean accepts(String uri);

    /**
     * Opens a factory.
     *
     * @param uri a broker's address that this provider accepts
     * @param properties values of the connection factory's properties, by their names
     * @return a factory, not connected yet, to be closed by the caller
     * @throws ConfigurationException if the address is malformed, or a property is unknown or has a value it cannot have
     */
    ConnectionFactory open(String uri, Map<String, String> properties);

    /**
     * Finds the provider for an address.
     *
     * @param uri a broker's address
     * @return the first provider that accepts it
     * @throws ConfigurationException if there is none
     */
    static ConnectionFactoryProvider find(String uri) {
        return ServiceLoader.load(ConnectionFactoryProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(provider -> provider.accepts(uri))
                .findFirst()
                .or(
                        () -> ServiceLoader.load(
                                        ConnectionFactoryProvider.class,
                                        ConnectionFactoryProvider.class.getClassLoader())
                                .stream()
                                .map(ServiceLoader.Provider::get)
                                .filter(provider -> provider.accepts(uri))
                                .findFirst())
                .orElseThrow(() -> new ConfigurationException(
                        "CARROT-0154",
                        "no connection provider on the class path accepts the broker address's scheme '"
                                + uri.replaceFirst("(?s):.*", "")
                                + "'; expected amqp://, amqps://, stomp://, stomp+ssl://, failover: or memory:, with carrot-ra "
                                + "on the class path",
                        null));
    }
}
