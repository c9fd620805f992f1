package io.carrotmq.ra.outbound;

import io.carrotmq.TransactionMode;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;

/**
 * Joins publishes to the container's transactions by synchronization, beside any other resource: they go out and are
 * confirmed before completion, and a transaction that then fails for another reason has published messages all the same; or
 * they go out after the commit, and what cannot be published then is lost.
 */
final class JoinedTransactions {
    private final TransactionSynchronizationRegistry registry;

    JoinedTransactions(TransactionSynchronizationRegistry registry) {
        this.registry = registry;
    }

    /** {@return whether the thread has a transaction that has not ended, even if it cannot commit any more} */
    boolean isActive() {
        return isActive(status());
    }

    /**
     * {@return whether the thread has a transaction that has not ended}
     *
     * @throws io.carrotmq.PublishException if it has one that cannot commit any more
     */
    boolean requireCommittable() {
        int status = status();
        if (isActive(status) && status != Status.STATUS_ACTIVE) {
            throw Messages.transactionOver();
        }
        return isActive(status);
    }

    private int status() {
        return registry == null ? Status.STATUS_NO_TRANSACTION : registry.getTransactionStatus();
    }

    private static boolean isActive(int status) {
        // COMMITTED: called from somebody's afterCompletion
        return status != Status.STATUS_NO_TRANSACTION && status != Status.STATUS_COMMITTED;
    }

    /**
     * {@return what the thread's transaction does with messages of that mode, begun now if this is the first; null if there
     * is no transaction to join}
     *
     * @param mode synchronization or afterCommit
     * @throws io.carrotmq.PublishException if the transaction cannot commit any more
     */
    Enlistment current(TransactionMode mode, FlushChannels channels) {
        if (!requireCommittable()) {
            return null;
        }
        try {
            return join(new Key(mode, channels));
        } catch (IllegalStateException e) { // it has timed out meanwhile
            throw Messages.transactionOver();
        }
    }

    /** What a transaction has once for each mode and factory. */
    private record Key(TransactionMode mode, FlushChannels channels) {}

    private Enlistment join(Key key) {
        Enlistment known = (Enlistment) registry.getResource(key);
        if (known == null) {
            known = key.mode == TransactionMode.AFTER_COMMIT
                    ? joined(new AfterCommit(key.channels))
                    : joined(new UnitOfWork(key.channels));
            registry.putResource(key, known);
        }
        return known;
    }

    private AfterCommit joined(AfterCommit messages) {
        registry.registerInterposedSynchronization(messages);
        return messages;
    }

    private UnitOfWork joined(UnitOfWork unit) {
        registry.registerInterposedSynchronization(new Completion(unit));
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
