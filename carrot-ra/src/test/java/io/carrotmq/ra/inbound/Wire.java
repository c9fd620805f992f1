package io.carrotmq.ra.inbound;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.GetResponse;
import io.carrotmq.RawBroker;
import io.carrotmq.testkit.Await;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeoutException;

/** The plain client, to send to Carrot and to look at what it leaves. */
final class Wire implements AutoCloseable {
    private static final BasicProperties JSON = new BasicProperties.Builder()
            .contentType("application/json")
            .deliveryMode(2)
            .build();

    private final RawBroker broker;
    private final Channel channel;

    Wire(URI broker) throws Exception {
        this.broker = new RawBroker(broker);
        channel = this.broker.channel();
        channel.confirmSelect();
    }

    void declare(String queue) throws Exception {
        channel.queueDeclare(queue, true, false, false, Map.of());
    }

    void declareWithDeadLetters(String queue, String deadLetters) throws Exception {
        declare(deadLetters);
        channel.queueDeclare(
                queue,
                true,
                false,
                false,
                Map.of("x-dead-letter-exchange", "", "x-dead-letter-routing-key", deadLetters));
    }

    /** With the queue that dead letters go to unless it is set otherwise. */
    void declareBoth(String queue) throws Exception {
        declare(queue);
        declare(queue + ".dlq");
    }

    /** Waits for a message and takes it. */
    GetResponse take(String queue) {
        return Await.value("a message in " + queue, Duration.ofSeconds(30), () -> broker.get(queue), Objects::nonNull);
    }

    void send(String queue, Order order) throws Exception {
        send("", queue, order.json());
    }

    void send(String exchange, String key, String json) throws Exception {
        channel.basicPublish(exchange, key, true, JSON, json.getBytes(StandardCharsets.UTF_8));
        channel.waitForConfirmsOrDie(10_000);
    }

    void deleteQueue(String queue) throws Exception {
        channel.queueDelete(queue);
    }

    /** {@return how many messages are ready} */
    long ready(String queue) throws Exception {
        return broker.count(queue);
    }

    /** {@return how many consumers the queue has, none if it does not exist} */
    long consumers(String queue) throws IOException {
        Channel probe = channel.getConnection().createChannel();
        try {
            long count = probe.consumerCount(queue);
            probe.close();
            return count;
        } catch (IOException | TimeoutException absent) {
            return 0; // and the broker has closed the channel
        }
    }

    void awaitConsumers(String queue, long count) {
        Await.until(count + " consumers of " + queue, Duration.ofSeconds(20), () -> consumers(queue) == count);
    }

    void awaitReady(String queue, long count) {
        Await.until(count + " messages in " + queue, Duration.ofSeconds(10), () -> ready(queue) == count);
    }

    @Override
    public void close() throws IOException {
        broker.close();
    }
}
