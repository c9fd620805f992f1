package io.carrotmq.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrotmq.Acknowledgement;
import io.carrotmq.Capability;
import io.carrotmq.Connection;
import io.carrotmq.ConsumeException;
import io.carrotmq.Consumer;
import io.carrotmq.Delivery;
import io.carrotmq.Messaging;
import io.carrotmq.SendOptions;
import io.carrotmq.SubscribeOptions;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Messages taken one by one, only when they are asked for. */
interface FetchingContract {

    @Test
    default void c07_fetchOnAnEmptyQueueIsEmpty(Bench bench) {
        String queue = bench.queue();
        try (Consumer<String> consumer = bench.consumer(queue)) {
            assertThat(consumer.fetch()).isEmpty();
            bench.send(queue, "hello");
            Delivery<String> delivery = consumer.fetch().orElseThrow();
            assertThat(delivery.body()).isEqualTo("hello");
            delivery.ack();
            assertThat(consumer.fetch()).isEmpty();
        }
    }

    @Test
    default void c07_iterationTakesExactlyWhatIsAskedForAndEndsWhenTheQueueIsEmpty(Bench bench) {
        String queue = bench.queue();
        bench.send(queue, "one", "two", "three", "four", "five");

        try (Consumer<String> consumer = bench.consumer(queue)) {
            Iterator<Delivery<String>> messages = consumer.iterator();
            for (String expected : List.of("one", "two", "three")) {
                Delivery<String> delivery = messages.next();
                assertThat(delivery.body()).isEqualTo(expected);
                delivery.ack();
            }
            // Not one more was taken: the others wait in the queue.
            if (!bench.looksPast()) {
                assertThat(bench.count(queue)).isEqualTo(OptionalLong.of(2));
            } else {
                bench.awaitCount(queue, 2); // what is looked at past the transport may see an acknowledgement later
            }

            List<String> rest = new ArrayList<>();
            for (Delivery<String> delivery : consumer) {
                rest.add(delivery.body());
                delivery.ack();
            }
            assertThat(rest).containsExactly("four", "five");
            Iterator<Delivery<String>> none = consumer.iterator();
            assertThat(none.hasNext()).isFalse();
            assertThatThrownBy(none::next).isInstanceOf(NoSuchElementException.class);
        }
    }

    @Test
    default void c07_consumeWithALimitTakesExactlyThatMany(Bench bench) {
        String queue = bench.queue();
        bench.send(queue, "one", "two", "three", "four", "five");
        List<String> handled = new ArrayList<>();

        try (Consumer<String> consumer = bench.consumer(queue)) {
            consumer.onMessage(delivery -> {
                handled.add(delivery.body());
                delivery.ack();
            });
            assertThat(consumer.consume(0)).isZero();
            assertThat(consumer.consume(4)).isEqualTo(4);
        }

        assertThat(handled).containsExactly("one", "two", "three", "four");
        bench.awaitCount(queue, 1);
        assertThat(bench.drain(queue)).containsExactly("five");
    }

    @Test
    default void c08_discardAllTellsHowManyThereWere(Bench bench) {
        String queue = bench.queue();
        bench.send(queue, IntStream.range(0, 100).mapToObj(i -> "m" + i).toArray(String[]::new));

        try (Consumer<String> consumer = bench.consumer(queue)) {
            assertThat(consumer.discardAll()).isEqualTo(100);
            assertThat(consumer.discardAll()).isZero();
            assertThat(consumer.fetch()).isEmpty();
        }
    }

    @Test
    default void c08_discardAllWithAFilterRemovesMatchesAndGivesTheRestBack(Bench bench) {
        String queue = bench.queue();
        bench.send(queue, IntStream.range(0, 20).mapToObj(i -> "m" + i).toArray(String[]::new));
        AtomicInteger looked = new AtomicInteger();

        try (Consumer<String> consumer = bench.consumer(queue)) {
            long removed = consumer.discardAll(delivery -> {
                looked.incrementAndGet();
                return Integer.parseInt(delivery.body().substring(1)) % 4 == 0;
            });

            assertThat(removed).isEqualTo(5);
            assertThat(looked).hasValue(20);
            // The rest is back while the consumer is still open.
            bench.awaitCount(queue, 15);
        }
        assertThat(bench.drain(queue))
                .containsExactlyInAnyOrderElementsOf(IntStream.range(0, 20)
                        .filter(i -> i % 4 != 0)
                        .mapToObj(i -> "m" + i)
                        .toList());
    }

    @Test
    default void c08_discardAllWithAFilterNeedsManualAcknowledgement(Bench bench) {
        String queue = bench.queue();
        bench.send(queue, "kept");

        for (Acknowledgement other : List.of(Acknowledgement.AUTO, Acknowledgement.NONE)) {
            try (Consumer<String> consumer = bench.consumer(queue, SubscribeOptions.DEFAULT.acknowledgement(other))) {
                assertThatThrownBy(() -> consumer.discardAll(delivery -> false)).isInstanceOf(ConsumeException.class);
            }
        }
        assertThat(bench.drain(queue)).containsExactly("kept");
    }

    @Test
    default void purgeAndCountTellHowManyWaited(Bench bench) {
        String queue = bench.queue();
        String missing = bench.name("missing");
        bench.send(queue, "one", "two", "three");

        try (Connection connection = bench.connect()) {
            Delivery<byte[]> held = Bench.fetched(connection, queue);
            bench.awaitWaiting(queue, 2, 1);
            if (bench.looksPast()) {
                assertThat(connection.purge(queue)).isEqualTo(2);
                bench.awaitWaiting(queue, 0, 1);
            } else {
                assertThat(connection.purge(queue)).isEqualTo(bench.counted(2, 1));
                bench.awaitCount(queue, 0);
            }
            held.ack();

            if (!bench.makesQueues()) {
                assertThatThrownBy(() -> connection.purge(missing)).isInstanceOf(ConsumeException.class);
            }
            if (bench.can(Capability.LOOKUP)) {
                assertThat(connection.messageCount(missing)).isEmpty();
                assertThat(connection.messageCount(queue)).isEqualTo(OptionalLong.of(0));
            } else {
                bench.refuses(Capability.LOOKUP, other -> other.messageCount(queue));
            }
            if (bench.can(Capability.DELETION)) {
                connection.deleteQueue(missing);
                connection.deleteExchange(missing);
            } else {
                bench.refuses(Capability.DELETION, other -> other.deleteQueue(queue));
                bench.refuses(Capability.DELETION, other -> other.deleteExchange(missing));
            }
            assertThat(connection.purge(queue)).isZero();
        }
    }

    @Test
    default void missingQueueIsSaidAtOnce_andTheConsumerGoesOnOnceItIsThere(Bench bench) throws Exception {
        String queue = bench.name("late");
        try (Consumer<String> consumer = bench.consumer(queue)) {
            if (bench.makesQueues()) {
                assertThat(consumer.fetch()).isEmpty();
                assertThat(consumer.receive(Bench.A_MOMENT)).isEmpty();
            } else {
                assertThatThrownBy(consumer::fetch)
                        .isInstanceOf(ConsumeException.class)
                        .hasMessageContaining(queue);
                assertThatThrownBy(() -> consumer.receive(Bench.PATIENCE))
                        .isInstanceOf(ConsumeException.class)
                        .hasMessageContaining(queue);
            }

            bench.queue(io.carrotmq.topology.QueueDeclaration.of(queue));
            bench.send(queue, "hello");

            assertThat(Bench.take(consumer, 1)).containsExactly("hello");
        }
    }

    @Test
    default void messagingSendsAndTakes(Bench bench) {
        String queue = bench.queue();
        try (Messaging<String> messaging = Messaging.of(
                bench.connections(),
                Bench.TEXT,
                Bench.AS_TEXT,
                SendOptions.DEFAULT.routingKey(queue),
                queue,
                SubscribeOptions.DEFAULT)) {
            assertThat(messaging.fetch()).isEmpty();
            assertThat(messaging.send("hello").confirmed()).isTrue();
            Delivery<String> delivery = messaging.fetch().orElseThrow();
            assertThat(delivery.body()).isEqualTo("hello");
            delivery.ack();
            assertThat(messaging.fetch()).isEmpty();
        }
    }
}
