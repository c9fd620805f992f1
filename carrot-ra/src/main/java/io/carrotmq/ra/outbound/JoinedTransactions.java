package io.carrotmq.ra.outbound;

import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;

/**
 * Joins publishes to the container's transactions by synchronization: they go out and are confirmed before completion,
 * beside any other resource. A transaction that then fails for another reason has published messages all the same.
 */
final class JoinedTransactions {
    private final TransactionSynchronizationRegistry registry;

    JoinedTransactions(TransactionSynchronizationRegistry registry) {
        this.registry = registry;
    }

    /**
     * {@return the unit of work of the thread's transaction, begun now if this is its first message; null if there is
     * no transaction to join}
     *
     * @throws io.carrotmq.PublishException if the transaction cannot commit any more
     */
    UnitOfWork current(FlushChannels channels) {
        if (registry == null) {
            return null;
        }
        int status = registry.getTransactionStatus();
        if (status == Status.STATUS_NO_TRANSACTION || status == Status.STATUS_COMMITTED) {
            return null; // COMMITTED: called from somebody's afterCompletion
        }
        if (status != Status.STATUS_ACTIVE) {
            throw Messages.transactionOver();
        }
        try {
            return join(channels);
        } catch (IllegalStateException e) { // it has timed out meanwhile
            throw Messages.transactionOver();
        }
    }

    private UnitOfWork join(FlushChannels channels) {
        UnitOfWork unit = (UnitOfWork) registry.getResource(channels);
        if (unit == null) {
            unit = new UnitOfWork(channels);
            registry.registerInterposedSynchronization(new Completion(unit));
            registry.putResource(channels, unit);
        }
        return unit;
    }

    private final class Completion implements Synchronization {
        private final UnitOfWork unit;

        Completion(UnitOfWork unit) {
            this.unit = unit;
        }

        @Override
        public void beforeCompletion() {
            try {
                unit.flush();
            } catch (RuntimeException e) {
                rollbackOnly(e);
                throw e;
            }
        }

        private void rollbackOnly(RuntimeException why) {
            try {
                registry.setRollbackOnly();
            } catch (IllegalStateException e) {
                why.addSuppressed(e); // it is rolling back already
            }
        }

        @Override
        public void afterCompletion(int status) {
            unit.end(status == Status.STATUS_COMMITTED);
        }
    }
}
