package io.carrotmq.example.it;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/** The queues of a broker, without Carrot. For one thread at a time. */
final class RawQueues implements AutoCloseable {
    private static final long CONFIRM_MILLIS = 30_000;
    private static final AMQP.BasicProperties JSON = new AMQP.BasicProperties.Builder()
            .contentType("application/json")
            .contentEncoding("utf-8")
            .deliveryMode(2)
            .build();

    private final Connection connection;
    private final Channel channel;

    RawQueues(URI broker) throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(broker);
        factory.setAutomaticRecoveryEnabled(false);
        connection = factory.newConnection("raw");
        channel = connection.createChannel();
        channel.confirmSelect();
    }

    /** A new queue with a name of its own. */
    String declare() throws Exception {
        return declare("it." + UUID.randomUUID());
    }

    /** The queue as Carrot's own topology has it. */
    String declare(String name) throws Exception {
        channel.queueDeclare(name, true, false, false, Map.of("x-queue-type", "quorum", "x-delivery-limit", -1));
        return name;
    }

    void publishJson(String queue, Object body) throws Exception {
        publish(queue, App.json(body));
        confirm();
    }

    /** Without waiting for the confirm. */
    void publish(String queue, String body) throws Exception {
        channel.basicPublish("", queue, JSON, body.getBytes(StandardCharsets.UTF_8));
    }

    void confirm() throws Exception {
        channel.waitForConfirmsOrDie(CONFIRM_MILLIS);
    }

    /** Takes one message, if there is one now. */
    Optional<String> take(String queue) throws Exception {
        GetResponse response = channel.basicGet(queue, true);
        return Optional.ofNullable(response).map(got -> new String(got.getBody(), StandardCharsets.UTF_8));
    }

    /** Takes all messages that are there now. */
    List<String> takeAll(String queue) throws Exception {
        List<String> all = new ArrayList<>();
        for (Optional<String> next = take(queue); next.isPresent(); next = take(queue)) {
            all.add(next.get());
        }
        return all;
    }

    /** Takes messages as they come, until this is closed; called on a thread of its own. */
    void consume(String queue, Consumer<String> listener) throws Exception {
        channel.basicConsume(
                queue,
                true,
                (tag, delivery) -> listener.accept(new String(delivery.getBody(), StandardCharsets.UTF_8)),
                tag -> {});
    }

    /** How many messages are ready for delivery. */
    long ready(String queue) throws Exception {
        return channel.messageCount(queue);
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
