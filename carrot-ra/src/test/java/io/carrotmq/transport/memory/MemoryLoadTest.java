package io.carrotmq.transport.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.carrotmq.SubscribeOptions;
import io.carrotmq.testkit.Await;
import io.carrotmq.topology.QueueDeclaration;
import io.carrotmq.transport.IncomingMessage;
import io.carrotmq.transport.TransportChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many at once. */
@Timeout(180)
class MemoryLoadTest {
    private static final int PUBLISHERS = 4;
    private static final int CONSUMERS = 4;
    private static final int MESSAGES = 10_000;

    /** Counts confirms. */
    private static final class Confirms extends Recording {
        private final AtomicLong upTo = new AtomicLong();

        @Override
        public void confirmed(long sequence, boolean multiple) {
            if (!multiple && sequence != upTo.get() + 1) {
                throw new IllegalStateException("confirm " + sequence + " after " + upTo);
            }
            upTo.set(sequence);
        }
    }

    /** Hands deliveries to a thread that acknowledges them. */
    private static final class Worker extends Recording {
        private final BlockingQueue<IncomingMessage> inbox = new LinkedBlockingQueue<>();

        @Override
        public void delivered(IncomingMessage message) {
            inbox.add(message);
        }
    }

    @Test
    void eachMessageOfManyPublishersComesToOneOfManyConsumersOnce() throws Exception {
        MemoryBroker broker = MemoryBroker.named("load-" + UUID.randomUUID());
        ExecutorService pool = Executors.newCachedThreadPool();
        Set<String> bodies = ConcurrentHashMap.newKeySet();
        AtomicInteger handled = new AtomicInteger();
        try (Client one = Client.of(broker.uri());
                Client two = Client.of(broker.uri())) {
            one.open().queue(QueueDeclaration.of("q"));
            List<Future<?>> work = new ArrayList<>();
            for (int i = 0; i < CONSUMERS; i++) {
                Client on = i % 2 == 0 ? one : two;
                work.add(pool.submit(() -> consume(on, bodies, handled)));
            }
            List<Confirms> confirms = new ArrayList<>();
            for (int i = 0; i < PUBLISHERS; i++) {
                Confirms told = new Confirms();
                confirms.add(told);
                TransportChannel channel = (i % 2 == 0 ? two : one).connection().openChannel(told);
                String name = "p" + i + "-";
                work.add(pool.submit(() -> publish(channel, name)));
            }
            for (Future<?> each : work) {
                each.get(150, TimeUnit.SECONDS);
            }
            for (Confirms each : confirms) {
                Await.until("the last confirm", Duration.ofSeconds(30), () -> each.upTo.get() == MESSAGES);
            }
            assertThat(handled).hasValue(PUBLISHERS * MESSAGES);
            assertThat(bodies).hasSize(PUBLISHERS * MESSAGES);
            assertThat(one.open().channel().verifyQueue("q")).isZero();
        } finally {
            pool.shutdownNow();
            broker.remove();
        }
    }

    private static void publish(TransportChannel channel, String name) {
        channel.confirmPublishes();
        for (int i = 0; i < MESSAGES; i++) {
            Recorder.publish(channel, "", "q", name + i);
        }
    }

    private static Void consume(Client on, Set<String> bodies, AtomicInteger handled) throws InterruptedException {
        Worker worker = new Worker();
        TransportChannel channel = on.connection().openChannel(worker);
        channel.consume("q", "c", SubscribeOptions.DEFAULT.prefetch(50));
        while (handled.get() < PUBLISHERS * MESSAGES) {
            IncomingMessage message = worker.inbox.poll(50, TimeUnit.MILLISECONDS);
            if (message != null) {
                bodies.add(new String(message.body(), StandardCharsets.UTF_8));
                channel.ack(message.deliveryTag(), false);
                handled.incrementAndGet();
            }
        }
        return null;
    }
}
