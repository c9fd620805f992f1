package io.carrotmq.ra.outbound;

import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A registry with at most one transaction, completed by the test. */
final class OneTransaction implements TransactionSynchronizationRegistry {
    private final Map<Object, Object> resources = new HashMap<>();
    private final List<Synchronization> synchronizations = new ArrayList<>();
    private int status = Status.STATUS_NO_TRANSACTION;

    void begin() {
        resources.clear();
        synchronizations.clear();
        status = Status.STATUS_ACTIVE;
    }

    /** {@return what vetoed the commit, or null if it committed} */
    RuntimeException commit() {
        RuntimeException veto = null;
        try {
            List.copyOf(synchronizations).forEach(Synchronization::beforeCompletion);
        } catch (RuntimeException e) {
            veto = e;
        }
        end(status == Status.STATUS_ACTIVE && veto == null ? Status.STATUS_COMMITTED : Status.STATUS_ROLLEDBACK);
        return veto;
    }

    void rollback() {
        end(Status.STATUS_ROLLEDBACK);
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
