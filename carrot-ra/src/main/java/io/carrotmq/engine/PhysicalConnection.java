package io.carrotmq.engine;

import io.carrotmq.event.Blocked;
import io.carrotmq.event.ConnectionLost;
import io.carrotmq.event.Unblocked;
import io.carrotmq.transport.Closure;
import io.carrotmq.transport.ConnectionListener;
import io.carrotmq.transport.TransportConnection;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** A connection of one epoch: who uses it, and whether the broker has blocked it. */
final class PhysicalConnection implements ConnectionListener {
    private static final System.Logger LOG = System.getLogger("io.carrotmq.engine");

    private final String name;
    private final long epoch;
    private final ConnectionEvents events;
    private final Consumer<PhysicalConnection> onClosed;
    private final AtomicInteger users = new AtomicInteger();
    private final Object blocking = new Object();
    private final KnownNames exchanges = KnownNames.ofExchanges();
    private volatile TransportConnection transport;
    private volatile String blockedReason;

    PhysicalConnection(String name, long epoch, ConnectionEvents events, Consumer<PhysicalConnection> onClosed) {
        this.name = name;
        this.epoch = epoch;
        this.events = events;
        this.onClosed = onClosed;
    }

    void connectedBy(TransportConnection connection) {
        transport = connection;
    }

    TransportConnection transport() {
        return transport;
    }

    long epoch() {
        return epoch;
    }

    ConnectionEvents events() {
        return events;
    }

    KnownNames exchanges() {
        return exchanges;
    }

    void use() {
        users.incrementAndGet();
    }

    /** {@return whether that was the last user} */
    boolean unuse() {
        return users.decrementAndGet() == 0;
    }

    boolean inUse() {
        return users.get() > 0;
    }

    boolean isBlocked() {
        return blockedReason != null;
    }

    /**
     * Waits until the broker accepts publishes.
     *
     * @return null as soon as it does, or the broker's reason if it still does not after the bound
     */
    String awaitUnblocked(Duration bound) throws InterruptedException {
        if (blockedReason == null) {
            return null;
        }
        long deadline = System.nanoTime() + bound.toNanos();
        synchronized (blocking) {
            long left = deadline - System.nanoTime();
            while (blockedReason != null && left > 0) {
                blocking.wait(left / 1_000_000 + 1);
                left = deadline - System.nanoTime();
            }
            return blockedReason;
        }
    }

    @Override
    public void blocked(String reason) {
        blockedReason = reason;
        LOG.log(System.Logger.Level.WARNING, Messages.blocked(name, reason));
        events.happened(new Blocked(name, reason));
    }

    @Override
    public void unblocked() {
        LOG.log(System.Logger.Level.INFO, Messages.unblocked(name));
        letGo();
        events.happened(new Unblocked(name));
    }

    @Override
    public void closed(Closure closure) {
        letGo();
        onClosed.accept(this);
        if (!closure.requested()) {
            LOG.log(System.Logger.Level.WARNING, Messages.connectionLost(name, closure));
            events.happened(new ConnectionLost(name, closure.toString()));
        }
        events.ended();
    }

    private void letGo() {
        synchronized (blocking) {
            blockedReason = null;
            blocking.notifyAll();
        }
    }
}
