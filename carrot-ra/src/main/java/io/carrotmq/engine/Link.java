package io.carrotmq.engine;

import io.carrotmq.config.ConnectionSettings;
import io.carrotmq.transport.Transport;

/**
 * The way to one broker with one set of credentials: one connection to publish and one to consume, because a broker
 * that holds back publishers stops reading from their connection.
 */
public final class Link implements AutoCloseable {
    private final SharedConnection publishing;
    private final SharedConnection consuming;

    Link(Transport transport, ConnectionSettings settings, EngineThreads threads) {
        publishing = new SharedConnection(transport, settings, settings.connectionName() + " (publish)", threads);
        consuming = new SharedConnection(transport, settings, settings.connectionName() + " (consume)", threads);
    }

    public SharedConnection publishing() {
        return publishing;
    }

    public SharedConnection consuming() {
        return consuming;
    }

    @Override
    public void close() {
        consuming.close();
        publishing.close();
    }
}
