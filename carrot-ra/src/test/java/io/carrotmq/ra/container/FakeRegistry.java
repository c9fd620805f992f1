package io.carrotmq.ra.container;

import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;

/** The transaction of the calling thread. */
final class FakeRegistry implements TransactionSynchronizationRegistry {
    private final ThreadLocal<FakeTransaction> current = new ThreadLocal<>();

    FakeTransaction current() {
        return current.get();
    }

    void associate(FakeTransaction transaction) {
        if (transaction == null) {
            current.remove();
        } else {
            current.set(transaction);
        }
    }

    private FakeTransaction required() {
        FakeTransaction transaction = current.get();
        if (transaction == null) {
            throw new IllegalStateException("no transaction");
        }
        return transaction;
    }

    @Override
    public Object getTransactionKey() {
        return current.get();
    }

    @Override
    public void putResource(Object key, Object value) {
        throw new UnsupportedOperationException("deliveries keep nothing with the transaction");
    }

    @Override
    public Object getResource(Object key) {
        throw new UnsupportedOperationException("deliveries keep nothing with the transaction");
    }

    @Override
    public void registerInterposedSynchronization(Synchronization synchronization) {
        required().register(synchronization);
    }

    @Override
    public int getTransactionStatus() {
        FakeTransaction transaction = current.get();
        return transaction == null ? Status.STATUS_NO_TRANSACTION : transaction.status();
    }

    @Override
    public void setRollbackOnly() {
        required().setRollbackOnly();
    }

    @Override
    public boolean getRollbackOnly() {
        return required().status() == Status.STATUS_MARKED_ROLLBACK;
    }
}
