package io.carrotmq;

import java.util.Objects;

/**
 * What a broker says of itself, and where it was reached. Immutable.
 *
 * @param product the product's name as the broker gives it, such as {@code RabbitMQ}
 * @param version the product's version, empty if the broker does not tell
 * @param address host and port, such as {@code localhost:5672}; never contains credentials
 * @param virtualHost the virtual host
 */
public record BrokerInfo(String product, String version, String address, String virtualHost) {
    /** Checks that every part is there. */
    public BrokerInfo {
        Objects.requireNonNull(product, "product");
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(virtualHost, "virtualHost");
    }
}
