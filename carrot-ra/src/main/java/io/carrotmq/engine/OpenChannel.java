package io.carrotmq.engine;

import io.carrotmq.BrokerInfo;
import io.carrotmq.transport.TransportChannel;
import io.carrotmq.transport.TransportConnection;
import java.time.Duration;

/** A channel with the connection it is on. Closing it lets an idle connection go. */
public final class OpenChannel implements AutoCloseable {
    private final TransportChannel channel;
    private final PhysicalConnection connection;
    private final KnownNames queues;

    OpenChannel(TransportChannel channel, PhysicalConnection connection, KnownNames queues) {
        this.queues = queues;
        this.channel = channel;
        this.connection = connection;
    }

    public TransportChannel channel() {
        return channel;
    }

    /** {@return the number of the connection it is on} */
    public long epoch() {
        return connection.epoch();
    }

    public BrokerInfo broker() {
        return connection.transport().broker();
    }

    /** {@return the connection, to ask what its broker can do} */
    TransportConnection connection() {
        return connection.transport();
    }

    PhysicalConnection physical() {
        return connection;
    }

    /** {@return the exchanges its broker was seen to have} */
    KnownNames exchanges() {
        return connection.exchanges();
    }

    /** {@return the queues its broker was seen to have, if it has to be asked for them} */
    KnownNames queues() {
        return queues;
    }

    public boolean isOpen() {
        return channel.isOpen();
    }

    /** {@return whether it is open and its connection as well, which is lost a moment before its channels learn of that} */
    boolean isConnected() {
        return channel.isOpen() && connection.transport().isOpen();
    }

    /** {@return whether the broker takes no publishes now} */
    boolean isBlocked() {
        return connection.isBlocked();
    }

    /** See {@link PhysicalConnection#awaitUnblocked}. */
    String awaitUnblocked(Duration bound) throws InterruptedException {
        return connection.awaitUnblocked(bound);
    }

    /** Ends the whole connection at once, because a thread hangs in it. */
    void breakConnection() {
        connection.transport().kill();
    }

    @Override
    public void close() {
        channel.close();
    }
}
