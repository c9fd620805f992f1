package io.carrotmq.config;

/**
 * Where one broker listens.
 *
 * @param protocol how it is spoken to
 * @param host its host, or the name of one inside this JVM
 * @param port its port; 0 inside this JVM
 */
public record BrokerAddress(Protocol protocol, String host, int port) {
    /** {@return whether the connection is encrypted} */
    public boolean tls() {
        return protocol.tls();
    }

    /** {@return host and port, such as {@code localhost:5672}; {@code memory:} and the name inside this JVM} */
    @Override
    public String toString() {
        return protocol == Protocol.MEMORY ? protocol.scheme() + ":" + host : host + ":" + port;
    }
}
