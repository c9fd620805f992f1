package io.carrotmq;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Consumer sets on a real broker. */
@WithBroker
@Timeout(120)
class ConsumerSetIT {
    private static final Duration BOUND = Duration.ofSeconds(30);
    private static final SubscribeOptions QUICK = SubscribeOptions.DEFAULT.retry(
            ConnectRetry.DEFAULT.pauses(Duration.ofMillis(50), Duration.ofMillis(50), Duration.ofMillis(200)));

    private final Decoder<String> decoder =
            Codecs.of(ConsumerSetIT.class.getClassLoader()).decoder(String.class, "text/plain");
    private final List<String> queues = new ArrayList<>();
    private final List<String> taken = new CopyOnWriteArrayList<>();
    private RabbitMq broker;
    private RawBroker raw;
    private ConnectionFactory connections;
    private ConsumerSet set;

    @BeforeEach
    void open(RabbitMq shared) throws Exception {
        broker = shared;
        raw = new RawBroker(shared.uri());
        connections = ConnectionFactory.open(shared.uri().toString());
        set = ConsumerSet.of(connections);
        for (int i = 0; i < 4; i++) {
            queues.add(raw.givenQueue("set-" + i));
        }
    }

    @AfterEach
    void close() throws Exception {
        set.close();
        connections.close();
        for (String queue : queues) {
            raw.channel().queueDelete(queue);
        }
        raw.close();
    }

    private void given(int queue, String text) throws Exception {
        raw.publish(queues.get(queue), "text/plain", text.getBytes(UTF_8));
    }

    private void take(Delivery<?> delivery) {
        taken.add(String.valueOf(delivery.body()));
        delivery.ack();
    }

    @Test
    void c14_fourQueuesInTheOrderOfTheirMessages() throws Exception {
        queues.forEach(queue -> set.add(queue, decoder, SubscribeOptions.DEFAULT));
        set.onMessage(this::take);
        CompletableFuture<Long> loop = CompletableFuture.supplyAsync(() -> set.consume(40));
        for (String queue : queues) {
            Await.until("consumer of " + queue, BOUND, () -> broker.management().consumers(queue) == 1);
        }
        List<String> sent = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            given(i % 4, "message " + i);
            sent.add("message " + i);
            String last = "message " + i;
            Await.until(last, BOUND, () -> taken.contains(last));
        }
        assertThat(loop.get(30, TimeUnit.SECONDS)).isEqualTo(40);
        assertThat(taken).isEqualTo(sent);
    }

    @Test
    void memberHandlerComesFirstAndTheSetsOwnIsForTheOthers() throws Exception {
        given(0, "a");
        given(1, "b");
        List<String> own = new ArrayList<>();
        set.add(queues.get(0), decoder, SubscribeOptions.DEFAULT, (Delivery<? extends String> delivery) -> {
                    own.add(delivery.body());
                    delivery.ack();
                })
                .add(queues.get(1), decoder, SubscribeOptions.DEFAULT)
                .onMessage(this::take);
        assertThat(set.consume(2)).isEqualTo(2);
        assertThat(own).containsExactly("a");
        assertThat(taken).containsExactly("b");
    }

    @Test
    void queuesComeAndGoWhileItRuns() throws Exception {
        set.add(queues.get(0), decoder, QUICK).onMessage(this::take);
        CompletableFuture<Long> loop = CompletableFuture.supplyAsync(set::consume);
        given(0, "a");
        Await.until("a", BOUND, () -> taken.contains("a"));
        given(1, "b");
        set.add(queues.get(1), decoder, QUICK);
        Await.until("b", BOUND, () -> taken.contains("b"));
        assertThatThrownBy(() -> set.add(queues.get(1), decoder, QUICK))
                .isInstanceOf(ConsumeException.class)
                .hasMessageStartingWith("CARROT-0762");
        set.cancel(queues.get(0));
        set.cancel(queues.get(0));
        given(0, "c");
        given(1, "d");
        Await.until("d", BOUND, () -> taken.contains("d"));
        assertThat(raw.count(queues.get(0))).isEqualTo(1);
        set.cancel();
        assertThat(loop.get(30, TimeUnit.SECONDS)).isEqualTo(3);
        assertThat(taken).containsExactly("a", "b", "d");
    }

    @Test
    void undecodableIsHandledAsRegistered() throws Exception {
        raw.publish(queues.get(0), "text/plain", new byte[] {(byte) 0xC3});
        given(0, "a");
        List<CodecException> failures = new ArrayList<>();
        set.add(queues.get(0), decoder, SubscribeOptions.DEFAULT)
                .onDecodeError((delivery, why) -> {
                    failures.add(why);
                    delivery.ack();
                })
                .onMessage(this::take);
        assertThat(set.consume(1)).isEqualTo(1);
        assertThat(failures).hasSize(1);
        assertThat(taken).containsExactly("a");
        Await.until("all settled", BOUND, () -> broker.management().messages(queues.get(0)) == 0);
    }

    @Test
    void automaticAcknowledgementComesBeforeDecoding() throws Exception {
        raw.publish(queues.get(0), "text/plain", new byte[] {(byte) 0xC3});
        List<Delivery.State> states = new ArrayList<>();
        set.add(queues.get(0), decoder, SubscribeOptions.DEFAULT.acknowledgement(Acknowledgement.AUTO))
                .onDecodeError((delivery, why) -> states.add(delivery.state()));
        Await.until("the message is handled", BOUND, () -> {
            assertThat(set.receive(Duration.ofMillis(100))).isEmpty();
            return !states.isEmpty();
        });
        assertThat(states).containsExactly(Delivery.State.ACKED);
        Await.until("it is gone", BOUND, () -> broker.management().messages(queues.get(0)) == 0);
        String dead = queues.get(0) + DeadLettering.SUFFIX;
        Await.value("the dead letter", BOUND, () -> raw.get(dead), found -> found != null);
        raw.channel().queueDelete(dead);
    }

    @Test
    void discardAllSums() throws Exception {
        given(0, "a");
        given(1, "b");
        given(1, "c");
        set.add(queues.get(0), decoder, SubscribeOptions.DEFAULT).add(queues.get(1), decoder, SubscribeOptions.DEFAULT);
        Await.until("three waiting", BOUND, () -> raw.count(queues.get(0)) + raw.count(queues.get(1)) == 3);
        assertThat(set.discardAll()).isEqualTo(3);
    }

    @Test
    void comesBackWithAllItsQueues() throws Exception {
        try (FaultProxy proxy = FaultProxy.to(broker.uri());
                ConnectionFactory viaProxy =
                        ConnectionFactory.open(proxy.uri(broker.uri()).toString());
                ConsumerSet cut = ConsumerSet.of(viaProxy)) {
            cut.add(queues.get(0), decoder, QUICK)
                    .add(queues.get(1), decoder, QUICK)
                    .onMessage(this::take);
            CompletableFuture<Long> loop = CompletableFuture.supplyAsync(cut::consume);
            given(0, "a");
            given(1, "b");
            Await.until("both", BOUND, () -> taken.containsAll(List.of("a", "b")));
            proxy.cut();
            given(0, "c");
            given(1, "d");
            Await.until("both again", BOUND, () -> taken.containsAll(List.of("c", "d")));
            cut.cancel();
            assertThat(loop.get(30, TimeUnit.SECONDS)).isGreaterThanOrEqualTo(4);
        }
    }

    @Test
    void deletedQueueIsReportedAndTheOthersGoOn() throws Exception {
        set.add(queues.get(0), decoder, QUICK).add(queues.get(1), decoder, QUICK);
        assertThat(set.receive(Duration.ZERO)).isEmpty();
        raw.channel().queueDelete(queues.get(0));
        assertThatThrownBy(() -> set.receive(BOUND))
                .isInstanceOfSatisfying(
                        ConsumerCancelledException.class,
                        e -> assertThat(e.queue()).isEqualTo(queues.get(0)));
        given(1, "a");
        assertThat(set.receive(BOUND).orElseThrow().body()).isEqualTo("a");
    }

    @Test
    void deletedQueueOfTheTopologyIsDeclaredAgain() throws Exception {
        raw.channel().queueDelete(queues.get(0));
        Topology topology =
                Topology.builder().queue(QueueDeclaration.of(queues.get(0))).build();
        set.add(queues.get(0), decoder, QUICK.topology(topology))
                .add(queues.get(1), decoder, QUICK)
                .onMessage(this::take);
        CompletableFuture<Long> loop = CompletableFuture.supplyAsync(set::consume);
        Await.until("it consumes", BOUND, () -> broker.management().consumers(queues.get(0)) == 1);
        raw.channel().queueDelete(queues.get(0));
        Await.until("messages of both", BOUND, () -> {
            given(0, "a"); // lost unless the queue is there
            given(1, "b");
            return loop.isDone() || taken.containsAll(List.of("a", "b"));
        });
        set.cancel();
        assertThat(loop.get(30, TimeUnit.SECONDS)).isGreaterThanOrEqualTo(2);
    }

    @Test
    void emptySetAndMissingHandler() {
        assertThatThrownBy(set::consume).isInstanceOf(ConsumeException.class).hasMessageStartingWith("CARROT-0763");
        assertThatThrownBy(() -> set.receive(Duration.ZERO)).hasMessageStartingWith("CARROT-0763");
        set.add(queues.get(0), decoder, SubscribeOptions.DEFAULT);
        assertThatThrownBy(set::consume).hasMessageStartingWith("CARROT-0751 [" + queues.get(0));
        set.close();
        set.close();
        assertThatThrownBy(() -> set.receive(Duration.ZERO)).hasMessageStartingWith("CARROT-0750");
    }

    @Test
    void pausedSetGivesBackWhatItHasNotTaken() throws Exception {
        given(0, "a");
        given(1, "b");
        set.add(queues.get(0), decoder, QUICK).add(queues.get(1), decoder, QUICK);
        Delivery<?> first = set.receive(BOUND).orElseThrow();
        set.pause();
        Await.until("one is back", BOUND, () -> raw.count(queues.get(0)) + raw.count(queues.get(1)) == 1);
        first.ack();
        set.resume();
        set.receive(BOUND).orElseThrow().ack();
        set.prefetch(3);
        given(1, "c");
        assertThat(set.receive(BOUND).orElseThrow().body()).isEqualTo("c");
    }
}
