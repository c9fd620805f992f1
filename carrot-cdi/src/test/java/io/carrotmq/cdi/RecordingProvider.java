package io.carrotmq.cdi;

import io.carrotmq.ConnectionFactory;
import io.carrotmq.spi.ConnectionFactoryProvider;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What Java SE finds for {@code recording:name}. */
public final class RecordingProvider implements ConnectionFactoryProvider {
    /** What has been opened, by the address. */
    static final Map<String, RecordingConnectionFactory> OPENED = new ConcurrentHashMap<>();

    @Override
    public boolean accepts(String uri) {
        return uri.startsWith("recording:");
    }

    @Override
    public ConnectionFactory open(String uri, Map<String, String> properties) {
        RecordingConnectionFactory factory = new RecordingConnectionFactory();
        factory.properties = Map.copyOf(properties);
        if (OPENED.put(uri, factory) != null) {
            throw new AssertionError(uri + " is opened twice");
        }
        return factory;
    }
}
