package io.carrotmq;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrotmq.codec.Codecs;
import io.carrotmq.codec.Decoder;
import io.carrotmq.testkit.Await;
import io.carrotmq.testkit.EmbeddedQpid;
import io.carrotmq.testkit.FaultProxy;
import io.carrotmq.testkit.WithBroker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Consumers on a broker that can do less. */
@WithBroker
@Timeout(120)
class QpidConsumerIT {
    private static final Duration BOUND = Duration.ofSeconds(30);

    private final Decoder<String> decoder =
            Codecs.of(QpidConsumerIT.class.getClassLoader()).decoder(String.class, "text/plain");
    private EmbeddedQpid broker;
    private RawBroker raw;
    private ConnectionFactory connections;
    private String queue;

    @BeforeEach
    void open(EmbeddedQpid shared) throws Exception {
        broker = shared;
        raw = new RawBroker(shared.uri());
        queue = raw.givenQueue("qpid");
        connections = ConnectionFactory.open(shared.uri().toString());
    }

    @AfterEach
    void close() throws Exception {
        connections.close();
        raw.channel().queueDelete(queue);
        raw.close();
    }

    private void given(String... texts) throws Exception {
        for (String text : texts) {
            raw.publish(queue, "text/plain", text.getBytes(UTF_8));
        }
    }

    @Test
    void acknowledgedTogetherAndPausedAndLimited() throws Exception {
        given("1", "2", "3", "4", "5", "6");
        List<String> taken = new ArrayList<>();
        try (Consumer<String> consumer =
                Consumer.of(connections, queue, decoder, SubscribeOptions.DEFAULT.prefetch(100))) {
            consumer.onMessage(delivery -> {
                taken.add(delivery.body());
                delivery.ack();
            });
            assertThat(consumer.consume(2)).isEqualTo(2);
            Await.until("the others are back", BOUND, () -> raw.count(queue) == 4);
            Delivery<String> third = consumer.receive(BOUND).orElseThrow();
            consumer.pause();
            third.ack();
            Await.until("three are back", BOUND, () -> raw.count(queue) == 3);
            consumer.resume();
            consumer.prefetch(1);
            assertThat(consumer.consume(3)).isEqualTo(3);
            assertThat(taken).containsExactly("1", "2", "4", "5", "6");
        }
        try (Consumer<String> after = Consumer.of(connections, queue, decoder, SubscribeOptions.DEFAULT)) {
            assertThat(after.receive(Duration.ofMillis(200))).isEmpty();
        }
    }

    @Test
    void rejectIsRefusedWithASentence() throws Exception {
        given("1");
        try (Consumer<String> consumer = Consumer.of(connections, queue, decoder, SubscribeOptions.DEFAULT)) {
            Delivery<String> delivery = consumer.receive(BOUND).orElseThrow();
            assertThatThrownBy(delivery::reject)
                    .isInstanceOf(UnsupportedException.class)
                    .hasMessageStartingWith("CARROT-0720 [" + queue + "] message 1 cannot be rejected: ");
            assertThat(delivery.state()).isEqualTo(Delivery.State.RECEIVED);
            delivery.ack();
        }
    }

    /** Carrot moves it there, which this broker could not. */
    @Test
    void undecodableGoesToTheDeadLettersAndTheOthersAreTaken() throws Exception {
        raw.publish(queue, "text/plain", new byte[] {(byte) 0xC3});
        given("1");
        String dead = queue + DeadLettering.SUFFIX;
        try (Consumer<String> consumer = Consumer.of(connections, queue, decoder, SubscribeOptions.DEFAULT)) {
            assertThatThrownBy(() -> consumer.receive(BOUND))
                    .isInstanceOf(CodecException.class)
                    .hasMessageContaining("goes to the dead letters");
            Delivery<String> next = consumer.receive(BOUND).orElseThrow();
            assertThat(next.body()).isEqualTo("1");
            next.ack();
            assertThat(consumer.receive(Duration.ofMillis(200))).isEmpty();
        }
        Await.until("an empty queue", BOUND, () -> raw.count(queue) == 0);
        DeadLetters letters = DeadLetters.in(connections, dead);
        Await.until("the dead letter", BOUND, () -> letters.count() == 1);
        assertThat(letters.browse(1)).extracting(DeadLetter::reason).containsExactly(DeadLetter.UNDECODABLE);
        assertThat(letters.discard(letter -> true)).isEqualTo(1);
        raw.channel().queueDelete(dead);
    }

    @Test
    void modesAndDiscarding() throws Exception {
        for (Acknowledgement mode : List.of(Acknowledgement.AUTO, Acknowledgement.NONE)) {
            given("1", "2");
            Await.until("two waiting", BOUND, () -> raw.count(queue) == 2);
            try (Consumer<String> consumer =
                    Consumer.of(connections, queue, decoder, SubscribeOptions.DEFAULT.acknowledgement(mode))) {
                assertThat(consumer.fetch().orElseThrow().state()).isEqualTo(Delivery.State.ACKED);
                assertThat(consumer.receive(BOUND).orElseThrow().state()).isEqualTo(Delivery.State.ACKED);
            }
            Await.until("an empty queue", BOUND, () -> raw.count(queue) == 0);
        }
        given("1", "2", "3", "4");
        Await.until("four waiting", BOUND, () -> raw.count(queue) == 4);
        try (Consumer<String> consumer = Consumer.of(connections, queue, decoder, SubscribeOptions.DEFAULT)) {
            assertThat(consumer.discardAll(delivery -> Integer.parseInt(delivery.body()) % 2 == 0))
                    .isEqualTo(2);
            List<String> left = new ArrayList<>();
            consumer.forEach(delivery -> {
                left.add(delivery.body());
                delivery.ack();
            });
            assertThat(left).containsExactly("1", "3");
        }
    }

    /** The broker does not tell. */
    @Test
    void deletedQueueIsNoticed() throws Exception {
        try (Consumer<String> consumer = Consumer.of(connections, queue, decoder, SubscribeOptions.DEFAULT)) {
            assertThat(consumer.receive(Duration.ZERO)).isEmpty();
            raw.channel().queueDelete(queue);
            assertThatThrownBy(() -> consumer.receive(BOUND)).isInstanceOf(ConsumerCancelledException.class);
        } finally {
            raw.channel().queueDeclare(queue, true, false, false, java.util.Map.of());
        }
    }

    /** The broker ends the whole connection over it, and a loop must not try for ever. */
    @Test
    void refusalIsNoLossOfTheConnection() throws Exception {
        try (Consumer<String> only =
                        Consumer.of(connections, queue, decoder, SubscribeOptions.DEFAULT.exclusive(true));
                ConnectionFactory others = ConnectionFactory.open(broker.uri().toString());
                Consumer<String> second =
                        Consumer.of(others, queue, decoder, SubscribeOptions.DEFAULT.exclusive(true));
                Consumer<String> nowhere = Consumer.of(others, "no-such-queue", decoder, SubscribeOptions.DEFAULT)) {
            assertThat(only.receive(Duration.ZERO)).isEmpty();
            assertThatThrownBy(() -> second.onMessage(Delivery::ack).consume())
                    .isInstanceOf(ConsumeException.class)
                    .hasMessageStartingWith("CARROT-0701");
            assertThatThrownBy(nowhere::fetch)
                    .isInstanceOf(ConsumeException.class)
                    .hasMessageStartingWith("CARROT-0701");
            assertThat(only.receive(Duration.ZERO)).isEmpty();
        }
    }

    @Test
    void comesBackWhenItsConnectionIsCut() throws Exception {
        List<String> taken = new CopyOnWriteArrayList<>();
        SubscribeOptions quick = SubscribeOptions.DEFAULT.retry(
                ConnectRetry.DEFAULT.pauses(Duration.ofMillis(50), Duration.ofMillis(50), Duration.ofMillis(200)));
        try (FaultProxy proxy = FaultProxy.to(broker.uri());
                ConnectionFactory viaProxy =
                        ConnectionFactory.open(proxy.uri(broker.uri()).toString());
                Consumer<String> consumer = Consumer.of(viaProxy, queue, decoder, quick)) {
            consumer.onMessage(delivery -> {
                taken.add(delivery.body());
                delivery.ack();
            });
            CompletableFuture<Long> loop = CompletableFuture.supplyAsync(consumer::consume);
            given("1");
            Await.until("the first", BOUND, () -> taken.contains("1"));
            proxy.cut();
            given("2");
            Await.until("the second", BOUND, () -> taken.contains("2"));
            consumer.cancel();
            assertThat(loop.get(30, TimeUnit.SECONDS)).isGreaterThanOrEqualTo(2);
        }
    }
}
