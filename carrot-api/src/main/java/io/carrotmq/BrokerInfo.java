package io.carrotmq;

import java.util.Objects;
import java.util.Set;

/**
 * What a broker says of itself, and where it was reached. Immutable.
 *
 * @param product the product's name as the broker gives it, such as {@code RabbitMQ}
 * @param version the product's version, empty if the broker does not tell
 * @param address host and port, such as {@code localhost:5672}; never contains credentials
 * @param virtualHost the virtual host
 * @param capabilities what it can do
 */
public record BrokerInfo(
        String product, String version, String address, String virtualHost, Set<Capability> capabilities) {
    /** Checks that every part is there and copies the capabilities. */
    public BrokerInfo {
        Objects.requireNonNull(product, "product");
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(virtualHost, "virtualHost");
        capabilities = Set.copyOf(capabilities);
    }

    /**
     * Tells whether the broker can do something.
     *
     * @param capability what
     * @return whether it can
     */
    public boolean supports(Capability capability) {
        return capabilities.contains(capability);
    }
}
