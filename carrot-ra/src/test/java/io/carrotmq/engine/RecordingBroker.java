package io.carrotmq.engine;

import io.carrotmq.BrokerInfo;
import io.carrotmq.Capability;
import io.carrotmq.OutgoingMessage;
import io.carrotmq.Properties;
import io.carrotmq.SubscribeOptions;
import io.carrotmq.config.ConnectionProperties;
import io.carrotmq.config.ConnectionSettings;
import io.carrotmq.config.Violations;
import io.carrotmq.topology.Binding;
import io.carrotmq.topology.ExchangeDeclaration;
import io.carrotmq.topology.QueueDeclaration;
import io.carrotmq.transport.ChannelListener;
import io.carrotmq.transport.Closure;
import io.carrotmq.transport.ConnectionListener;
import io.carrotmq.transport.IncomingMessage;
import io.carrotmq.transport.Transport;
import io.carrotmq.transport.TransportChannel;
import io.carrotmq.transport.TransportConnection;
import io.carrotmq.transport.TransportException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/** A transport with one channel that writes down what it is told, and delivers when a test says so. */
final class RecordingBroker implements Transport, TransportConnection, TransportChannel {
    private static final class Bean extends ConnectionProperties {
        private static final long serialVersionUID = 1L;
    }

    final List<String> told = new CopyOnWriteArrayList<>();
    Set<Capability> capabilities = EnumSet.allOf(Capability.class);
    volatile Runnable whileConsuming = () -> {};
    volatile Runnable whileConnecting = () -> {};
    private volatile ChannelListener channel;
    private volatile ConnectionListener connection;
    private final Set<String> consuming = new HashSet<>();
    private volatile Closure ended;
    private long tags;

    SharedConnection connection(EngineThreads threads) {
        return connection(threads, Recovery.through(connection(threads, null)));
    }

    SharedConnection connection(EngineThreads threads, Recovery recovery) {
        Bean bean = new Bean();
        bean.setConnectionUri("amqp://localhost");
        return new SharedConnection(
                this,
                bean.connectionSettings(null, new Violations()),
                "test",
                threads,
                new SeenTopologies(),
                new Observers("test", threads),
                recovery);
    }

    void deliver(String consumerTag, int count) {
        for (int i = 0; i < count; i++) {
            deliver(consumerTag, new byte[0]);
        }
    }

    /** Delivers to the consumer there is, whatever its tag, and to none that is cancelled. */
    void deliverToConsumer(int count) {
        for (int i = 0; i < count; i++) {
            synchronized (consuming) {
                while (consuming.isEmpty()) {
                    try {
                        consuming.wait();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                }
                deliver(consuming.iterator().next(), 1);
            }
        }
    }

    void deliver(String consumerTag, byte[] body) {
        channel.delivered(new IncomingMessage(
                consumerTag, ++tags, false, "", "key", Properties.builder().build(), body));
    }

    void deliver(String consumerTag, boolean redelivered, Properties properties) {
        channel.delivered(new IncomingMessage(consumerTag, ++tags, redelivered, "", "key", properties, new byte[] {1}));
    }

    void deliverFrom(String consumerTag, String exchange, String routingKey, Properties properties) {
        channel.delivered(
                new IncomingMessage(consumerTag, ++tags, false, exchange, routingKey, properties, new byte[] {1}));
    }

    void cancelByBroker(String consumerTag) {
        channel.cancelled(consumerTag);
    }

    void end() {
        ended = new Closure(false, true, 0, "cut", null);
        channel.closed(ended);
        connection.closed(ended);
    }

    private void tell(String what) {
        if (ended != null) {
            throw new TransportException(ended);
        }
        told.add(what);
    }

    // Transport and TransportConnection

    @Override
    public TransportConnection connect(ConnectionSettings settings, String name, ConnectionListener listener) {
        connection = listener;
        whileConnecting.run();
        return this;
    }

    @Override
    public BrokerInfo broker() {
        return new BrokerInfo("Recording", "1", "nowhere", "/", capabilities);
    }

    @Override
    public boolean limitsDeliveries() {
        return false;
    }

    @Override
    public TransportChannel openChannel(ChannelListener listener) {
        channel = listener;
        return this;
    }

    @Override
    public boolean isOpen() {
        return ended == null;
    }

    @Override
    public void kill() {
        end();
    }

    @Override
    public void close(Duration bound) {
        close();
    }

    @Override
    public void close() {
        if (ended == null) {
            ended = new Closure(true, false, 0, "closed", null);
            if (channel != null) {
                channel.closed(ended);
            }
        }
    }

    // TransportChannel

    @Override
    public void consume(String queue, String consumerTag, SubscribeOptions options) {
        whileConsuming.run();
        tell("consume " + queue + " " + consumerTag + " " + options.prefetch());
        synchronized (consuming) {
            consuming.add(consumerTag);
            consuming.notifyAll();
        }
    }

    @Override
    public void cancel(String consumerTag) {
        synchronized (consuming) {
            tell("cancel " + consumerTag);
            consuming.remove(consumerTag);
        }
    }

    @Override
    public Optional<IncomingMessage> get(String queue, boolean noAck) {
        tell("get " + queue + (noAck ? " noAck" : ""));
        return Optional.of(new IncomingMessage(
                "", ++tags, false, "", "key", Properties.builder().build(), new byte[0]));
    }

    @Override
    public void ack(long deliveryTag, boolean multiple) {
        tell("ack " + deliveryTag + (multiple ? " and before" : ""));
    }

    @Override
    public void nack(long deliveryTag, boolean requeue) {
        tell((requeue ? "requeue " : "reject ") + deliveryTag);
    }

    @Override
    public void giveBackFailed(long deliveryTag) {
        tell("failed " + deliveryTag);
    }

    @Override
    public void confirmPublishes() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void transactPublishes() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void commit(Duration bound) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void rollback(Duration bound) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long nextSequence() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void publish(OutgoingMessage message) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void flush() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void declare(ExchangeDeclaration exchange) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void verifyExchange(String name) {
        throw new UnsupportedOperationException();
    }

    @Override
    public String declare(QueueDeclaration queue) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long verifyQueue(String name) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void bind(Binding binding) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long purge(String queue) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void deleteQueue(String name) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void deleteExchange(String name) {
        throw new UnsupportedOperationException();
    }
}
