package io.carrotmq.transport.memory;

import io.carrotmq.config.ConnectionSettings;
import io.carrotmq.transport.ConnectionListener;
import io.carrotmq.transport.Transport;
import io.carrotmq.transport.TransportConnection;
import java.util.concurrent.ThreadFactory;

/** Brokers inside this JVM, by their names. User and password are not looked at. */
public final class MemoryTransport implements Transport {
    private final ThreadFactory threads;

    /**
     * Makes the transport.
     *
     * @param threads makes the thread of each connection, and that of a broker in which something expires
     */
    public MemoryTransport(ThreadFactory threads) {
        this.threads = threads;
    }

    @Override
    public TransportConnection connect(ConnectionSettings settings, String name, ConnectionListener listener) {
        while (true) {
            MemoryConnection connection =
                    MemoryBroker.named(settings.host()).connect(settings, name, listener, threads);
            if (connection != null) {
                return connection;
            }
            // removed meanwhile; the next of that name is another
        }
    }
}
