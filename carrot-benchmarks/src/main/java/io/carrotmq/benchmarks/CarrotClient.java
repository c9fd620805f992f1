package io.carrotmq.benchmarks;

import io.carrotmq.Connection;
import io.carrotmq.ConnectionFactory;
import io.carrotmq.Publisher;
import io.carrotmq.SendOptions;
import io.carrotmq.SubscribeOptions;
import io.carrotmq.Subscription;
import io.carrotmq.codec.Codec;
import io.carrotmq.codec.Codecs;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;

/** Carrot as an application uses it: a {@link Publisher}, and a subscription with an {@code ack()} for each message. */
final class CarrotClient implements Client {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ConnectionFactory connections;
    private final Publisher<byte[]> publisher;
    private final String name;
    private final String queue;

    CarrotClient(String name, URI broker, String queue) {
        this.name = name;
        this.queue = queue;
        connections = ConnectionFactory.open(broker.toString());
        Codec<byte[]> bytes = Codecs.of(CarrotClient.class.getClassLoader()).codec("application/data", byte[].class);
        publisher = Publisher.of(connections, bytes, SendOptions.DEFAULT.routingKey(queue));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Sender sender() {
        return publisher::send;
    }

    @Override
    public long pipeline(byte[] body, int window, BooleanSupplier goOn) throws InterruptedException {
        Semaphore room = new Semaphore(window);
        long sent = 0;
        while (goOn.getAsBoolean()) {
            room.acquire();
            publisher.sendAsync(body).thenRun(room::release);
            sent++;
        }
        room.acquire(window);
        return sent;
    }

    @Override
    public void sendAll(List<byte[]> bodies) {
        publisher.sendAll(bodies);
    }

    @Override
    public long consume(int prefetch, int count) throws InterruptedException {
        try (Connection connection = connections.connect();
                Subscription subscription = connection.subscribe(queue, SubscribeOptions.DEFAULT.prefetch(prefetch))) {
            subscription.poll(PATIENCE).orElseThrow().ack();
            long start = System.nanoTime();
            for (int i = 1; i < count; i++) {
                subscription.poll(PATIENCE).orElseThrow().ack();
            }
            return System.nanoTime() - start;
        }
    }

    @Override
    public void close() {
        publisher.close();
        connections.close();
    }
}
