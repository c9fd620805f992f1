package io.carrotmq.ra.outbound;

import io.carrotmq.CarrotException;
import io.carrotmq.ConfigurationException;
import io.carrotmq.config.ConnectionProperties;
import io.carrotmq.config.ConnectionSettings;
import io.carrotmq.config.Violations;
import io.carrotmq.engine.Engine;
import io.carrotmq.engine.Link;
import io.carrotmq.engine.PublishLimits;
import io.carrotmq.ra.context.AdapterContext;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionManager;
import jakarta.resource.spi.ConnectionRequestInfo;
import jakarta.resource.spi.InvalidPropertyException;
import jakarta.resource.spi.ManagedConnection;
import jakarta.resource.spi.ManagedConnectionFactory;
import jakarta.resource.spi.ResourceAdapter;
import jakarta.resource.spi.ResourceAdapterAssociation;
import jakarta.resource.spi.ResourceAllocationException;
import jakarta.resource.spi.TransactionSupport;
import jakarta.resource.spi.ValidatingManagedConnectionFactory;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.security.auth.Subject;

/**
 * Configures a connection factory and makes its managed connections. A JavaBean that the container fills from the
 * deployment descriptor or its own configuration; outside a container, {@link #createConnectionFactory()} makes a
 * factory with a pool and an engine of its own.
 *
 * <p>Equal by configuration. Safe for use by any number of threads once configured.
 */
public final class CarrotManagedConnectionFactory extends ConnectionProperties
        implements ManagedConnectionFactory,
                ResourceAdapterAssociation,
                ValidatingManagedConnectionFactory,
                TransactionSupport {
    private static final long serialVersionUID = 1L;
    private static final long DEFAULT_CONFIRM_TIMEOUT_MILLIS = 10_000;
    private static final int DEFAULT_MAX_UNCONFIRMED = 1_024;

    private String transactionMode;
    private Long confirmTimeoutMillis;
    private Integer maxUnconfirmed;
    private transient ResourceAdapter resourceAdapter;
    private transient PrintWriter logWriter;
    private transient Map<ConnectionSettings, Broker> brokers;
    private transient UnmanagedPool unmanaged;

    /**
     * {@return how publishes join a transaction: {@code synchronization} (default: confirmed before completion, beside
     * any data source), {@code local} (confirmed at commit, as the only resource without two-phase commit), {@code
     * none} (at once)}
     */
    public String getTransactionMode() {
        return transactionMode;
    }

    public void setTransactionMode(String value) {
        transactionMode = value;
    }

    /** {@return how long a send waits for its confirm, in milliseconds; 100 to 600000, default 10000} */
    public Long getConfirmTimeoutMillis() {
        return confirmTimeoutMillis;
    }

    public void setConfirmTimeoutMillis(Long value) {
        confirmTimeoutMillis = value;
    }

    /** {@return how many messages of a channel may wait for their confirm; 1 to 65535, default 1024} */
    public Integer getMaxUnconfirmed() {
        return maxUnconfirmed;
    }

    public void setMaxUnconfirmed(Integer value) {
        maxUnconfirmed = value;
    }

    @Override
    public Object createConnectionFactory(ConnectionManager manager) throws ResourceException {
        requireValid();
        return new CarrotConnectionFactory(this, manager);
    }

    /** Makes a connection factory for use outside a container; closing it closes its connections. */
    @Override
    public Object createConnectionFactory() throws ResourceException {
        requireValid();
        UnmanagedPool pool = new UnmanagedPool();
        unmanaged = pool;
        return new CarrotConnectionFactory(this, pool);
    }

    private void requireValid() throws ResourceException {
        try {
            settings();
        } catch (ConfigurationException e) {
            throw new InvalidPropertyException(e.getMessage(), e);
        }
    }

    private AdapterContext context() throws ResourceException {
        if (resourceAdapter instanceof AdapterContext context) {
            return context;
        }
        if (unmanaged != null) {
            return unmanaged;
        }
        throw new ResourceException(Messages.noAdapter());
    }

    private ConnectionSettings settings() {
        Violations violations = new Violations();
        ConnectionProperties parent =
                resourceAdapter instanceof AdapterContext context ? context.connectionDefaults() : null;
        ConnectionSettings settings = connectionSettings(parent, violations);
        mode(violations);
        limits(violations);
        violations.throwIfAny("connection factory");
        return settings;
    }

    private TransactionMode mode(Violations violations) {
        return violations.parse(
                "transactionMode", transactionMode, TransactionMode.class, TransactionMode.SYNCHRONIZATION);
    }

    private PublishLimits limits(Violations violations) {
        long timeout = confirmTimeoutMillis == null ? DEFAULT_CONFIRM_TIMEOUT_MILLIS : confirmTimeoutMillis;
        violations.requireRange("confirmTimeoutMillis", timeout, 100, 600_000);
        int window = maxUnconfirmed == null ? DEFAULT_MAX_UNCONFIRMED : maxUnconfirmed;
        violations.requireRange("maxUnconfirmed", window, 1, 65_535);
        return new PublishLimits(Duration.ofMillis(timeout), window);
    }

    @Override
    public ManagedConnection createManagedConnection(Subject subject, ConnectionRequestInfo request)
            throws ResourceException {
        Credentials credentials = Credentials.of(subject, request, this);
        try {
            return new CarrotManagedConnection(this, broker(credentials), credentials);
        } catch (CarrotException | IllegalStateException e) { // the latter from an adapter that is stopped
            throw new ResourceAllocationException(e.getMessage(), e);
        }
    }

    private ConnectionSettings settings(Credentials credentials) {
        ConnectionSettings own = settings();
        return credentials == null ? own : own.withCredentials(credentials.userName(), credentials.password());
    }

    private synchronized Broker broker(Credentials credentials) throws ResourceException {
        if (brokers == null) {
            brokers = new ConcurrentHashMap<>();
        }
        AdapterContext context = context();
        Broker known = brokers.get(settings(credentials));
        if (known == null || known.engine() != context.engine()) {
            known = newBroker(settings(credentials), context);
            brokers.put(known.settings(), known);
        }
        return known;
    }

    private Broker newBroker(ConnectionSettings settings, AdapterContext context) {
        Violations none = new Violations(); // settings() has reported what is wrong
        PublishLimits limits = limits(none);
        Engine engine = context.engine();
        Link link = engine.link(settings);
        return new Broker(
                settings,
                mode(none),
                limits,
                engine,
                link,
                new JoinedTransactions(context.transactions()),
                new FlushChannels(link, limits, engine.threads()));
    }

    @Override
    @SuppressWarnings("rawtypes") // the interface is
    public ManagedConnection matchManagedConnections(Set candidates, Subject subject, ConnectionRequestInfo request)
            throws ResourceException {
        ConnectionSettings wanted = settings(Credentials.of(subject, request, this));
        for (Object candidate : candidates) {
            if (candidate instanceof CarrotManagedConnection connection
                    && connection.isValid()
                    && connection.settings().equals(wanted)) {
                return connection;
            }
        }
        return null;
    }

    @Override
    @SuppressWarnings({"rawtypes", "unchecked"}) // the interface is
    public Set getInvalidConnections(Set candidates) {
        Set<Object> invalid = new HashSet<>(candidates);
        invalid.removeIf(candidate -> candidate instanceof CarrotManagedConnection connection && connection.isValid());
        return invalid;
    }

    /** The level follows the mode: a synchronization is no resource, so the container need not know of it. */
    @Override
    public TransactionSupportLevel getTransactionSupport() {
        return mode(new Violations()) == TransactionMode.LOCAL
                ? TransactionSupportLevel.LocalTransaction
                : TransactionSupportLevel.NoTransaction;
    }

    @Override
    public ResourceAdapter getResourceAdapter() {
        return resourceAdapter;
    }

    @Override
    public void setResourceAdapter(ResourceAdapter adapter) throws ResourceException {
        if (resourceAdapter != null && resourceAdapter != adapter) {
            throw new jakarta.resource.spi.IllegalStateException(Messages.otherAdapter());
        }
        resourceAdapter = adapter;
    }

    @Override
    public void setLogWriter(PrintWriter out) {
        logWriter = out;
    }

    @Override
    public PrintWriter getLogWriter() {
        return logWriter;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CarrotManagedConnectionFactory that
                && sameConnection(that)
                && Objects.equals(transactionMode, that.transactionMode)
                && Objects.equals(confirmTimeoutMillis, that.confirmTimeoutMillis)
                && Objects.equals(maxUnconfirmed, that.maxUnconfirmed)
                && Objects.equals(resourceAdapter, that.resourceAdapter);
    }

    @Override
    public int hashCode() {
        return Objects.hash(connectionHash(), transactionMode, confirmTimeoutMillis, maxUnconfirmed);
    }
}
