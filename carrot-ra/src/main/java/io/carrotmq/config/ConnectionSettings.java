package io.carrotmq.config;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Where a broker is, who connects, and how long things may take. Immutable; equal settings share physical connections.
 *
 * @param brokers where the broker is; several if each will do. Never empty, and of one protocol, encrypted or not
 * @param order in which order several brokers are tried
 * @param virtualHost the virtual host
 * @param userName the user
 * @param password the user's password; never printed
 * @param connectTimeout how long reaching one broker and agreeing on the protocol may take
 * @param heartbeat the interval of heart-beats to ask for; zero means none
 * @param connectionName how the broker's management shows the connection
 */
public record ConnectionSettings(
        List<BrokerAddress> brokers,
        BrokerOrder order,
        String virtualHost,
        String userName,
        String password,
        Duration connectTimeout,
        Duration heartbeat,
        String connectionName) {

    /** Copies the list. */
    public ConnectionSettings {
        brokers = List.copyOf(brokers);
        if (brokers.isEmpty()) {
            throw new IllegalArgumentException("no broker");
        }
    }

    /** Settings with one broker. */
    public ConnectionSettings(
            Protocol protocol,
            String host,
            int port,
            String virtualHost,
            String userName,
            String password,
            Duration connectTimeout,
            Duration heartbeat,
            String connectionName) {
        this(
                List.of(new BrokerAddress(protocol, host, port)),
                BrokerOrder.DEFAULT,
                virtualHost,
                userName,
                password,
                connectTimeout,
                heartbeat,
                connectionName);
    }

    /** {@return the protocol of the first broker; the others' differs in encryption at most} */
    public Protocol protocol() {
        return brokers.get(0).protocol();
    }

    /** {@return whether connections to the first broker are encrypted} */
    public boolean tls() {
        return brokers.get(0).tls();
    }

    /** {@return the first broker's host, or the name of one inside this JVM} */
    public String host() {
        return brokers.get(0).host();
    }

    /** {@return the first broker's port; 0 inside this JVM} */
    public int port() {
        return brokers.get(0).port();
    }

    /**
     * {@return the brokers in the order in which one attempt to connect tries them, each once and without a pause; which
     * may be another one each time. Whoever called for that attempt decides when there is a next}
     */
    public List<BrokerAddress> inOrder() {
        return order.of(brokers);
    }

    /** {@return how long one attempt to connect may take: the connect timeout, for each broker that it may try} */
    public Duration connectBound() {
        return connectTimeout.multipliedBy(brokers.size());
    }

    /**
     * {@return host and port, such as {@code localhost:5672}, of several brokers with commas between; {@code memory:} and the
     * name inside this JVM}
     */
    public String address() {
        return brokers.stream().map(BrokerAddress::toString).collect(Collectors.joining(","));
    }

    /** {@return the same with one broker of the list alone} */
    public ConnectionSettings at(BrokerAddress broker) {
        return new ConnectionSettings(
                List.of(broker), order, virtualHost, userName, password, connectTimeout, heartbeat, connectionName);
    }

    public ConnectionSettings withCredentials(String user, String secret) {
        return new ConnectionSettings(
                brokers, order, virtualHost, user, secret, connectTimeout, heartbeat, connectionName);
    }

    @Override
    public String toString() {
        String each = brokers.stream().map(this::readable).collect(Collectors.joining(","));
        return brokers.size() == 1 ? each : "failover:(" + each + ")";
    }

    private String readable(BrokerAddress broker) {
        return broker.protocol() == Protocol.MEMORY
                ? broker.toString()
                : broker.protocol().scheme() + "://" + userName + "@" + broker + "/" + virtualHost;
    }
}
