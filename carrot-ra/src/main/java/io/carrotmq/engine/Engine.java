package io.carrotmq.engine;

import io.carrotmq.config.ConnectionSettings;
import io.carrotmq.config.Protocol;
import io.carrotmq.transport.Transport;
import io.carrotmq.transport.amqp.AmqpTransport;
import io.carrotmq.transport.memory.MemoryTransport;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What one started resource adapter (or one connection factory in Java SE) works with: its threads and its links, one
 * for each distinct connection settings. Safe for use by any number of threads.
 */
public final class Engine implements AutoCloseable {
    private final EngineThreads threads = new EngineThreads();
    private final Transport amqp = new AmqpTransport(EngineThreads.named("carrot-amqp"), threads.workers());
    private final Transport memory = new MemoryTransport(EngineThreads.named("carrot-memory"));
    private final Map<ConnectionSettings, Link> links = new HashMap<>();
    private boolean closed;

    public EngineThreads threads() {
        return threads;
    }

    /**
     * {@return the link for these settings, not connected until it is used}
     *
     * @throws io.carrotmq.ConnectException if the engine is closed
     */
    public Link link(ConnectionSettings settings) {
        synchronized (links) {
            if (closed) {
                throw Messages.engineClosed(settings.connectionName());
            }
            return links.computeIfAbsent(settings, key -> new Link(transport(key.protocol()), key, threads));
        }
    }

    private Transport transport(Protocol protocol) {
        return protocol == Protocol.MEMORY ? memory : amqp;
    }

    /** Closes every connection and ends every thread, bounded. */
    @Override
    public void close() {
        List<Link> last;
        synchronized (links) {
            closed = true;
            last = List.copyOf(links.values());
            links.clear();
        }
        last.forEach(Link::close);
        threads.close();
    }
}
