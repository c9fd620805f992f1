package io.carrotmq.engine;

import io.carrotmq.config.ConnectionSettings;
import io.carrotmq.transport.Transport;

/**
 * The way to one broker with one set of credentials: one connection to publish and one to consume, because a broker
 * that holds back publishers stops reading from their connection.
 */
public final class Link implements AutoCloseable {
    private final SeenTopologies topologies = new SeenTopologies();
    private final SharedConnection publishing;
    private final SharedConnection consuming;
    private final Recovery recovery;

    Link(Transport transport, ConnectionSettings settings, EngineThreads threads, Observers observers) {
        publishing = new SharedConnection(
                transport, settings, settings.connectionName() + " (publish)", threads, topologies, observers, null);
        recovery = Recovery.through(publishing);
        consuming = new SharedConnection(
                transport,
                settings,
                settings.connectionName() + " (consume)",
                threads,
                topologies,
                observers,
                recovery);
    }

    public SharedConnection publishing() {
        return publishing;
    }

    public SharedConnection consuming() {
        return consuming;
    }

    /** Makes what is declared once be declared again, because a queue or exchange of that name is gone. */
    public void forget(String name) {
        topologies.forget(name);
    }

    @Override
    public void close() {
        consuming.close();
        recovery.forwarding().close();
        publishing.close();
    }
}
