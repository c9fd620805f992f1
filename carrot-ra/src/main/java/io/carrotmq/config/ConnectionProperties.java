package io.carrotmq.config;

import java.io.Serializable;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Function;

/**
 * The connection properties that the resource adapter, a connection factory and an activation specification have in
 * common. A property that is null is inherited: from the resource adapter, and from the defaults after that.
 */
public abstract class ConnectionProperties implements Serializable {
    private static final long serialVersionUID = 1L;

    private static final String DEFAULT_URI = "amqp://guest:guest@localhost:5672/%2F";
    private static final String DEFAULT_NAME = "carrot";
    private static final long DEFAULT_CONNECT_TIMEOUT_MILLIS = 5_000;
    private static final int DEFAULT_HEARTBEAT_SECONDS = 10;

    private String connectionUri;
    private String virtualHost;
    private String userName;
    private String password;
    private String connectionName;
    private Long connectTimeoutMillis;
    private Integer heartbeatSeconds;
    private transient volatile int changes;

    /**
     * {@return the broker's address: {@code amqp://user:password@host:port/virtualHost} or
     * {@code stomp://user:password@host:port/virtualHost}, the same with {@code amqps} and {@code stomp+ssl} for TLS, or
     * {@code memory:name} for a broker inside this JVM, which takes any user and has one virtual host; null: inherited, and
     * where nobody sets it, the system property {@code carrot.uri}, the environment variable {@code CARROT_URI}, and
     * {@code amqp://guest:guest@localhost:5672/%2F}, in this order.
     *
     * <p>A port that is not named is 5672, with TLS 5671, and with STOMP 61613 and 61614. TLS trusts whom the JVM trusts by
     * default, and the broker's certificate must be for its host.
     *
     * <p>Brokers of which each will do are listed: {@code failover:(stomp://user:password@a,stomp+ssl://b)?randomize=false};
     * only those that speak STOMP can be. They have one user, one password and one virtual host, named with one of them or
     * with several. Whoever connects tries each of them once, without a pause, and has failed after that; when to connect
     * again is decided by others, such as {@code reconnectDelayMillis} of an activation specification. The options are
     * {@code randomize} (default true: in another order each time) and {@code priorityBackup} (default false; true: those
     * on this machine first)}
     */
    public String getConnectionUri() {
        return connectionUri;
    }

    public void setConnectionUri(String value) {
        connectionUri = value;
        changed();
    }

    /** {@return the virtual host, before the address's own; null: the address's, else {@code /}. In STOMP it is the header
     * {@code host}, which RabbitMQ takes as its virtual host and ActiveMQ and Artemis ignore} */
    public String getVirtualHost() {
        return virtualHost;
    }

    public void setVirtualHost(String value) {
        virtualHost = value;
        changed();
    }

    /** {@return the user, before the address's own; null: the address's, else {@code guest}} */
    public String getUserName() {
        return userName;
    }

    public void setUserName(String value) {
        userName = value;
        changed();
    }

    /** {@return the password, before the address's own; null: the address's, else {@code guest}} */
    public String getPassword() {
        return password;
    }

    public void setPassword(String value) {
        password = value;
        changed();
    }

    /** {@return the name under which the broker's management shows the connection; default {@code carrot}} */
    public String getConnectionName() {
        return connectionName;
    }

    public void setConnectionName(String value) {
        connectionName = value;
        changed();
    }

    /** {@return the bound on reaching a broker, in milliseconds; 100 to 300000, default 5000. Of a list each one has it} */
    public Long getConnectTimeoutMillis() {
        return connectTimeoutMillis;
    }

    public void setConnectTimeoutMillis(Long value) {
        connectTimeoutMillis = value;
        changed();
    }

    /**
     * {@return the interval of heart-beats, in seconds; 1 to 3600, default 10. A broker that stays silent for twice as
     * long counts as lost}
     */
    public Integer getHeartbeatSeconds() {
        return heartbeatSeconds;
    }

    public void setHeartbeatSeconds(Integer value) {
        heartbeatSeconds = value;
        changed();
    }

    /** Notes that a property has another value. */
    protected final void changed() {
        changes++;
    }

    /** {@return a number that is another one after a property was set, so that what was resolved can be kept until then} */
    public final int changes() {
        return changes;
    }

    /**
     * Resolves the properties.
     *
     * @param parent where to inherit from, or null
     * @param violations receives what is wrong
     * @return the settings, or null if the address is wrong
     */
    public final ConnectionSettings connectionSettings(ConnectionProperties parent, Violations violations) {
        String uriText = inherited(parent, ConnectionProperties::getConnectionUri);
        BrokerList uri = BrokerList.parse(uriText == null ? ambientUri() : uriText, violations);
        long timeout = orElse(
                inherited(parent, ConnectionProperties::getConnectTimeoutMillis), DEFAULT_CONNECT_TIMEOUT_MILLIS);
        violations.requireRange("connectTimeoutMillis", timeout, 100, 300_000);
        int heartbeat = orElse(inherited(parent, ConnectionProperties::getHeartbeatSeconds), DEFAULT_HEARTBEAT_SECONDS);
        violations.requireRange("heartbeatSeconds", heartbeat, 1, 3600);
        if (uri == null) {
            return null;
        }
        // Whoever names an address names its user with it: a user inherited from elsewhere would not fit.
        ConnectionProperties credentialParent = connectionUri == null || connectionUri.isBlank() ? parent : null;
        return new ConnectionSettings(
                uri.brokers(),
                uri.order(),
                uri.brokers().get(0).protocol() == Protocol.MEMORY
                        ? uri.virtualHost() // it has no other
                        : firstOf(
                                inherited(credentialParent, ConnectionProperties::getVirtualHost),
                                uri.virtualHost(),
                                "/"),
                firstOf(inherited(credentialParent, ConnectionProperties::getUserName), uri.userName(), "guest"),
                firstOf(inherited(credentialParent, ConnectionProperties::getPassword), uri.password(), "guest"),
                Duration.ofMillis(timeout),
                Duration.ofSeconds(heartbeat),
                firstOf(inherited(parent, ConnectionProperties::getConnectionName), DEFAULT_NAME, null));
    }

    private static String ambientUri() {
        return firstOf(System.getProperty("carrot.uri"), System.getenv("CARROT_URI"), DEFAULT_URI);
    }

    private <T> T inherited(ConnectionProperties parent, Function<ConnectionProperties, T> property) {
        T own = property.apply(this);
        boolean absent = own == null || own instanceof String text && text.isBlank();
        return absent ? (parent == null ? null : parent.inherited(null, property)) : own;
    }

    private static String firstOf(String first, String second, String third) {
        return first != null && !first.isBlank() ? first : second != null ? second : third;
    }

    private static <T> T orElse(T value, T otherwise) {
        return value != null ? value : otherwise;
    }

    /** {@return whether the other object has the same connection properties} */
    protected final boolean sameConnection(ConnectionProperties other) {
        return Objects.equals(connectionUri, other.connectionUri)
                && Objects.equals(virtualHost, other.virtualHost)
                && Objects.equals(userName, other.userName)
                && Objects.equals(password, other.password)
                && Objects.equals(connectionName, other.connectionName)
                && Objects.equals(connectTimeoutMillis, other.connectTimeoutMillis)
                && Objects.equals(heartbeatSeconds, other.heartbeatSeconds);
    }

    /** {@return a hash of the connection properties} */
    protected final int connectionHash() {
        return Objects.hash(
                connectionUri, virtualHost, userName, password, connectionName, connectTimeoutMillis, heartbeatSeconds);
    }
}
