package io.carrotmq.transport;

import io.carrotmq.ConnectException;
import io.carrotmq.config.ConnectionSettings;

/** A protocol. Safe for use by any number of threads. */
public interface Transport {
    /**
     * Connects to a broker.
     *
     * @param settings where, who and how long at most
     * @param name how the broker's management shall show the connection
     * @param listener told about the connection's events, on threads that must not be blocked
     * @return an open connection
     * @throws ConnectException if that fails, within the settings' time
     */
    TransportConnection connect(ConnectionSettings settings, String name, ConnectionListener listener);
}
