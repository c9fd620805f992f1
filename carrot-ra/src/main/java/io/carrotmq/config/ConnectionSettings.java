package io.carrotmq.config;

import java.time.Duration;

/**
 * Where a broker is, who connects, and how long things may take. Immutable; equal settings share physical connections.
 *
 * @param protocol how the broker is spoken to
 * @param host the broker's host, or the name of one inside this JVM
 * @param port its port; 0 inside this JVM
 * @param virtualHost the virtual host
 * @param userName the user
 * @param password the user's password; never printed
 * @param connectTimeout how long reaching the broker and agreeing on the protocol may take
 * @param heartbeat the interval of heart-beats to ask for; zero means none
 * @param connectionName how the broker's management shows the connection
 */
public record ConnectionSettings(
        Protocol protocol,
        String host,
        int port,
        String virtualHost,
        String userName,
        String password,
        Duration connectTimeout,
        Duration heartbeat,
        String connectionName) {

    /** {@return whether the connection is encrypted} */
    public boolean tls() {
        return protocol == Protocol.AMQPS;
    }

    /** {@return host and port, such as {@code localhost:5672}; {@code memory:} and the name inside this JVM} */
    public String address() {
        return protocol == Protocol.MEMORY ? protocol.scheme() + ":" + host : host + ":" + port;
    }

    public ConnectionSettings withCredentials(String user, String secret) {
        return new ConnectionSettings(
                protocol, host, port, virtualHost, user, secret, connectTimeout, heartbeat, connectionName);
    }

    @Override
    public String toString() {
        return protocol == Protocol.MEMORY
                ? address()
                : protocol.scheme() + "://" + userName + "@" + address() + "/" + virtualHost;
    }
}
