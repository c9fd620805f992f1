package io.carrotmq.transport.amqp;

import io.carrotmq.config.ConnectionSettings;
import io.carrotmq.transport.ConnectionListener;
import io.carrotmq.transport.Transport;
import io.carrotmq.transport.TransportConnection;
import java.io.IOException;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeoutException;

/** AMQP 0-9-1. The client's own recovery is off: recovery, with its epochs, is the engine's. */
public final class AmqpTransport implements Transport {
    /** Longest wait for the answer to a synchronous method such as queue.declare. */
    private static final int RPC_TIMEOUT_MILLIS = 15_000;

    private static final int SHUTDOWN_TIMEOUT_MILLIS = 5_000;

    private final ThreadFactory threads;
    private final ExecutorService workers;

    /**
     * Makes the transport.
     *
     * @param threads makes the threads that belong to a connection
     * @param workers runs what may wait; it is never shut down here
     */
    public AmqpTransport(ThreadFactory threads, ExecutorService workers) {
        this.workers = workers;
        this.threads = threads;
    }

    @Override
    public TransportConnection connect(ConnectionSettings settings, String name, ConnectionListener listener) {
        SocketConnectionFactory factory = factory(settings, name);
        long start = System.nanoTime();
        try {
            return new AmqpConnection(
                    settings, factory.newConnection(new SameThread(), name), factory, threads, workers, listener);
        } catch (IOException | TimeoutException | RuntimeException e) {
            closeQuietly(factory.socket());
            throw Messages.cannotConnect(settings, name, (System.nanoTime() - start) / 1_000_000, e);
        }
    }

    SocketConnectionFactory factory(ConnectionSettings settings, String name) {
        SocketConnectionFactory factory = new SocketConnectionFactory(threads);
        factory.setHost(settings.host());
        factory.setPort(settings.port());
        factory.setVirtualHost(settings.virtualHost());
        factory.setUsername(settings.userName());
        factory.setPassword(settings.password());
        factory.setMaxInboundMessageBodySize(Inlet.LARGEST_BODY);
        factory.setAutomaticRecoveryEnabled(false);
        factory.setTopologyRecoveryEnabled(false);
        int timeout = (int) settings.connectTimeout().toMillis();
        factory.setConnectionTimeout(timeout);
        // The client gives each answer of the broker half of it.
        factory.setHandshakeTimeout(2 * timeout);
        factory.setChannelRpcTimeout(RPC_TIMEOUT_MILLIS);
        factory.setShutdownTimeout(SHUTDOWN_TIMEOUT_MILLIS);
        factory.setRequestedHeartbeat((int) settings.heartbeat().toSeconds());
        // Without it the reader that finds the peer dead waits for a writer that hangs before it closes the socket.
        factory.setShutdownExecutor(new LastResort(workers, threads));
        factory.setExceptionHandler(new LoggingExceptionHandler(name));
        Map<String, Object> client = new TreeMap<>(factory.getClientProperties());
        client.put("product", "Carrot");
        // Otherwise Qpid ends the connection over a message that no queue takes, if it was published in a transaction.
        client.put("qpid.close_when_no_route", "false");
        factory.setClientProperties(client);
        if (settings.tls()) {
            try {
                factory.useSslProtocol(javax.net.ssl.SSLContext.getDefault());
                factory.enableHostnameVerification();
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("this Java has no default TLS context", e);
            }
        }
        factory.keepSocket();
        return factory;
    }

    private static void closeQuietly(java.net.Socket socket) {
        if (socket != null) {
            try {
                SocketConnectionFactory.abort(socket);
            } catch (IOException e) {
                Messages.LOG.log(System.Logger.Level.DEBUG, "closing a socket after a failed connect", e);
            }
        }
    }

    /**
     * The client hands deliveries to an executor; ours runs them on the reader's own thread, because what they do (put
     * the message into a queue that has room for the whole prefetch) never blocks. That saves a hop and a pool.
     */
    private static final class SameThread extends java.util.concurrent.AbstractExecutorService {
        private volatile boolean shutdown;

        @Override
        public void execute(Runnable task) {
            task.run();
        }

        @Override
        public void shutdown() {
            shutdown = true;
        }

        @Override
        public java.util.List<Runnable> shutdownNow() {
            shutdown = true;
            return java.util.List.of();
        }

        @Override
        public boolean isShutdown() {
            return shutdown;
        }

        @Override
        public boolean isTerminated() {
            return shutdown;
        }

        @Override
        public boolean awaitTermination(long timeout, java.util.concurrent.TimeUnit unit) {
            return shutdown;
        }
    }
}
