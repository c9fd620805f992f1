package io.carrotmq.ra.outbound;

import io.carrotmq.CarrotException;
import io.carrotmq.ConfigurationException;
import io.carrotmq.ConnectionFactory;
import io.carrotmq.TransactionMode;
import io.carrotmq.config.ConnectionProperties;
import io.carrotmq.config.ConnectionSettings;
import io.carrotmq.config.Violations;
import io.carrotmq.engine.Engine;
import io.carrotmq.engine.Link;
import io.carrotmq.engine.PublishChannel;
import io.carrotmq.engine.PublishLimits;
import io.carrotmq.event.BrokerEvent;
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
import java.util.function.Consumer;
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
    private static final Duration CHANNEL_IDLE_TIME = Duration.ofSeconds(30);

    private String transactionMode;
    private Long confirmTimeoutMillis;
    private Integer maxUnconfirmed;
    private transient ResourceAdapter resourceAdapter;
    private transient PrintWriter logWriter;
    private transient Map<ConnectionSettings, Broker> brokers;
    private transient volatile Resolved resolved;
    private transient UnmanagedPool unmanaged;

    /**
     * {@return how publishes join a transaction, where the message does not say otherwise: {@code synchronization} (default:
     * confirmed before completion, beside any data source), {@code local} (confirmed at commit, as the only resource
     * without two-phase commit), {@code afterCommit} (after it, and lost if that fails), {@code tx} (at once, in a
     * transaction of the broker that commits as with local), {@code none} (at once). See {@link TransactionMode}}
     */
    public String getTransactionMode() {
        return transactionMode;
    }

    public void setTransactionMode(String value) {
        transactionMode = value;
        changed();
    }

    /** {@return how long a send waits for its confirm, in milliseconds; 100 to 600000, default 10000} */
    public Long getConfirmTimeoutMillis() {
        return confirmTimeoutMillis;
    }

    public void setConfirmTimeoutMillis(Long value) {
        confirmTimeoutMillis = value;
        changed();
    }

    /**
     * {@return how many messages of this factory (for each user, and for each transaction that commits) may wait for
     * their confirm; 1 to 65535, default 1024}
     */
    public Integer getMaxUnconfirmed() {
        return maxUnconfirmed;
    }

    public void setMaxUnconfirmed(Integer value) {
        maxUnconfirmed = value;
        changed();
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
            resolved();
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

    /** What the properties, and those inherited, come to; good until one of them changes. */
    private record Resolved(
            ConnectionProperties parent,
            int parentChanges,
            int ownChanges,
            ConnectionSettings settings,
            TransactionMode mode,
            PublishLimits limits) {
        boolean isOf(ConnectionProperties present, int changes) {
            return present == parent && changes == ownChanges && (parent == null || parent.changes() == parentChanges);
        }
    }

    private Resolved resolved() {
        ConnectionProperties parent = parent();
        Resolved known = resolved;
        if (known == null || !known.isOf(parent, changes())) {
            Violations violations = new Violations();
            known = resolve(parent, violations);
            violations.throwIfAny("connection factory");
            resolved = known;
        }
        return known;
    }

    /**
     * Reports what is wrong with the properties, and with those inherited.
     *
     * @param violations receives it
     */
    public void validate(Violations violations) {
        resolve(parent(), violations);
    }

    private ConnectionProperties parent() {
        return resourceAdapter instanceof AdapterContext context ? context.connectionDefaults() : null;
    }

    private Resolved resolve(ConnectionProperties parent, Violations violations) {
        int ownChanges = changes();
        int parentChanges = parent == null ? 0 : parent.changes();
        ConnectionSettings settings = connectionSettings(parent, violations);
        TransactionMode mode = mode(violations);
        PublishLimits limits = limits(violations);
        return new Resolved(parent, parentChanges, ownChanges, settings, mode, limits);
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
        ConnectionSettings own = resolved().settings();
        return credentials == null ? own : own.withCredentials(credentials.userName(), credentials.password());
    }

    private synchronized Broker broker(Credentials credentials) throws ResourceException {
        if (brokers == null) {
            brokers = new ConcurrentHashMap<>();
        }
        AdapterContext context = context();
        ConnectionSettings settings = settings(credentials);
        Broker known = brokers.get(settings);
        if (known == null
                || known.engine() != context.engine()
                || known.mode() != resolved().mode()
                || !known.limits().equals(resolved().limits())) {
            known = newBroker(settings, context);
            brokers.put(settings, known);
        }
        return known;
    }

    private Broker newBroker(ConnectionSettings settings, AdapterContext context) {
        PublishLimits limits = resolved().limits();
        Engine engine = context.engine();
        Link link = engine.link(settings);
        return new Broker(
                settings,
                resolved().mode(),
                limits,
                engine,
                link,
                new JoinedTransactions(context.transactions()),
                new SharedChannel(
                        settings.connectionName(),
                        onClosed -> new PublishChannel(link.publishing(), limits, engine.threads(), onClosed),
                        settings.connectBound().multipliedBy(3)),
                new FlushChannels(link, limits, engine.threads(), CHANNEL_IDLE_TIME),
                new TransactedChannels(link, limits, engine.threads(), CHANNEL_IDLE_TIME));
    }

    /**
     * Tells a listener what happens at the broker with this factory's own user. Neither connects nor takes a connection.
     *
     * @throws io.carrotmq.ConnectException if there is no started adapter
     */
    ConnectionFactory.Observation observe(Consumer<? super BrokerEvent> listener) {
        Objects.requireNonNull(listener, "listener");
        try {
            return context().engine().observe(settings(null), listener);
        } catch (ResourceException | IllegalStateException e) { // the latter from an adapter that is stopped
            throw Messages.notObservable(e);
        }
    }

    /** {@return the settings of connections for these credentials} */
    ConnectionSettings wanted(Subject subject, ConnectionRequestInfo request) throws ResourceException {
        return settings(Credentials.of(subject, request, this));
    }

    @Override
    @SuppressWarnings("rawtypes") // the interface is
    public ManagedConnection matchManagedConnections(Set candidates, Subject subject, ConnectionRequestInfo request)
            throws ResourceException {
        ConnectionSettings wanted = wanted(subject, request);
        for (Object candidate : candidates) {
            if (candidate instanceof CarrotManagedConnection connection && connection.reaches(wanted)) {
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

    /**
     * The level follows the mode: a synchronization is no resource, so the container need not know of it. A mode that is
     * wrong is reported where the factory is made.
     */
    @Override
    public TransactionSupportLevel getTransactionSupport() {
        return Publishing.isLastResource(mode(new Violations()))
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
