package io.carrotmq.engine;

import io.carrotmq.config.ConnectionSettings;
import io.carrotmq.transport.Transport;
import io.carrotmq.transport.amqp.AmqpTransport;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What one started resource adapter (or one connection factory in Java SE) works with: its threads and its links, one
 * for each distinct connection settings. Safe for use by any number of threads.
 */
public final class Engine implements AutoCloseable {
    private final EngineThreads threads = new EngineThreads();
    private final Transport transport = new AmqpTransport(EngineThreads.named("carrot-amqp"));
    private final Map<ConnectionSettings, Link> links = new ConcurrentHashMap<>();

    public EngineThreads threads() {
        return threads;
    }

    /** {@return the link for these settings, not connected until it is used} */
    public Link link(ConnectionSettings settings) {
        return links.computeIfAbsent(settings, key -> new Link(transport, key, threads));
    }

    /** Closes every connection and ends every thread, bounded. */
    @Override
    public void close() {
        links.values().forEach(Link::close);
        links.clear();
        threads.close();
    }
}
