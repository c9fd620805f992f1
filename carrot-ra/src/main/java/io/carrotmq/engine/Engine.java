package io.carrotmq.engine;

import io.carrotmq.ConnectionFactory;
import io.carrotmq.config.BrokerAddress;
import io.carrotmq.config.ConnectionSettings;
import io.carrotmq.config.Protocol;
import io.carrotmq.event.BrokerEvent;
import io.carrotmq.transport.Transport;
import io.carrotmq.transport.amqp.AmqpTransport;
import io.carrotmq.transport.memory.MemoryTransport;
import io.carrotmq.transport.stomp.StompTransport;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What one started resource adapter (or one connection factory in Java SE) works with: its threads and its links, one
 * for each distinct connection settings. Safe for use by any number of threads.
 */
public final class Engine implements AutoCloseable {
    private final EngineThreads threads = new EngineThreads();
    private final Transport amqp = new AmqpTransport(EngineThreads.named("carrot-amqp"), threads.workers());
    private final Transport stomp = new StompTransport(EngineThreads.named("carrot-stomp"), threads.workers());
    private final Transport memory = new MemoryTransport(EngineThreads.named("carrot-memory"));
    private final Map<ConnectionSettings, Link> links = new HashMap<>();
    private final Map<Account, Observers> observers = new HashMap<>();
    private boolean closed;

    /** A user at a broker: what observers tell apart, however the connections are set otherwise. */
    private record Account(List<BrokerAddress> brokers, String virtualHost, String userName) {
        static Account of(ConnectionSettings settings) {
            return new Account(settings.brokers(), settings.virtualHost(), settings.userName());
        }
    }

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
            return links.computeIfAbsent(
                    settings, key -> new Link(transport(key.protocol()), key, threads, observers(key)));
        }
    }

    /**
     * Tells a listener what happens at a broker with a user, from now on; connects to nothing.
     *
     * @param settings lead to that broker and name that user; the rest of them does not matter
     * @return ends it; it ends with the engine too
     * @throws io.carrotmq.ConnectException if the engine is closed
     */
    public ConnectionFactory.Observation observe(ConnectionSettings settings, Consumer<? super BrokerEvent> listener) {
        synchronized (links) {
            if (closed) {
                throw Messages.engineClosed(settings.connectionName());
            }
            return observers(settings).add(listener);
        }
    }

    private Observers observers(ConnectionSettings settings) {
        return observers.computeIfAbsent(Account.of(settings), account -> new Observers(settings.toString(), threads));
    }

    private Transport transport(Protocol protocol) {
        if (protocol.stomp()) {
            return stomp;
        }
        return protocol == Protocol.MEMORY ? memory : amqp;
    }

    /** Closes every connection and ends every thread, bounded. */
    @Override
    public void close() {
        List<Link> last;
        List<Observers> told;
        synchronized (links) {
            closed = true;
            last = List.copyOf(links.values());
            links.clear();
            told = List.copyOf(observers.values());
        }
        last.forEach(Link::close);
        told.forEach(Observers::end);
        threads.close();
    }
}
