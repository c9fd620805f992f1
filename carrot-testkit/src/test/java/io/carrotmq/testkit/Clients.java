package io.carrotmq.testkit;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;

/** The plain AMQP client, for tests of brokers. */
final class Clients {

    private static final int TIMEOUT_MILLIS = 10_000;
    private static final Duration BOUND = Duration.ofSeconds(10);

    private Clients() {}

    static Connection connect(URI uri) throws Exception {
        return factory(uri).newConnection("carrot-testkit");
    }

    static ConnectionFactory factory(URI uri) throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(uri);
        factory.setAutomaticRecoveryEnabled(false);
        factory.setConnectionTimeout(TIMEOUT_MILLIS);
        factory.setHandshakeTimeout(TIMEOUT_MILLIS);
        factory.setShutdownTimeout(TIMEOUT_MILLIS);
        return factory;
    }

    static String sendAndReceive(Connection connection, String text) throws Exception {
        try (Channel channel = connection.createChannel()) {
            String queue = channel.queueDeclare().getQueue();
            channel.basicPublish("", queue, null, text.getBytes(StandardCharsets.UTF_8));
            return receive(channel, queue);
        }
    }

    static void sendPersistent(Channel channel, String queue, String text) throws Exception {
        channel.confirmSelect();
        BasicProperties persistent =
                new BasicProperties.Builder().deliveryMode(2).build();
        channel.basicPublish("", queue, persistent, text.getBytes(StandardCharsets.UTF_8));
        channel.waitForConfirmsOrDie(TIMEOUT_MILLIS);
    }

    /** The next message of the queue, acknowledged. */
    static String receive(Channel channel, String queue) {
        GetResponse response =
                Await.value("a message in " + queue, BOUND, () -> channel.basicGet(queue, true), Objects::nonNull);
        return new String(response.getBody(), StandardCharsets.UTF_8);
    }
}
