package io.carrotmq.ra.outbound;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.LocalTransaction;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A registry with at most one transaction, completed by the test; as containers do it, with one last resource that commits
 * once the synchronizations have agreed.
 */
final class OneTransaction implements TransactionSynchronizationRegistry {
    private final Map<Object, Object> resources = new HashMap<>();
    private final List<Synchronization> synchronizations = new ArrayList<>();
    private volatile int status = Status.STATUS_NO_TRANSACTION;
    private LocalTransaction lastResource;

    /** Begins one that a local transaction is part of. */
    void begin(LocalTransaction last) throws ResourceException {
        begin();
        last.begin();
        lastResource = last;
    }

    void begin() {
        lastResource = null;
        resources.clear();
        synchronizations.clear();
        status = Status.STATUS_ACTIVE;
    }

    /** {@return what vetoed the commit, or null if it committed} */
    Exception commit() {
        Exception veto = null;
        try {
            List.copyOf(synchronizations).forEach(Synchronization::beforeCompletion);
        } catch (RuntimeException e) {
            veto = e;
        }
        try {
            commitLastResource(status == Status.STATUS_ACTIVE && veto == null);
        } catch (ResourceException e) {
            veto = e;
        }
        end(status == Status.STATUS_ACTIVE && veto == null ? Status.STATUS_COMMITTED : Status.STATUS_ROLLEDBACK);
        return veto;
    }

    private void commitLastResource(boolean agreed) throws ResourceException {
        if (lastResource != null && agreed) {
            lastResource.commit();
        } else if (lastResource != null) {
            lastResource.rollback();
        }
    }

    void rollback() throws ResourceException {
        commitLastResource(false);
        end(Status.STATUS_ROLLEDBACK);
    }

    /** Rolls back on another thread, and leaves the calling one associated, as WildFly does. */
    void timeOut() throws InterruptedException {
        Thread reaper = new Thread(() -> {
            try {
                commitLastResource(false);
            } catch (ResourceException e) {
                throw new AssertionError(e);
            }
            status = Status.STATUS_ROLLEDBACK;
            synchronizations.forEach(each -> each.afterCompletion(Status.STATUS_ROLLEDBACK));
        });
        reaper.start();
        reaper.join();
    }

    /** Frees the calling thread from a transaction that has timed out. */
    void forget() {
        status = Status.STATUS_NO_TRANSACTION;
    }

    private void end(int outcome) {
        status = outcome;
        synchronizations.forEach(each -> each.afterCompletion(outcome));
        status = Status.STATUS_NO_TRANSACTION;
    }

    @Override
    public Object getTransactionKey() {
        return status == Status.STATUS_NO_TRANSACTION ? null : this;
    }

    @Override
    public void putResource(Object key, Object value) {
        resources.put(key, value);
    }

    @Override
    public Object getResource(Object key) {
        return resources.get(key);
    }

    @Override
    public void registerInterposedSynchronization(Synchronization synchronization) {
        synchronizations.add(synchronization);
    }

    @Override
    public int getTransactionStatus() {
        return status;
    }

    @Override
    public void setRollbackOnly() {
        status = Status.STATUS_MARKED_ROLLBACK;
    }

    @Override
    public boolean getRollbackOnly() {
        return status == Status.STATUS_MARKED_ROLLBACK;
    }
}
