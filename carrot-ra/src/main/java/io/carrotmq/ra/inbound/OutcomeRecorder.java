package io.carrotmq.ra.inbound;

import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;

/**
 * Remembers how a transaction ended, and does nothing else: on WildFly a timeout calls it on the reaper's thread while
 * the bean still runs.
 */
final class OutcomeRecorder implements Synchronization {
    private volatile int status = -1;

    @Override
    public void beforeCompletion() {
        // not called on a rollback: nothing can depend on it
    }

    @Override
    public void afterCompletion(int outcome) {
        status = outcome;
    }

    boolean committed() {
        return status == Status.STATUS_COMMITTED;
    }

    int status() {
        return status;
    }
}
