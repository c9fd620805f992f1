package io.carrotmq;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrotmq.codec.Codecs;
import io.carrotmq.codec.Decoder;
import io.carrotmq.testkit.Await;
import io.carrotmq.testkit.RabbitMq;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Consumers of a broker that is killed and comes back. */
@Timeout(180)
class ConsumerRecoveryIT {
    private static final Duration BOUND = Duration.ofSeconds(60);
    private static final System.Logger LOG = System.getLogger("io.carrotmq.test");
    private static RabbitMq broker;

    private final Decoder<String> decoder =
            Codecs.of(ConsumerRecoveryIT.class.getClassLoader()).decoder(String.class, "text/plain");
    private final List<String> taken = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void start() {
        broker = RabbitMq.start();
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    private static void given(String queue, String text) throws Exception {
        try (RawBroker raw = new RawBroker(broker.uri())) {
            raw.publish(queue, "text/plain", text.getBytes(UTF_8));
        }
    }

    private static String givenQueue() throws Exception {
        try (RawBroker raw = new RawBroker(broker.uri())) {
            return raw.givenQueue("recovery");
        }
    }

    private void awaitTaken(String text) {
        Await.until("message " + text, BOUND, () -> taken.contains(text));
    }

    private void take(Delivery<? extends String> delivery) {
        taken.add(delivery.body());
        delivery.ack();
    }

    /** Confirmed means kept; what may have been lost or may have arrived is told to be so. */
    @Test
    void k01_whatWasConfirmedSurvivesAKilledBroker() throws Exception {
        String queue = givenQueue();
        Set<String> confirmed = ConcurrentHashMap.newKeySet();
        Set<String> uncertain = ConcurrentHashMap.newKeySet();
        CountDownLatch stop = new CountDownLatch(1);
        try (ConnectionFactory connections = ConnectionFactory.open(broker.uri().toString())) {
            Publisher<String> publisher = Publisher.of(
                    connections,
                    Codecs.of(ConsumerRecoveryIT.class.getClassLoader()).codec("text/plain", String.class),
                    SendOptions.DEFAULT.routingKey(queue));
            CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> {
                for (int i = 0; stop.getCount() > 0; i++) {
                    String body = "m" + i;
                    try {
                        publisher.send(body);
                        confirmed.add(body);
                    } catch (PublishException e) {
                        if (e.mayHaveBeenDelivered()) {
                            uncertain.add(body);
                        }
                    } catch (ConnectException notSent) {
                        LOG.log(System.Logger.Level.DEBUG, "not sent: " + body);
                    }
                }
            });
            Await.until("messages to flow", BOUND, () -> confirmed.size() > 100);
            broker.kill();
            broker.restart();
            int before = confirmed.size();
            Await.until("messages to flow again", BOUND, () -> confirmed.size() > before + 100);
            stop.countDown();
            sending.get(60, TimeUnit.SECONDS);

            Set<String> arrived = new HashSet<>();
            try (Consumer<String> consumer = Consumer.of(connections, queue, decoder, SubscribeOptions.DEFAULT)) {
                for (Delivery<String> delivery : consumer) {
                    arrived.add(delivery.body());
                    delivery.ack();
                }
            }
            assertThat(arrived).containsAll(confirmed);
            arrived.removeAll(confirmed);
            assertThat(uncertain).containsAll(arrived);
        }
    }

    @Test
    void k01_runningConsumersComeBackWithTheBroker() throws Exception {
        String queue = givenQueue();
        String flowing = givenQueue();
        AtomicInteger failures = new AtomicInteger();
        SubscribeOptions options = SubscribeOptions.DEFAULT.retry(ConnectRetry.DEFAULT
                .pauses(Duration.ofMillis(100), Duration.ofMillis(100), Duration.ofMillis(500))
                .onFailure((failure, pause) -> failures.incrementAndGet()));
        try (ConnectionFactory connections = ConnectionFactory.open(broker.uri().toString());
                Consumer<String> consumer = Consumer.of(connections, queue, decoder, options);
                Consumer<String> flow = Consumer.of(connections, flowing, decoder, options)) {
            consumer.onMessage(this::take);
            CompletableFuture<Long> loop = CompletableFuture.supplyAsync(consumer::consume);
            flow.flow().subscribe(new Taking());
            given(queue, "a");
            given(flowing, "b");
            awaitTaken("a");
            awaitTaken("b");
            broker.kill();
            Await.until("a failed attempt", BOUND, () -> failures.get() > 0);
            broker.restart();
            given(queue, "c");
            given(flowing, "d");
            awaitTaken("c");
            awaitTaken("d");
            consumer.cancel();
            assertThat(loop.get(60, TimeUnit.SECONDS)).isGreaterThanOrEqualTo(2);
        }
    }

    @Test
    void connectTriesAgainUntilTheBrokerIsThere() {
        broker.stop();
        AtomicInteger failures = new AtomicInteger();
        ConnectRetry schedule = ConnectRetry.DEFAULT
                .pauses(Duration.ofMillis(50), Duration.ofMillis(50), Duration.ofMillis(200))
                .onFailure((failure, pause) -> failures.incrementAndGet());
        try (ConnectionFactory connections = ConnectionFactory.open(broker.uri().toString())) {
            assertThatThrownBy(() -> connections.connect(schedule.maxRetries(2)))
                    .isInstanceOf(ConnectException.class)
                    .hasMessageStartingWith("CARROT-0202");
            assertThat(failures).hasValue(2);
            CompletableFuture<Connection> connecting =
                    CompletableFuture.supplyAsync(() -> connections.connect(schedule));
            Await.until("another failure", BOUND, () -> failures.get() > 2);
            broker.restart();
            try (Connection connection = connecting.join()) {
                assertThat(connection.broker().product()).isEqualTo("RabbitMQ");
            }
        } finally {
            broker.restart();
        }
    }

    private final class Taking implements Flow.Subscriber<Delivery<String>> {
        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(Delivery<String> item) {
            take(item);
        }

        @Override
        public void onError(Throwable failure) {
            taken.add(failure.toString());
        }

        @Override
        public void onComplete() {
            taken.add("complete");
        }
    }
}
