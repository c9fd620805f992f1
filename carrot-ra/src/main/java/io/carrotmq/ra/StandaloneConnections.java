package io.carrotmq.ra;

import io.carrotmq.ConfigurationException;
import io.carrotmq.ConnectionFactory;
import io.carrotmq.ra.outbound.CarrotManagedConnectionFactory;
import io.carrotmq.spi.ConnectionFactoryProvider;
import jakarta.resource.ResourceException;

/** Opens connection factories in Java SE. */
public final class StandaloneConnections implements ConnectionFactoryProvider {
    @Override
    public boolean accepts(String uri) {
        return uri.regionMatches(true, 0, "amqp://", 0, 7) || uri.regionMatches(true, 0, "amqps://", 0, 8);
    }

    @Override
    public ConnectionFactory open(String uri) {
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
