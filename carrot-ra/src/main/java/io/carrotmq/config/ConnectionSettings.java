package io.carrotmq.config;

import java.time.Duration;

/**
 * Where a broker is, who connects, and how long things may take. Immutable; equal settings share physical connections.
 *
 * @param host the broker's host
 * @param port its port
 * @param tls whether the connection is encrypted
 * @param virtualHost the virtual host
 * @param userName the user
 * @param password the user's password; never printed
 * @param connectTimeout how long reaching the broker and agreeing on the protocol may take
 * @param heartbeat the interval of heart-beats to ask for; zero means none
 * @param connectionName how the broker's management shows the connection
 */
public record ConnectionSettings(
        String host,
        int port,
        boolean tls,
        String virtualHost,
        String userName,
        String password,
        Duration connectTimeout,
        Duration heartbeat,
        String connectionName) {

    public String address() {
        return host + ":" + port;
    }

    public ConnectionSettings withCredentials(String user, String secret) {
        return new ConnectionSettings(
                host, port, tls, virtualHost, user, secret, connectTimeout, heartbeat, connectionName);
    }

    @Override
    public String toString() {
        return (tls ? "amqps://" : "amqp://") + userName + "@" + address() + "/" + virtualHost;
    }
}
