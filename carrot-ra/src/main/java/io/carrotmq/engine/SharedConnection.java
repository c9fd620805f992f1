package io.carrotmq.engine;

import io.carrotmq.config.ConnectionSettings;
import io.carrotmq.event.Connected;
import io.carrotmq.topology.Topology;
import io.carrotmq.transport.ChannelListener;
import io.carrotmq.transport.Transport;
import io.carrotmq.transport.TransportChannel;
import io.carrotmq.transport.TransportException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One physical connection that many channels share. It is made when a channel is wanted and none is open, and closed
 * when it has had no channel for a moment. Each one made has the next number, its epoch.
 */
public final class SharedConnection implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("io.carrotmq.engine");
    private static final Duration CLOSE_BOUND = Duration.ofSeconds(3);

    /** How long a connection without channels is kept: whoever opens one after another need not connect each time. */
    private static final Duration LINGER = Duration.ofSeconds(1);

    private final Transport transport;
    private final ConnectionSettings settings;
    private final String name;
    private final EngineThreads threads;
    private final SeenTopologies topologies;
    private final Observers observers;
    private final Recovery recovery;
    private final ReentrantLock lock = new ReentrantLock();
    private final ReentrantLock declaring = new ReentrantLock();
    private final Set<PhysicalConnection> alive = ConcurrentHashMap.newKeySet();
    private volatile PhysicalConnection current;
    private long epochs;
    private volatile boolean closed;

    SharedConnection(
            Transport transport,
            ConnectionSettings settings,
            String name,
            EngineThreads threads,
            SeenTopologies topologies,
            Observers observers,
            Recovery recovery) {
        this.transport = transport;
        this.settings = settings;
        this.name = name;
        this.threads = threads;
        this.topologies = topologies;
        this.observers = observers;
        this.recovery = recovery;
    }

    public String name() {
        return name;
    }

    /** {@return whether the topology was seen to since the connection was made; costs one look-up} */
    public boolean hasSeenTo(Topology topology) {
        PhysicalConnection physical = current;
        return physical != null && physical.transport().isOpen() && topologies.contains(topology, physical);
    }

    SeenTopologies topologies() {
        return topologies;
    }

    /** {@return who wants to know what happens here} */
    Observers observers() {
        return observers;
    }

    /** {@return what sees messages through that have failed; null for a connection that does not consume} */
    Recovery recovery() {
        return recovery;
    }

    /** {@return the lock of whoever declares something; one at a time is enough for a connection} */
    ReentrantLock declaring() {
        return declaring;
    }

    EngineThreads threads() {
        return threads;
    }

    /**
     * Opens a channel, connecting first if need be.
     *
     * @throws io.carrotmq.ConnectException if that fails: within three times the settings' connect bound if others
     *     are connecting, and once that bound for oneself
     */
    public OpenChannel openChannel(ChannelListener listener) {
        PhysicalConnection physical = acquire();
        try {
            requireReading(physical);
            TransportChannel channel = physical.transport()
                    .openChannel(new CountedChannel(listener, this, physical.events(), () -> release(physical)));
            return new OpenChannel(channel, physical, topologies.queues());
        } catch (TransportException e) {
            release(physical);
            throw Messages.noChannel(name, e.closure());
        } catch (RuntimeException e) {
            release(physical);
            throw e;
        }
    }

    /** A broker that has blocked a connection does not read it, so that it would not answer either. */
    private void requireReading(PhysicalConnection physical) {
        try {
            String reason = physical.awaitUnblocked(settings.connectTimeout());
            if (reason != null) {
                throw Messages.blockedConnection(name, reason, settings.connectTimeout());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Messages.interruptedConnecting(name);
        }
    }

    private PhysicalConnection acquire() {
        lockWithin(settings.connectBound().multipliedBy(3));
        try {
            if (closed) {
                throw Messages.engineClosed(name);
            }
            if (current == null || !current.transport().isOpen()) {
                current = connect();
            }
            current.use();
            return current;
        } finally {
            lock.unlock();
        }
    }

    private PhysicalConnection connect() {
        PhysicalConnection physical =
                new PhysicalConnection(name, ++epochs, new ConnectionEvents(observers), this::ended);
        physical.connectedBy(transport.connect(settings, name, physical));
        alive.add(physical);
        if (!physical.transport().isOpen()) {
            alive.remove(physical); // lost again before it was listed
        }
        if (closed) { // meanwhile, so that close() may not have seen it
            physical.transport().close(CLOSE_BOUND);
            throw Messages.engineClosed(name);
        }
        LOG.log(
                System.Logger.Level.INFO,
                Messages.connected(name, physical.transport().broker(), physical.epoch()));
        Connected opening = new Connected(name, physical.transport().broker());
        if (current == null) {
            physical.events().opened(opening);
        } else {
            current.events().onceEnded(() -> physical.events().opened(opening));
        }
        return physical;
    }

    private void ended(PhysicalConnection physical) {
        alive.remove(physical);
        topologies.forget(physical);
    }

    private void lockWithin(Duration bound) {
        try {
            if (!lock.tryLock(bound.toMillis(), TimeUnit.MILLISECONDS)) {
                throw Messages.connectBusy(name, bound);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Messages.interruptedConnecting(name);
        }
    }

    /** Called on reader threads too, so what waits for the lock or the network goes to a worker, later. */
    private void release(PhysicalConnection physical) {
        if (physical.unuse()) {
            threads.schedule(() -> closeIfIdle(physical), LINGER);
        }
    }

    private void closeIfIdle(PhysicalConnection physical) {
        lock.lock();
        try {
            if (physical.inUse()) {
                return;
            }
            current = current == physical ? null : current;
        } finally {
            lock.unlock();
        }
        physical.transport().close(CLOSE_BOUND);
    }

    /** Closes every connection for good, also one that hangs and was replaced; their channels end with them. */
    @Override
    public void close() {
        closed = true;
        boolean locked = false;
        try {
            // Whoever connects now lets go within the same bound, and finds it closed.
            locked = lock.tryLock(settings.connectBound().toMillis(), TimeUnit.MILLISECONDS);
            current = null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            if (locked) {
                lock.unlock();
            }
        }
        for (PhysicalConnection each : List.copyOf(alive)) {
            each.transport().close(CLOSE_BOUND);
        }
    }
}
