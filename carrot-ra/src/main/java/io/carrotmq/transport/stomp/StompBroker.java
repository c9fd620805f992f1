package io.carrotmq.transport.stomp;

import io.carrotmq.BrokerInfo;
import io.carrotmq.Capability;
import io.carrotmq.stomp.StompException;
import io.carrotmq.stomp.client.ConnectionHandler;
import io.carrotmq.stomp.client.StompConnection;
import io.carrotmq.stomp.command.StompCommands;
import io.carrotmq.stomp.frame.StompFrame;
import io.carrotmq.transport.ChannelListener;
import io.carrotmq.transport.Closure;
import io.carrotmq.transport.ConnectionListener;
import io.carrotmq.transport.TransportChannel;
import io.carrotmq.transport.TransportConnection;
import io.carrotmq.transport.TransportException;
import io.carrotmq.transport.Unroutable;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;

/** A connection that tells whether the broker is there, and those of its channels. */
final class StompBroker implements TransportConnection {
    /** How long the broker may take to show that it is there when a channel's connection is lost. */
    private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(3);

    private final Door door;
    private final Executor workers;
    private final Set<StompChannel> channels = ConcurrentHashMap.newKeySet();
    private final AtomicReference<Closure> end = new AtomicReference<>();
    private final StompConnection control;
    private final Dialect dialect;
    private final BrokerInfo info;

    private StompBroker(Door door, Executor workers, StompConnection control, Dialect dialect) {
        this.door = door;
        this.workers = workers;
        this.control = control;
        this.dialect = dialect;
        this.info = new BrokerInfo(
                dialect.product(),
                dialect.version(),
                door.address().toString(),
                door.settings().virtualHost(),
                dialect.capabilities());
    }

    /**
     * Connects.
     *
     * @throws StompException if that fails
     * @throws io.carrotmq.ConnectException if nobody knows how to speak to it
     */
    static StompBroker connect(Door door, ConnectionListener listener, Executor workers) {
        Control handler = new Control(listener);
        StompConnection control = door.open(handler);
        Dialect dialect = Dialects.of(control.connected());
        if (dialect == null) {
            control.kill();
            throw Messages.unknownBroker(door, control.connected().server());
        }
        StompBroker broker = new StompBroker(door, workers, control, dialect);
        handler.serve(broker);
        return broker;
    }

    /** What the control connection tells; it may end before there is a broker to tell. */
    private static final class Control implements ConnectionHandler {
        private final ConnectionListener listener;
        private final ReentrantLock lock = new ReentrantLock();
        private StompBroker broker;
        private boolean ended;
        private StompException cause;

        Control(ConnectionListener listener) {
            this.listener = listener;
        }

        void serve(StompBroker made) {
            lock.lock();
            try {
                broker = made;
            } finally {
                lock.unlock();
            }
            tell();
        }

        @Override
        public void message(StompFrame message) {
            Messages.LOG.log(System.Logger.Level.DEBUG, "a message without a subscription: {0}", message);
        }

        @Override
        public void closed(StompException why) {
            lock.lock();
            try {
                ended = true;
                cause = why;
            } finally {
                lock.unlock();
            }
            tell();
        }

        private void tell() {
            lock.lock();
            try {
                if (broker == null || !ended) {
                    return;
                }
                ended = false;
            } finally {
                lock.unlock();
            }
            Closure why = broker.ended(cause);
            listener.closed(why);
        }
    }

    /** Ends every channel; once only, because the control connection ends once. */
    private Closure ended(StompException cause) {
        Closure lost = new Closure(
                false, true, 0, "connection lost" + (cause == null ? "" : ": " + cause.getMessage()), cause);
        end.compareAndSet(null, lost);
        Closure why = end.get();
        List.copyOf(channels).forEach(channel -> channel.end(why));
        return why;
    }

    Dialect dialect() {
        return dialect;
    }

    Door door() {
        return door;
    }

    /** Does something on a worker, or here if there is none any more. */
    void later(Runnable task) {
        if (!offer(task)) {
            task.run();
        }
    }

    /** Does something on a worker. {@return whether there is one} */
    boolean offer(Runnable task) {
        try {
            workers.execute(task);
            return true;
        } catch (RejectedExecutionException e) {
            Messages.LOG.log(System.Logger.Level.DEBUG, "a task came after the end", e);
            return false;
        }
    }

    /** {@return how the whole connection has ended, or null} */
    Closure end() {
        return end.get();
    }

    /** Asks, bounded, whether the broker is still there; the connection has ended if it is not. */
    boolean isThere() {
        if (end.get() != null) {
            return false;
        }
        try {
            String receipt = control.nextReceipt();
            CompletableFuture<StompFrame> answer = control.receipt(receipt);
            control.send(StompCommands.begin("alive-" + receipt, null));
            control.send(StompCommands.abort("alive-" + receipt, receipt));
            answer.get(SIGN_OF_LIFE.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return control.isOpen();
        } catch (StompException | ExecutionException | TimeoutException e) {
            Messages.LOG.log(System.Logger.Level.DEBUG, "no sign of life", e);
            control.kill();
            return false;
        }
    }

    void forget(StompChannel channel) {
        channels.remove(channel);
    }

    @Override
    public BrokerInfo broker() {
        return info;
    }

    @Override
    public boolean limitsDeliveries() {
        return dialect.limitsDeliveries();
    }

    /** What cannot be routed is found out before it is sent. */
    @Override
    public boolean returnsFirst() {
        return dialect.capabilities().contains(Capability.MANDATORY);
    }

    @Override
    public Unroutable unroutable(String exchange, String routingKey) {
        return dialect.unroutable(exchange, routingKey);
    }

    @Override
    public boolean looks() {
        return dialect.looks();
    }

    @Override
    public TransportChannel openChannel(ChannelListener listener) {
        requireOpen();
        StompChannel channel = new StompChannel(this, listener);
        try {
            channel.connect();
        } catch (StompException e) {
            throw new TransportException(
                    new Closure(false, false, 0, "a connection for the channel cannot be made: " + e.getMessage(), e));
        }
        channels.add(channel);
        if (end.get() != null) { // it was not listed then
            channel.end(end.get());
            requireOpen();
        }
        channel.listed();
        return channel;
    }

    private void requireOpen() {
        Closure ended = end.get();
        if (ended != null) {
            throw new TransportException(ended);
        }
    }

    @Override
    public boolean isOpen() {
        return end.get() == null && control.isOpen();
    }

    @Override
    public void kill() {
        control.kill();
        List.copyOf(channels).forEach(StompChannel::kill);
    }

    /** The channels say goodbye at the same time, so that what they have buffered gets there. */
    @Override
    public void close(Duration bound) {
        end.compareAndSet(null, new Closure(true, true, 200, "closed by the application", null));
        long deadline = System.nanoTime() + bound.toNanos();
        List<CompletableFuture<Void>> goodbyes = List.copyOf(channels).stream()
                .map(channel -> CompletableFuture.runAsync(() -> channel.disconnect(bound), this::later))
                .toList();
        try {
            Uninterrupted.get(CompletableFuture.allOf(goodbyes.toArray(CompletableFuture[]::new)), bound);
            control.disconnect(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
        } catch (ExecutionException | TimeoutException e) {
            Messages.LOG.log(System.Logger.Level.DEBUG, "closing the channels of " + info.address(), e);
        }
        kill();
    }
}
