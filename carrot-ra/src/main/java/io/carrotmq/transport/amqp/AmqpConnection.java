package io.carrotmq.transport.amqp;

import com.rabbitmq.client.BlockedListener;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ShutdownSignalException;
import io.carrotmq.BrokerInfo;
import io.carrotmq.config.ConnectionSettings;
import io.carrotmq.transport.ChannelListener;
import io.carrotmq.transport.Closure;
import io.carrotmq.transport.ConnectionListener;
import io.carrotmq.transport.TransportChannel;
import io.carrotmq.transport.TransportConnection;
import io.carrotmq.transport.TransportException;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;

/** A connection of the client library. */
final class AmqpConnection implements TransportConnection {
    private final Connection connection;
    private final Socket socket;
    private final CombiningFrameHandler handler;
    private final ThreadFactory threads;
    private final Executor workers;
    private final BrokerInfo broker;

    AmqpConnection(
            ConnectionSettings settings,
            Connection connection,
            SocketConnectionFactory made,
            ThreadFactory threads,
            Executor workers,
            ConnectionListener listener) {
        this.connection = connection;
        this.socket = made.socket();
        this.handler = made.handler();
        this.threads = threads;
        this.workers = workers;
        this.broker = new BrokerInfo(
                Capabilities.property(connection, "product", "AMQP 0-9-1 broker"),
                Capabilities.property(connection, "version", ""),
                settings.address(),
                settings.virtualHost(),
                Capabilities.of(connection));
        connection.addBlockedListener(new BlockedListener() {
            @Override
            public void handleBlocked(String reason) {
                listener.blocked(reason);
            }

            @Override
            public void handleUnblocked() {
                listener.unblocked();
            }
        });
        // Calls back at once if the connection has ended in the meantime.
        connection.addShutdownListener(signal -> listener.closed(Closures.of(signal)));
    }

    @Override
    public BrokerInfo broker() {
        return broker;
    }

    /** RabbitMQ 4.0 introduced a default limit of 20. */
    @Override
    public boolean limitsDeliveries() {
        return Capabilities.isRabbitMqSince(connection, 4, 0);
    }

    @Override
    public boolean returnsFirst() {
        return Capabilities.isRabbitMq(connection);
    }

    @Override
    public TransportChannel openChannel(ChannelListener listener) {
        try {
            Channel channel = connection.createChannel();
            if (channel == null) {
                throw new TransportException(new Closure(
                        false, false, 0, "all " + connection.getChannelMax() + " channels are in use", null));
            }
            return bypassing(channel, listener);
        } catch (IOException | ShutdownSignalException e) {
            throw Closures.failure(e);
        }
    }

    private TransportChannel bypassing(Channel channel, ChannelListener listener) {
        int number = channel.getChannelNumber();
        Outlet outlet = handler.output().outlet(number, connection.getFrameMax());
        Inlet inlet = new Inlet(listener, outlet, this::listenerFailed);
        handler.add(number, inlet);
        channel.addShutdownListener(signal -> handler.remove(number, inlet));
        return new AmqpChannel(channel, outlet, handler.output(), listener, this::later);
    }

    private void listenerFailed(String what, RuntimeException e) {
        Messages.LOG.log(
                System.Logger.Level.ERROR, Messages.listenerFailed(connection.getClientProvidedName(), what), e);
    }

    private void later(Runnable task) {
        try {
            workers.execute(task);
        } catch (RejectedExecutionException e) {
            Messages.LOG.log(System.Logger.Level.DEBUG, "a task came after the end", e);
        }
    }

    @Override
    public boolean isOpen() {
        return connection.isOpen();
    }

    /** A peer that reads no more can hold the client's close for ever, so the socket has the last word. */
    @Override
    public void close(Duration bound) {
        Thread closing = threads.newThread(() -> connection.abort((int) bound.toMillis()));
        closing.start();
        try {
            closing.join(bound.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        kill();
    }

    @Override
    public void kill() {
        try {
            SocketConnectionFactory.abort(socket);
        } catch (IOException e) {
            Messages.LOG.log(System.Logger.Level.DEBUG, "closing the socket of " + broker.address(), e);
        }
    }
}
