package io.carrotmq.transport.memory;

import io.carrotmq.config.ConnectionProperties;
import io.carrotmq.config.ConnectionSettings;
import io.carrotmq.config.Violations;
import io.carrotmq.engine.EngineThreads;
import io.carrotmq.transport.Closure;
import io.carrotmq.transport.ConnectionListener;
import io.carrotmq.transport.Transport;
import io.carrotmq.transport.TransportConnection;
import io.carrotmq.transport.amqp.AmqpTransport;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** A connection to either kind of broker, with what its listener was told. */
final class Client implements ConnectionListener, AutoCloseable {
    private static final class Bean extends ConnectionProperties {
        private static final long serialVersionUID = 1L;
    }

    private final EngineThreads threads = new EngineThreads();
    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
    private final TransportConnection connection;

    private Client(String uri, long connectTimeoutMillis) {
        Bean bean = new Bean();
        bean.setConnectionUri(uri);
        bean.setConnectTimeoutMillis(connectTimeoutMillis);
        ConnectionSettings settings = bean.connectionSettings(null, new Violations());
        Transport transport = uri.startsWith("memory:")
                ? new MemoryTransport(EngineThreads.named("test-memory"))
                : new AmqpTransport(EngineThreads.named("test-amqp"), threads.workers());
        connection = transport.connect(settings, "test", this);
    }

    static Client of(String uri) {
        return new Client(uri, 10_000);
    }

    static Client of(String uri, long connectTimeoutMillis) {
        return new Client(uri, connectTimeoutMillis);
    }

    TransportConnection connection() {
        return connection;
    }

    Recorder open() {
        return new Recorder(connection);
    }

    /** {@return what its listener was told next} */
    String told() throws InterruptedException {
        return Recorder.next(told);
    }

    @Override
    public void blocked(String reason) {
        told.add("blocked " + reason);
    }

    @Override
    public void unblocked() {
        told.add("unblocked");
    }

    @Override
    public void closed(Closure closure) {
        told.add("closed " + (closure.requested() ? "as requested" : "unasked"));
    }

    @Override
    public void close() {
        connection.close(Duration.ofSeconds(10));
        threads.close();
    }
}
