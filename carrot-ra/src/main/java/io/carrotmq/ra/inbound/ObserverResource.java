package io.carrotmq.ra.inbound;

import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;

/**
 * Makes a container that begins transactions only for an {@link XAResource} begin one. It holds no state, so that it has
 * nothing to prepare and nothing to recover.
 */
final class ObserverResource implements XAResource {
    @Override
    public int prepare(Xid xid) {
        return XA_RDONLY;
    }

    @Override
    public Xid[] recover(int flag) {
        return new Xid[0];
    }

    @Override
    public boolean isSameRM(XAResource other) {
        return other == this;
    }

    @Override
    public int getTransactionTimeout() {
        return 0;
    }

    @Override
    public boolean setTransactionTimeout(int seconds) {
        return false;
    }

    @Override
    public void start(Xid xid, int flags) {
        // no state
    }

    @Override
    public void end(Xid xid, int flags) {
        // no state
    }

    @Override
    public void commit(Xid xid, boolean onePhase) {
        // no state
    }

    @Override
    public void rollback(Xid xid) {
        // no state
    }

    @Override
    public void forget(Xid xid) {
        // no state
    }
}
