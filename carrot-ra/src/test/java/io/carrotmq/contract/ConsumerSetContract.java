package io.carrotmq.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrotmq.CodecException;
import io.carrotmq.Connection;
import io.carrotmq.ConsumeException;
import io.carrotmq.ConsumerSet;
import io.carrotmq.Delivery;
import io.carrotmq.OutgoingMessage;
import io.carrotmq.Properties;
import io.carrotmq.SubscribeOptions;
import io.carrotmq.topology.ExchangeDeclaration;
import io.carrotmq.topology.QueueDeclaration;
import io.carrotmq.topology.Topology;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Several queues through one channel. */
interface ConsumerSetContract {

    @Test
    default void c14_setOfFourQueuesKeepsTheOrderOfPublishing(Bench bench) throws Exception {
        String exchange = bench.routes() ? bench.exchange(ExchangeDeclaration.direct(bench.name("exchange"))) : "";
        List<String> queues = new ArrayList<>();
        try (ConsumerSet set = ConsumerSet.of(bench.connections())) {
            for (String key : List.of("a", "b", "c", "d")) {
                // Classic queues: each pushes on the spot, so the order across them is that of publishing.
                String queue = bench.name("queue");
                Topology.Builder topology = Topology.builder().queue(QueueDeclaration.classic(queue));
                bench.arrange(exchange.isEmpty() ? topology : topology.bind(exchange, queue, key));
                queues.add(queue);
                set.add(queue, Bench.AS_TEXT, SubscribeOptions.DEFAULT);
            }
            assertThat(set.receive(Bench.A_MOMENT)).isEmpty();
            List<String> keys = List.of("c", "a", "d", "b", "b", "a", "c", "d");
            for (String key : keys) {
                bench.to(exchange, exchange.isEmpty() ? queues.get("abcd".indexOf(key)) : key)
                        .send(key);
            }

            List<Object> bodies = new ArrayList<>();
            for (int i = 0; i < keys.size(); i++) {
                Delivery<?> delivery = set.receive(Bench.PATIENCE).orElseThrow();
                bodies.add(delivery.body());
                assertThat(delivery.envelope().queue()).isEqualTo(queues.get("abcd".indexOf((String) delivery.body())));
                delivery.ack();
            }
            if (bench.ordersAcrossQueues()) {
                assertThat(bodies).containsExactlyElementsOf(keys);
            } else {
                assertThat(bodies).containsExactlyInAnyOrderElementsOf(keys);
            }
        }
        queues.forEach(queue -> bench.awaitCount(queue, 0));
    }

    @Test
    default void c14_queuesAreAddedAndCancelledAtRunTime(Bench bench) throws Exception {
        String first = bench.queue();
        String second = bench.queue();
        List<String> handled = new CopyOnWriteArrayList<>();

        try (ConsumerSet set = ConsumerSet.of(bench.connections())) {
            set.add(first, Bench.AS_TEXT, SubscribeOptions.DEFAULT).onMessage(delivery -> {
                handled.add((String) delivery.body());
                delivery.ack();
            });
            Future<Long> loop = bench.inBackground(() -> set.consume());
            bench.send(first, "one");
            awaitHandled(handled, "one");

            set.add(second, Bench.AS_TEXT, SubscribeOptions.DEFAULT);
            bench.send(second, "two");
            awaitHandled(handled, "two");
            assertThatThrownBy(() -> set.add(second, Bench.AS_TEXT, SubscribeOptions.DEFAULT))
                    .isInstanceOf(ConsumeException.class);

            set.cancel(first);
            set.cancel(bench.name("unknown"));
            bench.send(first, "kept");
            bench.send(second, "three");
            awaitHandled(handled, "three");
            bench.awaitCount(first, 1);

            set.cancel();
            assertThat(Bench.result(loop)).isEqualTo(3);
        }
        assertThat(handled).containsExactly("one", "two", "three");
        assertThat(bench.drain(first)).containsExactly("kept");
    }

    @Test
    default void c14_handlerOfAQueueComesInPlaceOfTheSets(Bench bench) {
        String special = bench.queue();
        String ordinary = bench.queue();
        bench.send(special, "special");
        bench.send(ordinary, "ordinary");
        List<String> bySet = new ArrayList<>();
        List<String> byMember = new ArrayList<>();

        try (ConsumerSet set = ConsumerSet.of(bench.connections())) {
            set.onMessage(delivery -> {
                bySet.add((String) delivery.body());
                delivery.ack();
            });
            set.<String>add(special, Bench.AS_TEXT, SubscribeOptions.DEFAULT, delivery -> {
                byMember.add(delivery.body());
                delivery.ack();
            });
            set.add(ordinary, Bench.AS_TEXT, SubscribeOptions.DEFAULT);

            assertThat(set.consume(2)).isEqualTo(2);
        }
        assertThat(bySet).containsExactly("ordinary");
        assertThat(byMember).containsExactly("special");
    }

    @Test
    default void emptySetAndSetWithoutHandlerAreRefused(Bench bench) {
        try (ConsumerSet set = ConsumerSet.of(bench.connections())) {
            assertThatThrownBy(() -> set.receive(Bench.A_MOMENT)).isInstanceOf(ConsumeException.class);
            assertThatThrownBy(() -> set.consume(1)).isInstanceOf(ConsumeException.class);
            set.add(bench.queue(), Bench.AS_TEXT, SubscribeOptions.DEFAULT);
            assertThatThrownBy(() -> set.consume(1)).isInstanceOf(ConsumeException.class);
        }
    }

    @Test
    default void discardAllIsTheSumOfItsQueues(Bench bench) {
        String first = bench.queue();
        String second = bench.queue();
        bench.send(first, "one", "two");
        bench.send(second, "three");

        try (ConsumerSet set = ConsumerSet.of(bench.connections())) {
            set.add(first, Bench.AS_TEXT, SubscribeOptions.DEFAULT)
                    .add(second, Bench.AS_TEXT, SubscribeOptions.DEFAULT);
            assertThat(set.discardAll()).isEqualTo(3);
            assertThat(set.discardAll()).isZero();
        }
    }

    @Test
    default void messageThatCannotBeDecodedGoesToItsHandler(Bench bench) throws Exception {
        String queue = bench.queue();
        try (Connection connection = bench.connect()) {
            connection.publish(new OutgoingMessage(
                    "",
                    queue,
                    bench.mandatory(""),
                    Properties.builder()
                            .persistent(true)
                            .contentType("application/x-unknown")
                            .build(),
                    new byte[] {1, 2}));
        }
        bench.send(queue, "good");
        List<CodecException> reasons = new ArrayList<>();
        List<byte[]> undecoded = new ArrayList<>();

        try (ConsumerSet set = ConsumerSet.of(bench.connections())) {
            set.add(queue, Bench.AS_TEXT, SubscribeOptions.DEFAULT).onDecodeError((delivery, reason) -> {
                undecoded.add(delivery.body());
                reasons.add(reason);
                delivery.ack();
            });
            assertThat(set.receive(Bench.PATIENCE)).isEmpty();
            Delivery<?> good = set.receive(Bench.PATIENCE).orElseThrow();
            assertThat(good.body()).isEqualTo("good");
            good.ack();
        }
        assertThat(reasons).hasSize(1);
        assertThat(undecoded).singleElement().isEqualTo(new byte[] {1, 2});
        bench.awaitCount(queue, 0);
    }

    @Test
    default void pausedSetGetsNothingUntilItResumes(Bench bench) throws Exception {
        String first = bench.queue();
        String second = bench.queue();
        try (ConsumerSet set = ConsumerSet.of(bench.connections())) {
            set.add(first, Bench.AS_TEXT, SubscribeOptions.DEFAULT)
                    .add(second, Bench.AS_TEXT, SubscribeOptions.DEFAULT);
            assertThat(set.receive(Bench.A_MOMENT)).isEmpty();
            set.pause();
            bench.send(first, "one");
            bench.send(second, "two");
            assertThat(set.receive(Bench.A_MOMENT)).isEmpty();

            set.resume();
            List<Object> bodies = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                Delivery<?> delivery = set.receive(Bench.PATIENCE).orElseThrow();
                bodies.add(delivery.body());
                delivery.ack();
            }
            assertThat(bodies).containsExactlyInAnyOrder("one", "two");
        }
    }

    private static void awaitHandled(List<String> handled, String body) {
        io.carrotmq.testkit.Await.until(body + " to be handled", Bench.PATIENCE, () -> handled.contains(body));
    }
}
