package io.carrotmq.stomp.failover;

import java.util.Objects;

/**
 * Where a broker is, and as whom to go there.
 *
 * @param scheme how to connect
 * @param host its host; an IPv6 address without brackets
 * @param port its port, 1 to 65535
 * @param user the user, or null if the address names none
 * @param password the user's password, or null if the address names none; never printed
 * @param virtualHost the virtual host, decoded; null if the address names none, empty if it ends with a slash
 */
public record BrokerAddress(
        BrokerScheme scheme, String host, int port, String user, String password, String virtualHost) {
    /** Checks that scheme and host are there. */
    public BrokerAddress {
        Objects.requireNonNull(scheme, "scheme");
        Objects.requireNonNull(host, "host");
    }

    /** {@return whether the connection is made with TLS} */
    public boolean tls() {
        return scheme.tls();
    }

    /** {@return scheme, host and port: fit for a log} */
    @Override
    public String toString() {
        return scheme.text() + "://" + (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }
}
