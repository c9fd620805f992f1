package io.carrotmq.ra;

import io.carrotmq.ConfigurationException;
import io.carrotmq.ConnectionFactory;
import io.carrotmq.ra.outbound.CarrotManagedConnectionFactory;
import io.carrotmq.spi.ConnectionFactoryProvider;
import jakarta.resource.ResourceException;
import java.util.List;
import java.util.Map;

/** Opens connection factories in Java SE. */
public final class StandaloneConnections implements ConnectionFactoryProvider {
    private static final List<String> SCHEMES = List.of("amqp://", "amqps://", "memory:");

    @Override
    public boolean accepts(String uri) {
        return SCHEMES.stream().anyMatch(scheme -> uri.regionMatches(true, 0, scheme, 0, scheme.length()));
    }

    @Override
    public ConnectionFactory open(String uri, Map<String, String> properties) {
        if (!properties.isEmpty()) {
            throw new UnsupportedOperationException("not yet");
        }
        CarrotManagedConnectionFactory factory = new CarrotManagedConnectionFactory();
        factory.setConnectionUri(uri);
        try {
            return (ConnectionFactory) factory.createConnectionFactory();
        } catch (ResourceException e) {
            if (e.getCause() instanceof ConfigurationException wrong) {
                throw wrong;
            }
            throw new IllegalStateException(e);
        }
    }
}
