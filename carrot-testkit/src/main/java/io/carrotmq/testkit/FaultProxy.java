package io.carrotmq.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/**
 * A TCP proxy on 127.0.0.1 in front of a broker, and a network that breaks on request. Get one from {@link
 * #to(URI)}, or as a parameter of a test annotated with {@link WithBroker}; point the client at {@link #uri(URI)}.
 *
 * <p>At first everything passes. {@link #cut()} and {@link #finish()} happen once, to the connections open at that
 * moment. The other faults last, also for connections opened later, and add up until {@link #heal()}.
 *
 * <p>Safe for use by several threads. The port stays the same until {@link #close()}, which resets every connection.
 */
public final class FaultProxy implements AutoCloseable {

    private static final String HOST = "127.0.0.1";
    private static final int BACKLOG = 128;

    private final InetSocketAddress broker;
    private final int port;
    private final List<ProxiedConnection> connections = new CopyOnWriteArrayList<>();

    private volatile Set<Direction> swallowed = Set.of();
    private Duration delay = Duration.ZERO;
    private boolean answering = true;
    private boolean closed;
    private ServerSocket listener;
    private boolean accepting;

    private FaultProxy(InetSocketAddress broker) {
        this.broker = broker;
        this.port = FreePorts.pick(1).get(0);
        listen();
    }

    /** A proxy in front of that address. The broker need not run yet. */
    public static FaultProxy to(String host, int port) {
        return new FaultProxy(new InetSocketAddress(host, port));
    }

    /** A proxy in front of that broker; where the URI has no port, the one its scheme stands for. */
    public static FaultProxy to(URI broker) {
        return to(broker.getHost(), BrokerUris.port(broker));
    }

    public int port() {
        return port;
    }

    /** The same user, password and virtual host as in the broker's URI, with the proxy's address. */
    public URI uri(URI original) {
        return BrokerUris.at(HOST, port, original);
    }

    /** How many connections of clients are open. */
    public int connections() {
        return connections.size();
    }

    /** Resets every open connection (TCP RST), on both sides. New ones pass. */
    public synchronized void cut() {
        connections.forEach(ProxiedConnection::reset);
    }

    /** Ends every open connection (TCP FIN), on both sides: reading gives end of file. New ones pass. */
    public synchronized void finish() {
        connections.forEach(ProxiedConnection::finish);
    }

    /** Makes bytes vanish, and the end of a connection as well, in these directions or in both; connections stay. */
    public synchronized void blackhole(Direction... directions) {
        Set<Direction> all = EnumSet.noneOf(Direction.class);
        all.addAll(swallowed);
        all.addAll(directions.length == 0 ? EnumSet.allOf(Direction.class) : Set.of(directions));
        swallowed = all;
    }

    /** Delivers every byte that much later, in both directions; a round trip takes twice as long. */
    public synchronized void delay(Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException("The delay is " + duration + "; it must not be negative");
        }
        delay = duration;
        notifyAll();
    }

    /** Refuses new connections, as if nobody listened on the port, and resets the open ones. */
    public synchronized void refuse() {
        stopListening();
        cut();
    }

    /** Accepts new connections and never answers, nor reaches the broker for them. Open ones go on as before. */
    public synchronized void halfOpen() {
        answering = false;
    }

    /**
     * Lets everything pass again, on the same port. Connections that lost bytes, or were accepted without an answer,
     * are reset: the stream has a hole that no network would leave.
     *
     * @throws IllegalStateException after {@link #close()}
     */
    public synchronized void heal() {
        if (closed) {
            throw new IllegalStateException("The proxy on port " + port + " is closed");
        }
        swallowed = Set.of();
        delay = Duration.ZERO;
        notifyAll();
        answering = true;
        connections.stream().filter(ProxiedConnection::isDamaged).forEach(ProxiedConnection::reset);
        if (listener == null) {
            listen();
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        refuse();
    }

    boolean swallows(Direction direction) {
        return swallowed.contains(direction);
    }

    /** Returns when what was read at that time has been delayed long enough. */
    synchronized void awaitDelay(long readAt) throws InterruptedException {
        long left;
        while ((left = readAt + delay.toNanos() - System.nanoTime()) > 0) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
    }

    void closed(ProxiedConnection connection) {
        connections.remove(connection);
    }

    private void listen() {
        ServerSocket socket;
        try {
            socket = new ServerSocket();
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(HOST), port), BACKLOG);
        } catch (IOException e) {
            throw new UncheckedIOException("The proxy cannot listen on " + HOST + ":" + port, e);
        }
        listener = socket;
        accepting = true;
        DaemonThreads.start("fault-proxy-" + port, () -> accept(socket));
    }

    // A thread that still waits in accept holds the closed socket open for a moment: the next client would get through.
    private void stopListening() {
        if (listener == null) {
            return;
        }
        try {
            listener.close();
            listener = null;
            while (accepting) {
                wait();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The proxy cannot stop listening on " + HOST + ":" + port, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while the proxy stopped listening", e);
        }
    }

    private void accept(ServerSocket socket) {
        while (!socket.isClosed()) {
            try {
                admit(socket, socket.accept());
            } catch (IOException closedOrClientGone) {
                // A closed listener ends the loop; a client that gave up is none of ours.
            }
        }
        synchronized (this) {
            accepting = false;
            notifyAll();
        }
    }

    private synchronized void admit(ServerSocket acceptedBy, Socket client) {
        ProxiedConnection connection = new ProxiedConnection(this, client);
        connections.add(connection);
        if (acceptedBy != listener) {
            connection.reset();
        } else if (answering) {
            connection.join(broker);
        }
    }
}
