package io.carrotmq.transport.stomp;

import io.carrotmq.ConnectException;
import io.carrotmq.config.BrokerAddress;
import io.carrotmq.config.ConnectionSettings;
import io.carrotmq.stomp.StompException;
import io.carrotmq.transport.ConnectionListener;
import io.carrotmq.transport.Transport;
import io.carrotmq.transport.TransportConnection;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;

/**
 * STOMP. It has no channels, and an error ends a connection, so that each channel is a connection of its own, beside one that
 * tells whether the broker is there. Recovery, with its epochs, is the engine's.
 */
public final class StompTransport implements Transport {
    private final ThreadFactory threads;
    private final Executor workers;

    /**
     * Makes the transport.
     *
     * @param threads makes the threads that belong to a connection
     * @param workers runs what may wait
     */
    public StompTransport(ThreadFactory threads, Executor workers) {
        this.threads = threads;
        this.workers = workers;
    }

    @Override
    public TransportConnection connect(ConnectionSettings settings, String name, ConnectionListener listener) {
        ConnectException last = null;
        for (BrokerAddress address : settings.inOrder()) {
            try {
                return connect(new Door(address, settings, name, threads), listener);
            } catch (ConnectException failure) {
                if (last != null) {
                    failure.addSuppressed(last);
                }
                last = failure;
            }
        }
        throw last;
    }

    private TransportConnection connect(Door door, ConnectionListener listener) {
        long start = System.nanoTime();
        try {
            return StompBroker.connect(door, listener, workers);
        } catch (StompException e) {
            throw Messages.cannotConnect(door, (System.nanoTime() - start) / 1_000_000, e);
        }
    }
}
