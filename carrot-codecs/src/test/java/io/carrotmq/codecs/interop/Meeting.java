package io.carrotmq.codecs.interop;

import io.carrotmq.Connection;
import io.carrotmq.ConnectionFactory;
import io.carrotmq.Consumer;
import io.carrotmq.Delivery;
import io.carrotmq.Publisher;
import io.carrotmq.SendOptions;
import io.carrotmq.SubscribeOptions;
import io.carrotmq.codec.Codec;
import io.carrotmq.codec.Codecs;
import io.carrotmq.topology.ExchangeDeclaration;
import io.carrotmq.topology.QueueDeclaration;
import io.carrotmq.topology.Topology;
import java.lang.reflect.Type;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** Carrot's side of a test with a foreign client: a connection, and queues and exchanges that go when it is over. */
final class Meeting implements AutoCloseable {
    static final Duration BOUND = Duration.ofSeconds(30);

    private final ConnectionFactory connections;
    private final Connection connection;
    private final Codecs codecs;
    private final List<String> queues = new ArrayList<>();
    private final List<String> exchanges = new ArrayList<>();

    Meeting(URI broker) {
        this(broker, Codecs.of(Meeting.class.getClassLoader()));
    }

    Meeting(URI broker, Codecs codecs) {
        this.codecs = codecs;
        connections = ConnectionFactory.open(broker.toString());
        connection = connections.connect();
    }

    ConnectionFactory connections() {
        return connections;
    }

    Connection connection() {
        return connection;
    }

    Codecs codecs() {
        return codecs;
    }

    /** A durable classic queue. */
    String queue() {
        return queue(QueueDeclaration::classic);
    }

    String queue(java.util.function.Function<String, QueueDeclaration> declaration) {
        String name = "meeting-" + UUID.randomUUID();
        queues.add(name);
        queues.add(name + ".dlq");
        connection.declare(Topology.builder().queue(declaration.apply(name)).build());
        return name;
    }

    String exchange(java.util.function.Function<String, ExchangeDeclaration> declaration) {
        String name = "meeting-" + UUID.randomUUID();
        exchanges.add(name);
        connection.declare(Topology.builder().exchange(declaration.apply(name)).build());
        return name;
    }

    void bind(UnaryOperator<Topology.Builder> bindings) {
        connection.declare(bindings.apply(Topology.builder()).build());
    }

    /** Sends one message in a format. */
    void send(String queue, String mediaType, Type type, Object body) {
        send(mediaType, type, body, options -> options.routingKey(queue));
    }

    void send(String mediaType, Type type, Object body, UnaryOperator<SendOptions> options) {
        Codec<Object> codec = codecs.codec(mediaType, type);
        try (Publisher<Object> publisher = Publisher.of(connections, codec, options.apply(SendOptions.DEFAULT))) {
            publisher.send(body);
        }
    }

    /** Takes one message and acknowledges it. */
    <T> Delivery<T> take(String queue, Type type, String... accepted) throws InterruptedException {
        try (Consumer<T> consumer = consumer(queue, type, accepted)) {
            Delivery<T> delivery = consumer.receive(BOUND).orElseThrow();
            delivery.ack();
            return delivery;
        }
    }

    <T> Consumer<T> consumer(String queue, Type type, String... accepted) {
        return Consumer.of(connections, queue, codecs.decoder(type, accepted), SubscribeOptions.DEFAULT);
    }

    long count(String queue) {
        return connection.messageCount(queue).orElse(0);
    }

    @Override
    public void close() {
        queues.forEach(connection::deleteQueue);
        exchanges.forEach(connection::deleteExchange);
        connection.close();
        connections.close();
    }
}
