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
    UnitOfWork current(FlushChannel flushChannel) {
        if (registry == null) {
            return null;
        }
        int status = registry.getTransactionStatus();
        if (status == Status.STATUS_NO_TRANSACTION || status == Status.STATUS_COMMITTED) {
            return null; // COMMITTED: called from somebody's afterCompletion
        }
        if (status != Status.STATUS_ACTIVE) {
            throw Messages.transactionOver(status);
        }
        UnitOfWork unit = (UnitOfWork) registry.getResource(flushChannel);
        if (unit == null) {
            unit = new UnitOfWork(flushChannel);
            registry.registerInterposedSynchronization(new Completion(unit));
            registry.putResource(flushChannel, unit);
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
                registry.setRollbackOnly();
                throw e;
            }
        }

        @Override
        public void afterCompletion(int status) {
            unit.end(status == Status.STATUS_COMMITTED);
        }
    }
}
