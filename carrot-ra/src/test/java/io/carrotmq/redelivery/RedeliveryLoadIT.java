package io.carrotmq.redelivery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.GetResponse;
import com.rabbitmq.client.MessageProperties;
import io.carrotmq.ConnectionFactory;
import io.carrotmq.Consumer;
import io.carrotmq.DeadLetter;
import io.carrotmq.DeadLetters;
import io.carrotmq.Delivery;
import io.carrotmq.RawBroker;
import io.carrotmq.Redelivery;
import io.carrotmq.SubscribeOptions;
import io.carrotmq.codec.Codecs;
import io.carrotmq.codec.Decoder;
import io.carrotmq.testkit.Await;
import io.carrotmq.testkit.RabbitMq;
import io.carrotmq.testkit.RabbitVersion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Many messages, of which one in twenty always fails and one in ten fails twice, and four consumers: every good one is handled,
 * every bad one parked once, each attempted as often as configured, and nothing is left behind.
 *
 * <p>The system property {@code carrot.redelivery.messages} says how many messages each kind of queue and broker gets.
 */
@Timeout(300)
class RedeliveryLoadIT {
    /** It would tell of thousands of failures. */
    private static final Logger CARROT = Logger.getLogger("io.carrotmq");

    private static final int MESSAGES = Integer.getInteger("carrot.redelivery.messages", 10_000);
    private static final int CONSUMERS = 4;
    private static final int ATTEMPTS = 3;
    private static final Duration BOUND = Duration.ofSeconds(120);

    private static final SubscribeOptions OPTIONS = SubscribeOptions.DEFAULT
            .prefetch(50)
            .redelivery(Redelivery.DEFAULT
                    .mode(Redelivery.Mode.DELAY_QUEUE)
                    .maxAttempts(ATTEMPTS)
                    .delays(Duration.ofMillis(100), 2, Duration.ofMillis(200)));

    private final Decoder<String> decoder =
            Codecs.of(RedeliveryLoadIT.class.getClassLoader()).decoder(String.class, "text/plain");
    private final AtomicIntegerArray calls = new AtomicIntegerArray(MESSAGES);
    private final AtomicIntegerArray successes = new AtomicIntegerArray(MESSAGES);
    private final AtomicInteger handled = new AtomicInteger();
    private final List<String> miscounted = new CopyOnWriteArrayList<>();

    /** The other tests do not need it, so that it does not outlive these. */
    private static RabbitMq between;

    private static RabbitMq broker(RabbitVersion version) {
        if (version != RabbitVersion.V4_0) {
            return RabbitMq.shared(version);
        }
        if (between == null) {
            between = RabbitMq.start(version);
        }
        return between;
    }

    @BeforeAll
    static void beQuiet() {
        CARROT.setLevel(Level.SEVERE);
    }

    @AfterAll
    static void stop() {
        CARROT.setLevel(null);
        if (between != null) {
            between.close();
        }
    }

    @ParameterizedTest
    @CsvSource({"V4_3, quorum", "V4_3, classic", "V4_0, quorum", "V4_0, classic", "V3_10, quorum", "V3_10, classic"})
    void everyMessageIsHandledOrParkedOnce(RabbitVersion version, String type) throws Exception {
        RabbitMq broker = broker(version);
        String queue = "load-" + type + "-" + UUID.randomUUID();
        try (RawBroker raw = new RawBroker(broker.uri());
                ConnectionFactory connections =
                        ConnectionFactory.open(broker.uri().toString())) {
            raw.channel().queueDeclare(queue, true, false, false, new HashMap<>(Map.of("x-queue-type", type)));
            consume(connections, queue, () -> {
                publish(raw, queue);
                Await.until("all that can be handled", BOUND, () -> handled.get() >= MESSAGES - bad());
                DeadLetters parked = DeadLetters.in(connections, queue + ".dlq");
                Await.until("all that cannot, parked", BOUND, () -> parked.count() >= bad());
            });

            assertThat(miscounted).as("attempts the envelope counted otherwise").isEmpty();
            for (int id = 0; id < MESSAGES; id++) {
                assertThat(calls.get(id)).as("attempts of " + id).isEqualTo(attempts(id));
                assertThat(successes.get(id)).as("successes of " + id).isEqualTo(isBad(id) ? 0 : 1);
            }
            for (String each : List.of(queue, queue + ".retry.100", queue + ".retry.200")) {
                assertThat(raw.count(each)).as(each).isZero();
            }
            assertParkedOnce(raw, queue + ".dlq");
        } finally {
            for (String each : List.of(queue, queue + ".dlq", queue + ".retry.100", queue + ".retry.200")) {
                broker.management().deleteQueue(each);
            }
        }
    }

    private interface Task {
        void run() throws Exception;
    }

    /** Does something while the consumers work, and closes them. */
    private void consume(ConnectionFactory connections, String queue, Task task) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(CONSUMERS);
        List<Consumer<String>> consumers = new ArrayList<>();
        List<CompletableFuture<Long>> ends = new ArrayList<>();
        try {
            for (int i = 0; i < CONSUMERS; i++) {
                Consumer<String> consumer =
                        Consumer.of(connections, queue, decoder, OPTIONS).onMessage(this::handle);
                consumers.add(consumer);
                ends.add(CompletableFuture.supplyAsync(consumer::consume, threads));
            }
            task.run();
        } finally {
            consumers.forEach(Consumer::close);
            threads.shutdown();
        }
        for (CompletableFuture<Long> end : ends) {
            end.get(30, TimeUnit.SECONDS); // throws what ended a consumer
        }
    }

    private void handle(Delivery<? extends String> delivery) {
        int id = Integer.parseInt(delivery.body());
        int call = calls.incrementAndGet(id);
        if (delivery.envelope().attempt() != call) {
            miscounted.add(id + ": attempt " + delivery.envelope().attempt() + ", call " + call);
        }
        if (call < attempts(id) || isBad(id)) {
            throw new IllegalStateException("attempt " + call + " of " + id);
        }
        delivery.ack();
        successes.incrementAndGet(id);
        handled.incrementAndGet();
    }

    private static boolean isBad(int id) {
        return id % 20 == 0;
    }

    private static int bad() {
        return (MESSAGES + 19) / 20;
    }

    /** One in twenty never succeeds, one in ten does the third time. */
    private static int attempts(int id) {
        return isBad(id) || id % 10 == 1 ? ATTEMPTS : 1;
    }

    private static void publish(RawBroker raw, String queue) throws Exception {
        raw.channel().confirmSelect();
        for (int id = 0; id < MESSAGES; id++) {
            raw.channel()
                    .basicPublish(
                            "",
                            queue,
                            MessageProperties.PERSISTENT_TEXT_PLAIN,
                            String.valueOf(id).getBytes(UTF_8));
            if (id % 500 == 499) {
                raw.channel().waitForConfirmsOrDie(60_000);
            }
        }
        raw.channel().waitForConfirmsOrDie(60_000);
    }

    private static void assertParkedOnce(RawBroker raw, String queue) throws Exception {
        Map<Integer, Integer> parked = new HashMap<>();
        for (GetResponse letter = raw.get(queue); letter != null; letter = raw.get(queue)) {
            parked.merge(Integer.parseInt(new String(letter.getBody(), UTF_8)), 1, Integer::sum);
            Map<String, Object> headers = letter.getProps().getHeaders();
            assertThat(headers.get(DeadLetter.REASON_HEADER)).hasToString(DeadLetter.ATTEMPTS_EXHAUSTED);
            assertThat(((Number) headers.get(DeadLetter.ATTEMPTS_HEADER)).intValue())
                    .isEqualTo(ATTEMPTS);
        }
        assertThat(parked).hasSize(bad()).allSatisfy((id, times) -> {
            assertThat(isBad(id)).as("whether " + id + " is bad").isTrue();
            assertThat(times).as("times " + id + " is parked").isEqualTo(1);
        });
    }
}
