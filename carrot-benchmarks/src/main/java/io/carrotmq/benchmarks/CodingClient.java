package io.carrotmq.benchmarks;

import io.carrotmq.ConnectionFactory;
import io.carrotmq.Consumer;
import io.carrotmq.Delivery;
import io.carrotmq.Publisher;
import io.carrotmq.SendOptions;
import io.carrotmq.SubscribeOptions;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;

/** Carrot with a codec: a typed {@link Publisher}, and a typed {@link Consumer} with an {@code ack()} for each message. */
final class CodingClient<T> implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Coding<T> coding;
    private final ConnectionFactory connections;
    private final Publisher<T> publisher;
    private final String queue;

    CodingClient(Coding<T> coding, URI broker, String queue) {
        this.coding = coding;
        this.queue = queue;
        connections = ConnectionFactory.open(broker.toString());
        publisher = Publisher.of(connections, coding.codec(), SendOptions.DEFAULT.routingKey(queue));
    }

    String name() {
        return coding.name();
    }

    /** Sends with as many messages on their way as the window holds; all are confirmed when it returns. */
    void pipeline(int window, BooleanSupplier goOn) throws InterruptedException {
        Semaphore room = new Semaphore(window);
        while (goOn.getAsBoolean()) {
            room.acquire();
            publisher.sendAsync(coding.body()).thenRun(room::release);
        }
        room.acquire(window);
    }

    /** {@return the nanoseconds from the first of that many messages to the last acknowledgement} */
    long consume(int prefetch, int count) throws InterruptedException {
        try (Consumer<T> consumer =
                Consumer.of(connections, queue, coding.decoder(), SubscribeOptions.DEFAULT.prefetch(prefetch))) {
            take(consumer);
            long start = System.nanoTime();
            for (int i = 1; i < count; i++) {
                take(consumer);
            }
            return System.nanoTime() - start;
        }
    }

    private void take(Consumer<T> consumer) throws InterruptedException {
        Delivery<T> delivery = consumer.receive(PATIENCE).orElseThrow();
        delivery.ack();
    }

    @Override
    public void close() {
        publisher.close();
        connections.close();
    }
}
