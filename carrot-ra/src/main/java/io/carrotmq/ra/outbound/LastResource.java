package io.carrotmq.ra.outbound;

import io.carrotmq.TransactionMode;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.LocalTransaction;
import jakarta.resource.spi.LocalTransactionException;

/**
 * A local transaction: what was kept back is published and confirmed at commit, and what was published in a transaction of
 * the broker is committed there, as the last resource after the others have prepared.
 */
final class LastResource implements LocalTransaction {
    /** What there is between begin and end. */
    private record Begun(UnitOfWork kept, BrokerTransaction published) {}

    private final FlushChannels flushChannels;
    private final TransactedChannels transactedChannels;
    private volatile Begun begun;

    LastResource(FlushChannels flushChannels, TransactedChannels transactedChannels) {
        this.flushChannels = flushChannels;
        this.transactedChannels = transactedChannels;
    }

    boolean isActive() {
        return begun != null;
    }

    /** {@return what messages of that mode, local or tx, belong to; null outside a transaction} */
    Enlistment current(TransactionMode mode) {
        Begun present = begun;
        if (present == null) {
            return null;
        }
        return mode == TransactionMode.TX ? present.published : present.kept;
    }

    @Override
    public void begin() throws ResourceException {
        if (begun != null) {
            throw new LocalTransactionException("the local transaction has begun already");
        }
        begun = new Begun(new UnitOfWork(flushChannels), new BrokerTransaction(transactedChannels));
    }

    @Override
    public void commit() throws ResourceException {
        Begun ending = take();
        try {
            ending.kept.flush(); // first, because the other can still be undone if this fails
            ending.published.commit();
        } catch (RuntimeException e) {
            end(ending, false);
            throw new LocalTransactionException(e.getMessage(), e);
        }
        end(ending, true);
    }

    @Override
    public void rollback() throws ResourceException {
        end(take(), false);
    }

    private static void end(Begun ending, boolean committed) {
        ending.kept.end(committed);
        ending.published.end(committed);
    }

    private Begun take() throws ResourceException {
        Begun ending = begun;
        if (ending == null) {
            throw new LocalTransactionException("no local transaction has begun");
        }
        begun = null;
        return ending;
    }

    /** Forgets what a connection left open when it went back to the pool. */
    void discard() {
        Begun left = begun;
        begun = null;
        if (left != null) {
            end(left, false);
        }
    }
}
