package io.carrotmq;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.client.GetResponse;
import io.carrotmq.codec.Codecs;
import io.carrotmq.codec.Decoder;
import io.carrotmq.testkit.Await;
import io.carrotmq.testkit.FaultProxy;
import io.carrotmq.testkit.RabbitMq;
import io.carrotmq.testkit.WithBroker;
import io.carrotmq.topology.QueueDeclaration;
import io.carrotmq.topology.Topology;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Consumers on a real broker. */
@WithBroker
@Timeout(120)
class ConsumerIT {
    private static final Duration BOUND = Duration.ofSeconds(30);
    private static final SubscribeOptions QUICK = SubscribeOptions.DEFAULT.retry(
            ConnectRetry.DEFAULT.pauses(Duration.ofMillis(50), Duration.ofMillis(50), Duration.ofMillis(200)));

    private final Decoder<String> decoder =
            Codecs.of(ConsumerIT.class.getClassLoader()).decoder(String.class, "text/plain");
    private final List<Consumer<String>> consumers = new ArrayList<>();
    private RabbitMq broker;
    private RawBroker raw;
    private ConnectionFactory connections;
    private String queue;

    @BeforeEach
    void open(RabbitMq shared) throws Exception {
        broker = shared;
        raw = new RawBroker(shared.uri());
        queue = raw.givenQueue("consumer");
        connections = ConnectionFactory.open(shared.uri().toString());
    }

    @AfterEach
    void close() throws Exception {
        consumers.forEach(Consumer::close);
        connections.close();
        raw.channel().queueDelete(queue);
        raw.close();
    }

    private Consumer<String> consumer(SubscribeOptions options) {
        Consumer<String> consumer = Consumer.of(connections, queue, decoder, options);
        consumers.add(consumer);
        return consumer;
    }

    private void given(int count) throws Exception {
        given(1, count);
    }

    private void given(int first, int last) throws Exception {
        for (int i = first; i <= last; i++) {
            raw.publish(queue, "text/plain", String.valueOf(i).getBytes(UTF_8));
        }
    }

    private void awaitReady(long count) {
        Await.until(count + " in the queue", BOUND, () -> raw.count(queue) == count);
    }

    private void awaitNothingUnacknowledged() {
        Await.until("nothing unacknowledged", BOUND, () -> broker.management().unacknowledged(queue) == 0);
    }

    private static List<String> numbers(int first, int last) {
        return IntStream.rangeClosed(first, last).mapToObj(String::valueOf).toList();
    }

    @Test
    void limitTakesExactlyThatManyAndGivesTheRestBack() throws Exception {
        given(5);
        List<String> taken = new ArrayList<>();
        Consumer<String> consumer = consumer(SubscribeOptions.DEFAULT).onMessage(delivery -> {
            taken.add(delivery.body());
            delivery.ack();
        });
        assertThat(consumer.consume(4)).isEqualTo(4);
        awaitReady(1);
        awaitNothingUnacknowledged();
        assertThat(consumer.consume(1)).isEqualTo(1);
        assertThat(taken).isEqualTo(numbers(1, 5));
    }

    @Test
    void acknowledgementIsSentSoonWhenNothingElseHappens() throws Exception {
        given(3);
        Consumer<String> consumer = consumer(SubscribeOptions.DEFAULT.prefetch(250));
        for (int i = 0; i < 3; i++) {
            consumer.receive(BOUND).orElseThrow().ack();
        }
        awaitNothingUnacknowledged();
        assertThat(raw.count(queue)).isZero();
    }

    @Test
    void slowOneDoesNotHoldBackTheOthers() throws Exception {
        given(20);
        Consumer<String> consumer = consumer(SubscribeOptions.DEFAULT.prefetch(10));
        Delivery<String> slow = consumer.receive(BOUND).orElseThrow();
        for (int i = 2; i <= 20; i++) {
            consumer.receive(BOUND).orElseThrow().ack();
        }
        Await.until("one left", BOUND, () -> broker.management().unacknowledged(queue) == 1);
        slow.requeue();
        assertThat(consumer.receive(BOUND).orElseThrow().body()).isEqualTo("1");
    }

    @Test
    void settlingFromOtherThreads() throws Exception {
        given(500);
        Consumer<String> consumer = consumer(SubscribeOptions.DEFAULT.prefetch(100));
        AtomicInteger number = new AtomicInteger();
        List<CompletableFuture<Void>> settled = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            Delivery<String> delivery = consumer.receive(BOUND).orElseThrow();
            boolean reject = number.incrementAndGet() % 7 == 0;
            settled.add(CompletableFuture.runAsync(reject ? delivery::reject : delivery::ack));
        }
        CompletableFuture.allOf(settled.toArray(CompletableFuture[]::new)).get(30, TimeUnit.SECONDS);
        awaitNothingUnacknowledged();
        assertThat(consumer.receive(Duration.ZERO)).as("the channel lives").isEmpty();
        assertThat(raw.count(queue)).isZero();
    }

    @Test
    void rejectDropsAndRequeueComesAgain() throws Exception {
        given(2);
        Consumer<String> consumer = consumer(SubscribeOptions.DEFAULT);
        consumer.receive(BOUND).orElseThrow().reject();
        Delivery<String> second = consumer.receive(BOUND).orElseThrow();
        assertThat(second.envelope().redelivered()).isFalse();
        second.requeue();
        Delivery<String> again = consumer.receive(BOUND).orElseThrow();
        assertThat(again.body()).isEqualTo("2");
        assertThat(again.envelope().redelivered()).isTrue();
        again.ack();
        assertThatThrownBy(again::ack).isInstanceOf(MessageStateException.class);
        assertThatThrownBy(second::reject).isInstanceOf(MessageStateException.class);
        consumer.close();
        awaitReady(0);
    }

    @Test
    void automaticAndNoAcknowledgementArriveAcknowledged() throws Exception {
        for (Acknowledgement mode : List.of(Acknowledgement.AUTO, Acknowledgement.NONE)) {
            given(2);
            awaitReady(2);
            Consumer<String> consumer = consumer(SubscribeOptions.DEFAULT.acknowledgement(mode));
            Delivery<String> fetched = consumer.fetch().orElseThrow();
            Delivery<String> received = consumer.receive(BOUND).orElseThrow();
            for (Delivery<String> delivery : List.of(fetched, received)) {
                assertThat(delivery.state()).as(mode.name()).isEqualTo(Delivery.State.ACKED);
                assertThatThrownBy(delivery::requeue).isInstanceOf(MessageStateException.class);
                assertThatThrownBy(delivery::ack).isInstanceOf(MessageStateException.class);
            }
            assertThat(consumer.receive(Duration.ZERO)).isEmpty();
            awaitNothingUnacknowledged();
            consumer.close();
            awaitReady(0);
        }
    }

    @Test
    void floodWithoutAcknowledgementsIsHeldBackAndComplete() throws Exception {
        int count = 30_000;
        given(count);
        Consumer<String> consumer = consumer(SubscribeOptions.DEFAULT.acknowledgement(Acknowledgement.NONE));
        List<String> taken = new ArrayList<>();
        taken.add(consumer.receive(BOUND).orElseThrow().body());
        Await.until("the brake", BOUND, () -> broker.management().consumers(queue) == 0);
        assertThat(raw.count(queue)).isPositive();
        while (taken.size() < count) {
            taken.add(consumer.receive(BOUND).orElseThrow().body());
        }
        assertThat(taken).isEqualTo(numbers(1, count));
        assertThat(consumer.receive(Duration.ZERO)).isEmpty();
    }

    @Test
    void pauseGivesBackAndResumeGoesOn() throws Exception {
        given(10);
        Consumer<String> consumer = consumer(SubscribeOptions.DEFAULT);
        Delivery<String> first = consumer.receive(BOUND).orElseThrow();
        consumer.pause();
        awaitReady(9);
        assertThat(consumer.receive(Duration.ofMillis(50))).isEmpty();
        first.ack();
        awaitNothingUnacknowledged();
        consumer.resume();
        for (int i = 2; i <= 10; i++) {
            Delivery<String> next = consumer.receive(BOUND).orElseThrow();
            assertThat(next.body()).isEqualTo(String.valueOf(i));
            next.ack();
        }
    }

    @Test
    void prefetchChangesWhileItRuns() throws Exception {
        given(50);
        Consumer<String> consumer = consumer(SubscribeOptions.DEFAULT.prefetch(30));
        Delivery<String> first = consumer.receive(BOUND).orElseThrow();
        Await.until("30 ahead", BOUND, () -> broker.management().unacknowledged(queue) == 30);
        consumer.prefetch(5);
        // The polled one counts for the old consumer, which has ended.
        Await.until("5 ahead", BOUND, () -> broker.management().unacknowledged(queue) <= 6);
        first.ack();
        assertThat(consumer.receive(BOUND).orElseThrow().body()).isEqualTo("2");
    }

    @Test
    void prefetchOfOneIsFair() throws Exception {
        Consumer<String> slow = consumer(SubscribeOptions.DEFAULT.prefetch(1));
        Consumer<String> quick = consumer(SubscribeOptions.DEFAULT.prefetch(1));
        assertThat(slow.receive(Duration.ZERO)).isEmpty();
        assertThat(quick.receive(Duration.ZERO)).isEmpty();
        Await.until("both consume", BOUND, () -> broker.management().consumers(queue) == 2);
        given(10);
        Delivery<String> held = slow.receive(BOUND).orElseThrow();
        for (int i = 0; i < 9; i++) {
            quick.receive(BOUND).orElseThrow().ack();
        }
        held.ack();
        awaitNothingUnacknowledged();
        assertThat(raw.count(queue)).isZero();
    }

    @Test
    void iteratorAndDiscarding() throws Exception {
        given(100);
        awaitReady(100);
        Consumer<String> consumer = consumer(SubscribeOptions.DEFAULT);
        assertThat(consumer.discardAll()).isEqualTo(100);
        given(10);
        awaitReady(10);
        assertThat(consumer.discardAll(delivery -> Integer.parseInt(delivery.body()) % 2 == 0))
                .isEqualTo(5);
        awaitReady(5);
        List<String> left = new ArrayList<>();
        for (Delivery<String> delivery : consumer) {
            left.add(delivery.body());
            delivery.ack();
        }
        assertThat(left).containsExactly("1", "3", "5", "7", "9");
        consumer.close();
        awaitReady(0);
    }

    @Test
    void streamGivesTheSurplusBack() throws Exception {
        given(10);
        Consumer<String> consumer = consumer(SubscribeOptions.DEFAULT);
        try (Stream<Delivery<String>> messages = consumer.stream()) {
            assertThat(messages.limit(3).peek(Delivery::ack).map(Delivery::body))
                    .containsExactly("1", "2", "3");
        }
        awaitReady(7);
    }

    @Test
    void oneThreadTakesWhileAnotherCancels() throws Exception {
        Consumer<String> consumer = consumer(SubscribeOptions.DEFAULT).onMessage(Delivery::ack);
        CompletableFuture<Long> loop = CompletableFuture.supplyAsync(consumer::consume);
        given(3);
        Await.until("all taken", BOUND, () -> broker.management().messages(queue) == 0);
        consumer.cancel();
        assertThat(loop.get(30, TimeUnit.SECONDS)).isEqualTo(3);
        assertThat(raw.channel().consumerCount(queue)).isZero();
    }

    @Test
    void k02_lateAcknowledgementDoesNothingAndTheMessageComesOnceMore() throws Exception {
        given(1);
        try (FaultProxy proxy = FaultProxy.to(broker.uri());
                ConnectionFactory viaProxy =
                        ConnectionFactory.open(proxy.uri(broker.uri()).toString());
                Consumer<String> consumer = Consumer.of(viaProxy, queue, decoder, QUICK)) {
            Delivery<String> old = consumer.receive(BOUND).orElseThrow();
            proxy.cut();
            assertThatThrownBy(() -> consumer.receive(BOUND)).isInstanceOf(ConsumerLostException.class);
            Delivery<String> again = consumer.receive(BOUND).orElseThrow();
            old.ack();
            assertThat(again.envelope().redelivered()).isTrue();
            assertThat(again.envelope().epoch()).isGreaterThan(old.envelope().epoch());
            assertThat(consumer.receive(Duration.ofMillis(100))).isEmpty();
            again.ack();
            awaitNothingUnacknowledged();
            assertThat(raw.count(queue)).isZero();
        }
    }

    @Test
    void runningConsumerComesBackWhenItsConnectionIsCut() throws Exception {
        List<String> taken = new CopyOnWriteArrayList<>();
        try (FaultProxy proxy = FaultProxy.to(broker.uri());
                ConnectionFactory viaProxy =
                        ConnectionFactory.open(proxy.uri(broker.uri()).toString());
                Consumer<String> consumer = Consumer.of(viaProxy, queue, decoder, QUICK)) {
            consumer.onMessage(delivery -> {
                taken.add(delivery.body());
                delivery.ack();
            });
            CompletableFuture<Long> loop = CompletableFuture.supplyAsync(consumer::consume);
            for (int i = 1; i <= 4; i++) {
                given(i, i);
                String expected = String.valueOf(i);
                Await.until("message " + i, BOUND, () -> taken.contains(expected));
                proxy.cut();
            }
            given(5, 5);
            Await.until("the last message", BOUND, () -> taken.contains("5"));
            consumer.cancel();
            assertThat(loop.get(30, TimeUnit.SECONDS)).isGreaterThanOrEqualTo(5);
        }
    }

    @Test
    void k04_deletedQueueEndsTheConsumer() throws Exception {
        Consumer<String> consumer = consumer(QUICK).onMessage(Delivery::ack);
        CompletableFuture<Long> loop = CompletableFuture.supplyAsync(consumer::consume);
        Await.until("it consumes", BOUND, () -> broker.management().consumers(queue) == 1);
        raw.channel().queueDelete(queue);
        assertThatThrownBy(() -> loop.get(30, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        ConsumerCancelledException.class,
                        e -> assertThat(e.queue()).isEqualTo(queue));
    }

    @Test
    void k04_deletedQueueIsDeclaredAgainAndConsumedFrom() throws Exception {
        raw.channel().queueDelete(queue);
        List<String> taken = new CopyOnWriteArrayList<>();
        Topology topology = Topology.builder().queue(QueueDeclaration.of(queue)).build();
        Consumer<String> consumer = consumer(QUICK.topology(topology)).onMessage(delivery -> {
            taken.add(delivery.body());
            delivery.ack();
        });
        CompletableFuture<Long> loop = CompletableFuture.supplyAsync(consumer::consume);
        Await.until("it consumes", BOUND, () -> broker.management().consumers(queue) == 1);
        raw.channel().queueDelete(queue);
        Await.until("a message of the new queue", BOUND, () -> {
            given(1); // lost unless the queue is there
            return loop.isDone() || taken.contains("1");
        });
        consumer.cancel();
        assertThat(loop.get(30, TimeUnit.SECONDS)).isPositive();
    }

    @Test
    void unroutableNameIsRefused() {
        try (Consumer<String> nowhere = Consumer.of(connections, "no-such-queue", decoder, SubscribeOptions.DEFAULT)) {
            assertThatThrownBy(() -> nowhere.receive(Duration.ZERO))
                    .isInstanceOf(ConsumeException.class)
                    .hasMessageStartingWith("CARROT-0701");
            assertThatThrownBy(() -> nowhere.onMessage(Delivery::ack).consume()).isInstanceOf(ConsumeException.class);
        }
    }

    @Test
    void undecodableGoesToTheQueuesDeadLettersIfTheBrokerMovesThem() throws Exception {
        String dead = raw.givenQueue("dead");
        String source = queue + "-dl";
        raw.channel()
                .queueDeclare(
                        source,
                        true,
                        false,
                        false,
                        Map.of("x-dead-letter-exchange", "", "x-dead-letter-routing-key", dead));
        raw.publish(source, "text/plain", new byte[] {(byte) 0xC3});
        SubscribeOptions byBroker = SubscribeOptions.DEFAULT.deadLettering(DeadLettering.BY_BROKER);
        try (Consumer<String> consumer = Consumer.of(connections, source, decoder, byBroker)) {
            assertThatThrownBy(() -> consumer.receive(BOUND)).isInstanceOf(CodecException.class);
            GetResponse letter = Await.value("the dead letter", BOUND, () -> raw.get(dead), found -> found != null);
            assertThat(letter.getBody()).containsExactly((byte) 0xC3);
        } finally {
            raw.channel().queueDelete(source);
            raw.channel().queueDelete(dead);
        }
    }

    @Test
    void exclusiveConsumerIsTheOnlyOne() throws Exception {
        Consumer<String> only = consumer(SubscribeOptions.DEFAULT.exclusive(true));
        assertThat(only.receive(Duration.ZERO)).isEmpty();
        assertThatThrownBy(() -> consumer(SubscribeOptions.DEFAULT).receive(Duration.ZERO))
                .isInstanceOf(ConsumeException.class);
        Optional<Delivery<String>> still = only.receive(Duration.ZERO);
        assertThat(still).isEmpty();
    }
}
