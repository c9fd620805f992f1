package io.carrotmq.ra.outbound;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.LocalTransaction;
import jakarta.resource.spi.LocalTransactionException;

/**
 * A local transaction: publishes are kept back, and published and confirmed at commit, as the last resource after the
 * others have prepared.
 */
final class BufferedTransaction implements LocalTransaction {
    private final FlushChannels channels;
    private volatile UnitOfWork unit;

    BufferedTransaction(FlushChannels channels) {
        this.channels = channels;
    }

    /** {@return the open unit of work, or null outside a transaction} */
    UnitOfWork current() {
        return unit;
    }

    @Override
    public void begin() throws ResourceException {
        if (unit != null) {
            throw new LocalTransactionException("the local transaction has begun already");
        }
        unit = new UnitOfWork(channels);
    }

    @Override
    public void commit() throws ResourceException {
        UnitOfWork ending = take();
        try {
            ending.flush();
        } catch (RuntimeException e) {
            ending.end(false);
            throw new LocalTransactionException(e.getMessage(), e);
        }
        ending.end(true);
    }

    @Override
    public void rollback() throws ResourceException {
        take().end(false);
    }

    private UnitOfWork take() throws ResourceException {
        UnitOfWork ending = unit;
        if (ending == null) {
            throw new LocalTransactionException("no local transaction has begun");
        }
        unit = null;
        return ending;
    }

    /** Forgets what a connection left open when it went back to the pool. */
    void discard() {
        UnitOfWork left = unit;
        unit = null;
        if (left != null) {
            left.end(false);
        }
    }
}
