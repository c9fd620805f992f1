package io.carrotmq.ra;

import io.carrotmq.ConfigurationException;
import io.carrotmq.ConnectionFactory;
import io.carrotmq.config.BeanProperties;
import io.carrotmq.config.Violations;
import io.carrotmq.ra.outbound.CarrotManagedConnectionFactory;
import io.carrotmq.spi.ConnectionFactoryProvider;
import jakarta.resource.ResourceException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Opens connection factories in Java SE. */
public final class StandaloneConnections implements ConnectionFactoryProvider {
    private static final List<String> SCHEMES =
            List.of("amqp://", "amqps://", "stomp://", "stomp+ssl://", "failover:", "memory:");
    private static final String ADDRESS = "connectionUri";

    @Override
    public boolean accepts(String uri) {
        return SCHEMES.stream().anyMatch(scheme -> uri.regionMatches(true, 0, scheme, 0, scheme.length()));
    }

    @Override
    public ConnectionFactory open(String uri, Map<String, String> properties) {
        CarrotManagedConnectionFactory factory = new CarrotManagedConnectionFactory();
        Violations violations = new Violations();
        Map<String, String> others = new LinkedHashMap<>(properties);
        if (others.containsKey(ADDRESS)) {
            violations.twice(ADDRESS, "the address to open");
            others.remove(ADDRESS);
        }
        new BeanProperties(factory).set(others, violations);
        factory.setConnectionUri(uri);
        factory.validate(violations);
        violations.throwIfAny("connection factory");
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
