package io.carrotmq.benchmarks;

import java.net.URI;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageProperties;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory.ConfirmType;
import org.springframework.amqp.rabbit.connection.CorrelationData;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.amqp.rabbit.listener.SimpleMessageListenerContainer;

/**
 * Spring AMQP: correlated confirms, which tell of each message as Carrot does, except that a batch is sent with its
 * scoped operations, which is the fastest way it has. Consumes with the simple container and its default settings.
 */
final class SpringClient implements Client {
    private static final long PATIENCE_MILLIS = 30_000;

    private final CachingConnectionFactory correlated;
    private final CachingConnectionFactory scoped;
    private final RabbitTemplate single;
    private final RabbitTemplate batches;
    private final String queue;

    SpringClient(URI broker, String queue) {
        this.queue = queue;
        correlated = factory(broker, ConfirmType.CORRELATED);
        scoped = factory(broker, ConfirmType.SIMPLE);
        single = template(correlated);
        batches = template(scoped);
    }

    private static CachingConnectionFactory factory(URI broker, ConfirmType confirms) {
        CachingConnectionFactory factory = new CachingConnectionFactory(broker);
        factory.setPublisherConfirmType(confirms);
        factory.setPublisherReturns(true);
        return factory;
    }

    private static RabbitTemplate template(CachingConnectionFactory connections) {
        RabbitTemplate template = new RabbitTemplate(connections);
        template.setMandatory(true);
        template.setUsePublisherConnection(true);
        return template;
    }

    @Override
    public String name() {
        return "Spring AMQP";
    }

    private static Message message(byte[] body) {
        return new Message(body, new MessageProperties()); // persistent by default
    }

    private CompletableFuture<CorrelationData.Confirm> send(byte[] body) {
        CorrelationData correlation = new CorrelationData();
        single.send("", queue, message(body), correlation);
        return correlation.getFuture();
    }

    @Override
    public Sender sender() {
        return body -> requireAck(send(body).get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS));
    }

    private static void requireAck(CorrelationData.Confirm confirm) {
        if (!confirm.ack()) {
            throw new IllegalStateException("the broker refused a message: " + confirm.reason());
        }
    }

    @Override
    public long pipeline(byte[] body, int window, BooleanSupplier goOn) throws InterruptedException {
        Semaphore room = new Semaphore(window);
        Queue<CompletableFuture<?>> kept = new ArrayDeque<>(); // one that nobody holds may be collected unconfirmed
        long sent = 0;
        while (goOn.getAsBoolean()) {
            room.acquire();
            CompletableFuture<CorrelationData.Confirm> confirm = send(body);
            confirm.thenRun(room::release);
            kept.add(confirm);
            while (kept.size() > window && kept.peek().isDone()) {
                kept.remove();
            }
            sent++;
        }
        room.acquire(window);
        return sent;
    }

    @Override
    public void sendAll(List<byte[]> bodies) {
        batches.invoke(operations -> {
            for (byte[] body : bodies) {
                operations.send("", queue, message(body));
            }
            operations.waitForConfirmsOrDie(PATIENCE_MILLIS);
            return null;
        });
    }

    @Override
    public long consume(int prefetch, int count) throws InterruptedException, TimeoutException {
        SimpleMessageListenerContainer container = new SimpleMessageListenerContainer(correlated);
        container.setQueueNames(queue);
        container.setPrefetchCount(prefetch);
        container.setReceiveTimeout(10);
        AtomicInteger taken = new AtomicInteger();
        AtomicLong start = new AtomicLong();
        AtomicLong elapsed = new AtomicLong();
        CountDownLatch end = new CountDownLatch(1);
        container.setMessageListener(message -> {
            int number = taken.incrementAndGet();
            if (number == 1) {
                start.set(System.nanoTime());
            } else if (number == count) {
                elapsed.set(System.nanoTime() - start.get());
                end.countDown();
            }
        });
        container.start();
        try {
            if (!end.await(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
                throw new TimeoutException("fewer than " + count + " messages came");
            }
            return elapsed.get();
        } finally {
            container.stop();
        }
    }

    @Override
    public void close() {
        single.destroy();
        batches.destroy();
        correlated.destroy();
        scoped.destroy();
    }
}
