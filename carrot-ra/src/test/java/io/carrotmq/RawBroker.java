package io.carrotmq;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.UUID;

/** A foreign client beside Carrot: sets brokers up and looks at what arrived, with the client library itself. */
public final class RawBroker implements AutoCloseable {
    private final Connection connection;
    private final Channel channel;

    public RawBroker(URI broker) {
        try {
            ConnectionFactory factory = new ConnectionFactory();
            factory.setUri(broker);
            factory.setAutomaticRecoveryEnabled(false);
            connection = factory.newConnection("raw");
            channel = connection.createChannel();
        } catch (Exception e) {
            throw new IllegalStateException("no raw connection to " + broker.getHost() + ":" + broker.getPort(), e);
        }
    }

    public Channel channel() {
        return channel;
    }

    /** Declares a durable queue with a name of its own. */
    public String givenQueue(String prefix) throws IOException {
        String name = prefix + "-" + UUID.randomUUID();
        channel.queueDeclare(name, true, false, false, Map.of());
        return name;
    }

    public void publish(String queue, String contentType, byte[] body) throws IOException {
        channel.basicPublish(
                "",
                queue,
                new AMQP.BasicProperties.Builder()
                        .contentType(contentType)
                        .deliveryMode(2)
                        .build(),
                body);
    }

    public GetResponse get(String queue) throws IOException {
        return channel.basicGet(queue, true);
    }

    public long count(String queue) throws IOException {
        return channel.messageCount(queue);
    }

    @Override
    public void close() throws IOException {
        if (connection.isOpen()) {
            connection.close(5_000); // the broker may be frozen
        }
    }
}
