package io.carrotmq.ra.inbound;

import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import jakarta.transaction.Status;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.naming.InitialContext;
import javax.naming.NamingException;

/** What one endpoint knows about the container's transactions. Safe for use by any number of threads. */
final class Transactions {
    private static final System.Logger LOG = Messages.LOG;
    private static final String JNDI_NAME = "java:comp/TransactionSynchronizationRegistry";

    private final String name;
    private final MessageEndpointFactory factory;
    private final Map<Method, Boolean> transacted = new ConcurrentHashMap<>();
    private final AtomicBoolean reduced = new AtomicBoolean();
    private volatile TransactionSynchronizationRegistry registry;
    private volatile boolean lookedUp;
    private volatile boolean observing;

    Transactions(String name, MessageEndpointFactory factory, TransactionSynchronizationRegistry registry) {
        this.name = name;
        this.factory = factory;
        this.registry = registry;
        this.lookedUp = registry != null;
    }

    String name() {
        return name;
    }

    /** {@return the calling thread's transaction status; without a registry there is none to be seen} */
    int status() {
        return registry == null ? Status.STATUS_NO_TRANSACTION : registry.getTransactionStatus();
    }

    /**
     * Looks at the transaction that {@code beforeDelivery} has left on the calling thread.
     *
     * @return whether there is one; the recorder then learns how it ends
     * @throws IllegalStateException if there is one that can no longer commit
     */
    boolean join(OutcomeRecorder recorder) {
        if (!lookedUp) {
            lookUp();
        }
        int status = status();
        if (status == Status.STATUS_NO_TRANSACTION) {
            return false;
        }
        if (status != Status.STATUS_ACTIVE) {
            throw new IllegalStateException("the container's new transaction has the status " + status);
        }
        registry.registerInterposedSynchronization(recorder);
        return true;
    }

    /** Here, because a component's name space is on the thread only between beforeDelivery and afterDelivery. */
    private void lookUp() {
        try {
            registry = (TransactionSynchronizationRegistry) new InitialContext().lookup(JNDI_NAME);
        } catch (NamingException | RuntimeException e) {
            warnReduced(Messages.noRegistry(name, e));
        }
        lookedUp = true;
    }

    private void warnReduced(String text) {
        if (reduced.compareAndSet(false, true)) {
            LOG.log(System.Logger.Level.WARNING, text);
        }
    }

    void rollbackOnly() {
        try {
            if (registry != null) {
                registry.setRollbackOnly();
            }
        } catch (IllegalStateException ended) {
            LOG.log(System.Logger.Level.TRACE, "the transaction has ended already", ended);
        }
    }

    /**
     * Called where {@code beforeDelivery} began no transaction.
     *
     * @param observed whether the container's proxy was made with an observer
     * @return whether the container should have, and may with an observer
     */
    boolean needsObserver(Method method, boolean observed) {
        if (registry == null || !transacted.computeIfAbsent(method, this::isTransacted)) {
            return false;
        }
        if (observed) {
            warnReduced(Messages.noTransaction(name, method));
            return false;
        }
        observing = true;
        return true;
    }

    private boolean isTransacted(Method method) {
        try {
            return factory.isDeliveryTransacted(method);
        } catch (NoSuchMethodException | RuntimeException e) {
            LOG.log(System.Logger.Level.DEBUG, "the container does not know " + method, e);
            return false;
        }
    }

    boolean observing() {
        return observing;
    }
}
