package io.carrotmq.ra.container;

import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A transaction with rows that are written when it commits. */
final class FakeTransaction {
    private final Profile profile;
    private final List<Synchronization> interposed = new ArrayList<>();
    private final List<String> rows = new ArrayList<>();
    private int status = Status.STATUS_ACTIVE;
    private boolean commitFails;

    FakeTransaction(Profile profile) {
        this.profile = profile;
    }

    synchronized int status() {
        return status;
    }

    synchronized void register(Synchronization synchronization) {
        if (status != Status.STATUS_ACTIVE) {
            throw new IllegalStateException("status " + status);
        }
        interposed.add(synchronization);
    }

    synchronized void setRollbackOnly() {
        if (status != Status.STATUS_ACTIVE && status != Status.STATUS_MARKED_ROLLBACK) {
            throw new IllegalStateException("status " + status);
        }
        status = Status.STATUS_MARKED_ROLLBACK;
    }

    synchronized void write(String row) {
        rows.add(row);
    }

    synchronized void failCommit() {
        commitFails = true;
    }

    /**
     * Completes it: commits if it still can.
     *
     * @return whether a commit was tried and failed
     */
    boolean complete(List<String> database) {
        boolean failed;
        synchronized (this) {
            if (status == Status.STATUS_ROLLEDBACK) {
                return false;
            }
            boolean active = status == Status.STATUS_ACTIVE;
            boolean committed = active && !commitFails && beforeCompletion() && status == Status.STATUS_ACTIVE;
            failed = active && !committed;
            if (committed) {
                database.addAll(rows);
            }
            status = committed ? Status.STATUS_COMMITTED : Status.STATUS_ROLLEDBACK;
        }
        boolean unknown = failed && profile == Profile.LIBERTY;
        afterCompletion(unknown ? Status.STATUS_UNKNOWN : status());
        return failed;
    }

    /** Rolls back, on a thread that is not the bean's. */
    void timeOut() {
        synchronized (this) {
            status = Status.STATUS_ROLLEDBACK;
        }
        afterCompletion(Status.STATUS_ROLLEDBACK);
    }

    private boolean beforeCompletion() {
        try {
            inOrder().forEach(Synchronization::beforeCompletion);
            return true;
        } catch (RuntimeException e) {
            return false;
        }
    }

    private void afterCompletion(int outcome) {
        inOrder().forEach(each -> each.afterCompletion(outcome));
    }

    private synchronized List<Synchronization> inOrder() {
        List<Synchronization> all = new ArrayList<>(interposed);
        if (profile.lastRegisteredFirst()) {
            Collections.reverse(all);
        }
        return all;
    }
}
