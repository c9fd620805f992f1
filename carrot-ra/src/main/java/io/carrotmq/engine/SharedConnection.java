package io.carrotmq.engine;

import io.carrotmq.OutgoingMessage;
import io.carrotmq.config.ConnectionSettings;
import io.carrotmq.transport.ChannelListener;
import io.carrotmq.transport.Closure;
import io.carrotmq.transport.ConnectionListener;
import io.carrotmq.transport.IncomingMessage;
import io.carrotmq.transport.Transport;
import io.carrotmq.transport.TransportChannel;
import io.carrotmq.transport.TransportConnection;
import io.carrotmq.transport.TransportException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One physical connection that many channels share. It is made when a channel is wanted and none is open, and closed
 * when the last channel has ended. Each one made has the next number, its epoch.
 */
public final class SharedConnection implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("io.carrotmq.engine");
    private static final Duration CLOSE_BOUND = Duration.ofSeconds(3);

    private final Transport transport;
    private final ConnectionSettings settings;
    private final String name;
    private final EngineThreads threads;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition unblocked = lock.newCondition();
    private Physical current;
    private long epochs;
    private boolean closed;
    private volatile String blockedReason;

    SharedConnection(Transport transport, ConnectionSettings settings, String name, EngineThreads threads) {
        this.transport = transport;
        this.settings = settings;
        this.name = name;
        this.threads = threads;
    }

    public String name() {
        return name;
    }

    /**
     * Opens a channel, connecting first if need be.
     *
     * @throws io.carrotmq.ConnectException if that fails, within the settings' time
     */
    public OpenChannel openChannel(ChannelListener listener) {
        Physical physical = acquire();
        try {
            TransportChannel channel = physical.connection.openChannel(new Counting(listener, physical));
            return new OpenChannel(
                    channel, physical.epoch, physical.connection.broker(), physical.connection.hasQuorumQueues());
        } catch (TransportException e) {
            release(physical);
            throw Messages.noChannel(name, e.closure());
        }
    }

    private Physical acquire() {
        lockWithin(settings.connectTimeout().multipliedBy(3));
        try {
            if (closed) {
                throw Messages.engineClosed(name);
            }
            if (current == null || !current.connection.isOpen()) {
                Events events = new Events();
                TransportConnection connection = transport.connect(settings, name, events);
                blockedReason = null;
                current = new Physical(connection, ++epochs);
                LOG.log(System.Logger.Level.INFO, Messages.connected(name, connection.broker(), epochs));
            }
            current.users++;
            return current;
        } finally {
            lock.unlock();
        }
    }

    private void lockWithin(Duration bound) {
        try {
            if (!lock.tryLock(bound.toMillis(), TimeUnit.MILLISECONDS)) {
                throw Messages.connectBusy(name, bound);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Messages.connectBusy(name, bound);
        }
    }

    /** Called on reader threads too, so what waits for the lock or the network goes to a worker. */
    private void release(Physical physical) {
        threads.execute(() -> {
            TransportConnection idle = null;
            lock.lock();
            try {
                if (--physical.users == 0) {
                    idle = physical.connection;
                    current = current == physical ? null : current;
                }
            } finally {
                lock.unlock();
            }
            if (idle != null) {
                idle.close(CLOSE_BOUND);
            }
        });
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
        long nanos = bound.toNanos();
        lock.lockInterruptibly();
        try {
            while (blockedReason != null && nanos > 0) {
                nanos = unblocked.awaitNanos(nanos);
            }
            return blockedReason;
        } finally {
            lock.unlock();
        }
    }

    private void unblock() {
        blockedReason = null;
        threads.execute(() -> {
            lock.lock();
            try {
                unblocked.signalAll();
            } finally {
                lock.unlock();
            }
        });
    }

    /** Closes the connection for good; its channels end with it. */
    @Override
    public void close() {
        Physical last;
        lock.lock();
        try {
            closed = true;
            last = current;
            current = null;
        } finally {
            lock.unlock();
        }
        if (last != null) {
            last.connection.close(CLOSE_BOUND);
        }
    }

    private static final class Physical {
        final TransportConnection connection;
        final long epoch;
        int users;

        Physical(TransportConnection connection, long epoch) {
            this.connection = connection;
            this.epoch = epoch;
        }
    }

    private final class Events implements ConnectionListener {
        @Override
        public void blocked(String reason) {
            blockedReason = reason;
            LOG.log(System.Logger.Level.WARNING, Messages.blocked(name, reason));
        }

        @Override
        public void unblocked() {
            LOG.log(System.Logger.Level.INFO, Messages.unblocked(name));
            unblock();
        }

        @Override
        public void closed(Closure closure) {
            unblock();
            if (!closure.requested()) {
                LOG.log(System.Logger.Level.WARNING, Messages.connectionLost(name, closure));
            }
        }
    }

    /** Hands the events on, and notices when the channel has ended. */
    private final class Counting implements ChannelListener {
        private final ChannelListener next;
        private final Physical physical;

        Counting(ChannelListener next, Physical physical) {
            this.next = next;
            this.physical = physical;
        }

        @Override
        public void confirmed(long sequence, boolean multiple) {
            next.confirmed(sequence, multiple);
        }

        @Override
        public void refused(long sequence, boolean multiple) {
            next.refused(sequence, multiple);
        }

        @Override
        public void returned(OutgoingMessage message, int replyCode, String replyText) {
            next.returned(message, replyCode, replyText);
        }

        @Override
        public void delivered(IncomingMessage message) {
            next.delivered(message);
        }

        @Override
        public void cancelled(String consumerTag) {
            next.cancelled(consumerTag);
        }

        @Override
        public void closed(Closure closure) {
            try {
                next.closed(closure);
            } finally {
                release(physical);
            }
        }
    }
}
