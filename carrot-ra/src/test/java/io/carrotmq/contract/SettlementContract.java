package io.carrotmq.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrotmq.Acknowledgement;
import io.carrotmq.Capability;
import io.carrotmq.Connection;
import io.carrotmq.ConsumeException;
import io.carrotmq.Consumer;
import io.carrotmq.Delivery;
import io.carrotmq.Delivery.State;
import io.carrotmq.MessageStateException;
import io.carrotmq.SubscribeOptions;
import io.carrotmq.UnsupportedException;
import io.carrotmq.topology.QueueDeclaration;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Each delivery is settled once, and what is not settled comes back. */
interface SettlementContract {

    @Test
    default void c04_settlingTwiceThrowsAndTheBrokerIsNotAsked(Bench bench) throws Exception {
        Map<State, java.util.function.Consumer<Delivery<?>>> ways = bench.can(Capability.REJECT)
                ? Map.of(
                        State.ACKED, Delivery::ack, State.REJECTED, Delivery::reject, State.REQUEUED, Delivery::requeue)
                : Map.of(State.ACKED, Delivery::ack, State.REQUEUED, Delivery::requeue);
        String queue = bench.queue();

        try (Consumer<String> consumer = bench.consumer(queue)) {
            for (State first : ways.keySet()) {
                bench.send(queue, "settled as " + first);
                Delivery<String> delivery = Bench.next(consumer);
                assertThat(delivery.state()).isEqualTo(State.RECEIVED);
                ways.get(first).accept(delivery);
                assertThat(delivery.state()).isEqualTo(first);
                for (java.util.function.Consumer<Delivery<?>> second : ways.values()) {
                    assertThatThrownBy(() -> second.accept(delivery))
                            .isInstanceOf(MessageStateException.class)
                            .hasMessageStartingWith("CARROT-0704")
                            .hasMessageContaining(first.toString());
                    assertThat(delivery.state()).isEqualTo(first);
                }
                if (first == State.REQUEUED) {
                    Bench.next(consumer).ack();
                }
            }
            // A broker that had been asked would have closed the channel.
            bench.send(queue, "last");
            Delivery<String> last = Bench.next(consumer);
            assertThat(last.body()).isEqualTo("last");
            last.ack();
        }
        bench.awaitCount(queue, 0);
    }

    @Test
    default void c05_rejectDropsOrDeadLettersAndRequeueRedelivers(Bench bench) throws Exception {
        String dead = bench.queue();
        QueueDeclaration plain = QueueDeclaration.of(bench.name("queue"));
        String queue = bench.queue(bench.can(Capability.DEAD_LETTERS) ? plain.deadLetterTo("", dead) : plain);
        try (Consumer<String> consumer = bench.consumer(queue, SubscribeOptions.DEFAULT.prefetch(1))) {
            bench.send(queue, "returned");
            Delivery<String> returned = Bench.next(consumer);
            assertThat(returned.envelope().redelivered()).isFalse();
            returned.requeue();
            Delivery<String> again = Bench.next(consumer);
            assertThat(again.body()).isEqualTo("returned");
            assertThat(again.envelope().redelivered()).isTrue();
            again.ack();

            bench.send(queue, "refused");
            Delivery<String> refused = Bench.next(consumer);
            if (bench.can(Capability.REJECT)) {
                refused.reject();
                assertThat(refused.state()).isEqualTo(State.REJECTED);
            } else {
                assertThatThrownBy(refused::reject)
                        .isInstanceOfSatisfying(
                                UnsupportedException.class,
                                refusal -> assertThat(refusal.capability()).isEqualTo(Capability.REJECT));
                assertThat(refused.state()).isEqualTo(State.RECEIVED);
                refused.ack();
            }
            assertThat(consumer.receive(Bench.A_MOMENT)).isEmpty();
        }
        if (bench.can(Capability.DEAD_LETTERS)) {
            bench.awaitCount(dead, 1);
            assertThat(bench.drain(dead)).containsExactly("refused");
        }
        assertThat(bench.drain(queue)).isEmpty();
    }

    @Test
    default void rejectWithoutDeadLettersDrops(Bench bench) {
        String queue = bench.queue();
        bench.send(queue, "one", "two");
        if (!bench.can(Capability.REJECT)) {
            bench.refuses(Capability.REJECT, connection -> {
                Delivery<byte[]> delivery = Bench.fetched(connection, queue);
                try {
                    delivery.reject();
                } finally {
                    delivery.ack();
                }
            });
            assertThat(bench.drain(queue)).containsExactly("two");
            return;
        }
        try (Connection connection = bench.connect()) {
            Bench.fetched(connection, queue).reject();
            Delivery<byte[]> second = Bench.fetched(connection, queue);
            assertThat(Bench.text(second)).isEqualTo("two");
            second.ack();
        }
        assertThat(bench.drain(queue)).isEmpty();
    }

    @Test
    default void c06_automaticAcknowledgementComesBeforeTheHandler(Bench bench) {
        String queue = bench.queue();
        bench.send(queue, "hello");
        AtomicReference<State> seen = new AtomicReference<>();

        try (Consumer<String> consumer =
                bench.consumer(queue, SubscribeOptions.DEFAULT.acknowledgement(Acknowledgement.AUTO))) {
            consumer.onMessage(delivery -> {
                seen.set(delivery.state());
                assertThatThrownBy(delivery::requeue).isInstanceOf(MessageStateException.class);
                throw new IllegalStateException("too late");
            });
            assertThatThrownBy(() -> consumer.consume(1)).isInstanceOf(ConsumeException.class);
        }
        assertThat(seen).hasValue(State.ACKED);
        assertThat(bench.drain(queue)).isEmpty();
    }

    @Test
    default void c06_withoutAcknowledgementTheBrokerExpectsNone(Bench bench) throws Exception {
        String queue = bench.queue();
        bench.send(queue, IntStream.range(0, 50).mapToObj(i -> "m" + i).toArray(String[]::new));

        try (Consumer<String> consumer =
                bench.consumer(queue, SubscribeOptions.DEFAULT.prefetch(1).acknowledgement(Acknowledgement.NONE))) {
            for (int i = 0; i < 50; i++) {
                Delivery<String> delivery = Bench.next(consumer);
                assertThat(delivery.body()).isEqualTo("m" + i);
                assertThat(delivery.state()).isEqualTo(State.ACKED);
                // A basic.ack now would close the channel.
                assertThatThrownBy(delivery::ack).isInstanceOf(MessageStateException.class);
            }
            bench.send(queue, "after");
            assertThat(Bench.next(consumer).body()).isEqualTo("after");
        }
        assertThat(bench.drain(queue)).isEmpty();
    }

    @Test
    default void c06_manualAcknowledgementIsTheApplications(Bench bench) throws Exception {
        String queue = bench.queue();
        bench.send(queue, "hello");

        try (Consumer<String> consumer = bench.consumer(queue)) {
            assertThat(Bench.next(consumer).state()).isEqualTo(State.RECEIVED);
        }
        try (Consumer<String> consumer = bench.consumer(queue)) {
            Delivery<String> again = Bench.next(consumer);
            assertThat(again.envelope().redelivered()).isEqualTo(bench.marksWhatIsLeft());
            again.ack();
        }
        bench.awaitCount(queue, 0);
    }

    @Test
    default void fetchedMessagesAreAcknowledgedAsTheOptionsSay(Bench bench) {
        String queue = bench.queue();
        for (Acknowledgement way : Acknowledgement.values()) {
            bench.send(queue, way.name());
            try (Consumer<String> consumer = bench.consumer(queue, SubscribeOptions.DEFAULT.acknowledgement(way))) {
                Delivery<String> delivery = consumer.fetch().orElseThrow();
                assertThat(delivery.state()).isEqualTo(way == Acknowledgement.MANUAL ? State.RECEIVED : State.ACKED);
            }
            bench.awaitCount(queue, way == Acknowledgement.MANUAL ? 1 : 0);
            bench.drain(queue);
        }
    }

    @Test
    default void closeGivesBackWhatIsNotSettled(Bench bench) throws Exception {
        String queue = bench.queue();
        bench.send(queue, "taken", "sent ahead", "waiting");

        try (Consumer<String> consumer = bench.consumer(queue, SubscribeOptions.DEFAULT.prefetch(2))) {
            assertThat(Bench.next(consumer).body()).isEqualTo("taken");
            bench.awaitWaiting(queue, 1, 2);
        }

        bench.awaitCount(queue, 3);
        assertThat(bench.drain(queue)).containsExactlyInAnyOrder("taken", "sent ahead", "waiting");
    }

    @Test
    default void requeuedMessageOfALastingQueueComesAgainWhereItsBrokerPutsIt(Bench bench) {
        String queue = bench.queue();
        bench.send(queue, "one", "two");
        try (Connection connection = bench.connect()) {
            Bench.fetched(connection, queue).requeue();
            for (String expected : bench.inOrderAfterReturning("one", "two")) {
                Delivery<byte[]> delivery = Bench.fetched(connection, queue);
                assertThat(Bench.text(delivery)).isEqualTo(expected);
                if (expected.equals("one") || !bench.marksWhatWasSentAhead()) {
                    assertThat(delivery.envelope().redelivered()).isEqualTo(expected.equals("one"));
                }
                delivery.ack();
            }
        }
    }

    @Test
    default void requeuedMessageOfAClassicQueueComesBeforeThoseBehindIt_unlessItIsACopy(Bench bench) {
        String queue = bench.queue(QueueDeclaration.classic(bench.name("queue")));
        bench.send(queue, "one", "two");
        try (Connection connection = bench.connect()) {
            Bench.fetched(connection, queue).requeue();
            for (String expected : bench.inOrderAfterReturningToClassic("one", "two")) {
                Delivery<byte[]> delivery = Bench.fetched(connection, queue);
                assertThat(Bench.text(delivery)).isEqualTo(expected);
                if (expected.equals("one") || !bench.marksWhatWasSentAhead()) {
                    assertThat(delivery.envelope().redelivered()).isEqualTo(expected.equals("one"));
                }
                delivery.ack();
            }
        }
    }

    @Test
    default void messagesCanBeSettledInAnyOrder(Bench bench) throws Exception {
        String queue = bench.queue();
        bench.send(queue, IntStream.range(0, 200).mapToObj(i -> "m" + i).toArray(String[]::new));
        List<Delivery<String>> deliveries = new ArrayList<>();

        int prefetch = bench.fillsPrefetch() ? 200 : 65_535;
        try (Consumer<String> consumer = bench.consumer(queue, SubscribeOptions.DEFAULT.prefetch(prefetch))) {
            for (int i = 0; i < 200; i++) {
                deliveries.add(Bench.next(consumer));
            }
            for (int i = 199; i >= 0; i -= 2) {
                deliveries.get(i).ack();
            }
            assertThat(consumer.receive(Duration.ZERO)).isEmpty();
        }

        bench.awaitCount(queue, 100);
        assertThat(bench.drain(queue))
                .containsExactlyInAnyOrderElementsOf(IntStream.range(0, 200)
                        .filter(i -> i % 2 == 0)
                        .mapToObj(i -> "m" + i)
                        .toList());
    }
}
