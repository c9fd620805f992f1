package io.carrotmq.soak;

import static org.assertj.core.api.Assertions.assertThat;

import io.carrotmq.ConnectionFactory;
import io.carrotmq.Consumer;
import io.carrotmq.Publisher;
import io.carrotmq.Redelivery;
import io.carrotmq.SendOptions;
import io.carrotmq.SubscribeOptions;
import io.carrotmq.codec.Codecs;
import io.carrotmq.testkit.Await;
import io.carrotmq.testkit.FaultProxy;
import io.carrotmq.testkit.RabbitMq;
import io.carrotmq.topology.ExchangeDeclaration;
import io.carrotmq.topology.QueueDeclaration;
import io.carrotmq.topology.Topology;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Four publishing and four consuming threads while one thing after another goes wrong: every send ends once, what was
 * confirmed is taken, what was refused is not, and nothing is left behind.
 *
 * <p>{@code -Dcarrot.soak.seconds} says for how long; {@code -Dcarrot.soak.seed} repeats a run's choices.
 */
@Timeout(value = 5, unit = TimeUnit.HOURS)
class SoakIT {
    private static final Duration LENGTH = Duration.ofSeconds(Long.getLong("carrot.soak.seconds", 20));
    private static final long SEED = Long.getLong("carrot.soak.seed", System.nanoTime());
    private static final Duration BOUND = Duration.ofSeconds(90);

    /** RabbitMQ 4.3 forgets a quorum queue that it is killed within a moment of declaring, with what it has confirmed. */
    private static final Duration YOUNG = Duration.ofSeconds(5);

    /** In place, because a delay queue is young when it is needed first. */
    private static final Redelivery SOON = Redelivery.DEFAULT
            .maxAttempts(Redelivery.UNLIMITED)
            .delays(Duration.ofMillis(100), 1, Duration.ofMillis(100));

    private static final int THREADS = 4;
    private static final int PROGRESS = 200;
    static final String QUORUM = "soak-quorum";
    private static final List<String> QUEUES = List.of(QUORUM, "soak-classic");
    private static final Topology TOPOLOGY = Topology.builder()
            .exchange(ExchangeDeclaration.direct("soak"))
            .queue(QueueDeclaration.of(QUEUES.get(0)))
            .queue(QueueDeclaration.classic(QUEUES.get(1)))
            .bind("soak", QUEUES.get(0), QUEUES.get(0))
            .bind("soak", QUEUES.get(1), QUEUES.get(1))
            .build();

    private final Random random = new Random(SEED);
    private final Ledger ledger = new Ledger();
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Codecs codecs = Codecs.of(SoakIT.class.getClassLoader());

    @Test
    void nothingIsLostAndNothingHangs() throws Exception {
        try (RabbitMq broker = RabbitMq.start();
                FaultProxy proxy = FaultProxy.to(broker.uri())) {
            ConnectionFactory connections =
                    ConnectionFactory.open(proxy.uri(broker.uri()).toString());
            try {
                run(broker, proxy, connections);
            } finally {
                connections.close();
            }

            assertThat(ledger.oddities()).as("seed " + SEED + ", " + ledger).isEmpty();
            assertThat(ledger.unfinished()).as("sends that never ended").isEmpty();
            assertThat(ledger.lost())
                    .as("confirmed and never acknowledged, seed " + SEED + ", " + ledger)
                    .isEmpty();
            assertThat(ledger.strangers()).as("acknowledged and never sent").isEmpty();
            assertThat(ledger.ghosts()).as("refused and taken").isEmpty();
            assertThat(ledger.count(Ledger.End.CONFIRMED)).isGreaterThan(PROGRESS);
            Await.until(
                    "the broker without connections",
                    BOUND,
                    () -> broker.management().connectionNames().isEmpty());
            Await.until(
                    "no thread left of the engine", BOUND, () -> engineThreads().isEmpty());
        }
    }

    private void run(RabbitMq broker, FaultProxy proxy, ConnectionFactory connections) throws Exception {
        ExecutorService threads = Executors.newCachedThreadPool();
        ExecutorService late = Executors.newSingleThreadExecutor();
        List<Taker> takers = takers(connections, late);
        takers.forEach(threads::execute);
        for (int i = 0; i < THREADS; i++) {
            threads.execute(new Sender("s" + i, publishers(connections), ledger, stop, new Random(random.nextLong())));
        }
        try {
            faults(broker, proxy);
        } finally {
            stop.countDown();
        }
        Await.until("every send ended", BOUND, () -> ledger.unfinished().isEmpty());
        // What waits to be handled again, or is on its way, may not be in the broker's statistics yet.
        Await.until(
                "every confirmed message acknowledged, seed " + SEED,
                BOUND,
                () -> ledger.lost().isEmpty());
        for (String queue : QUEUES) {
            Await.until(
                    "queue " + queue + " empty",
                    BOUND,
                    () -> broker.management().messages(queue) == 0
                            && broker.management().unacknowledged(queue) == 0);
        }
        takers.forEach(Taker::stop);
        late.shutdown();
        threads.shutdown();
        for (ExecutorService each : List.of(threads, late)) {
            assertThat(each.awaitTermination(BOUND.toSeconds(), TimeUnit.SECONDS))
                    .as("every thread came home")
                    .isTrue();
        }
    }

    /** One fault after the other, each kind once before any comes again; between them messages must flow. */
    private void faults(RabbitMq broker, FaultProxy proxy) throws InterruptedException {
        long start = System.nanoTime();
        long end = start + LENGTH.toNanos();
        List<Fault> next = new ArrayList<>();
        awaitProgress("the start");
        do {
            if (next.isEmpty()) {
                next.addAll(Arrays.asList(Fault.values()));
                Collections.shuffle(next, random);
            }
            Fault fault = next.remove(0);
            if (fault == Fault.KILLED) {
                stop.await(YOUNG.toNanos() - (System.nanoTime() - start), TimeUnit.NANOSECONDS);
            }
            fault.begin(broker, proxy);
            try {
                stop.await(random.nextInt(2_500), TimeUnit.MILLISECONDS);
            } finally {
                fault.end(broker, proxy);
            }
            awaitProgress(fault.toString());
        } while (System.nanoTime() < end);
    }

    private void awaitProgress(String after) {
        long before = ledger.taken();
        Await.until(
                "messages flowing after " + after + " (seed " + SEED + ")",
                BOUND,
                () -> ledger.taken() > before + PROGRESS);
    }

    private List<Publisher<String>> publishers(ConnectionFactory connections) {
        return QUEUES.stream()
                .map(queue -> Publisher.of(
                        connections,
                        codecs.<String>codec("text/plain", String.class),
                        SendOptions.DEFAULT.exchange("soak").routingKey(queue).topology(TOPOLOGY)))
                .toList();
    }

    private List<Taker> takers(ConnectionFactory connections, ExecutorService late) {
        List<Taker> takers = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            Consumer<String> consumer = Consumer.of(
                    connections,
                    QUEUES.get(i % QUEUES.size()),
                    codecs.<String>decoder(String.class),
                    SubscribeOptions.DEFAULT.topology(TOPOLOGY).redelivery(SOON));
            takers.add(new Taker(consumer, ledger, late, new Random(random.nextLong())));
        }
        return takers;
    }

    private static List<String> engineThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("carrot-") && !name.startsWith("carrot-testkit"))
                .toList();
    }
}
