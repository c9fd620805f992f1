package io.carrotmq.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrotmq.Acknowledgement;
import io.carrotmq.Capability;
import io.carrotmq.CodecException;
import io.carrotmq.Connection;
import io.carrotmq.ConsumeException;
import io.carrotmq.Consumer;
import io.carrotmq.DeadLetter;
import io.carrotmq.DeadLetters;
import io.carrotmq.Delivery;
import io.carrotmq.Properties;
import io.carrotmq.Redelivery;
import io.carrotmq.SubscribeOptions;
import io.carrotmq.Subscription;
import io.carrotmq.testkit.Await;
import io.carrotmq.topology.QueueDeclaration;
import io.carrotmq.topology.Topology;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Messages the broker sends ahead. */
interface ConsumingContract {

    @Test
    default void messagesComeInTheOrderTheyWereSent(Bench bench) throws Exception {
        String queue = bench.queue();
        List<String> bodies = IntStream.range(0, 300).mapToObj(i -> "m" + i).toList();
        bench.send(queue, bodies.toArray(String[]::new));

        try (Consumer<String> consumer = bench.consumer(queue)) {
            assertThat(Bench.take(consumer, 300)).containsExactlyElementsOf(bodies);
            assertThat(consumer.receive(Duration.ZERO)).isEmpty();
        }
        bench.awaitCount(queue, 0);
    }

    @Test
    default void receiveWaitsNoLongerThanItIsTold(Bench bench) throws Exception {
        try (Consumer<String> consumer = bench.consumer(bench.queue())) {
            long started = System.nanoTime();
            assertThat(consumer.receive(Bench.A_MOMENT)).isEmpty();
            assertThat(System.nanoTime() - started).isGreaterThanOrEqualTo(Bench.A_MOMENT.toNanos() * 9 / 10);
            assertThat(consumer.receive(Duration.ZERO)).isEmpty();
        }
    }

    @Test
    default void prefetchIsHonoured(Bench bench) throws Exception {
        String queue = bench.queue();
        bench.send(queue, IntStream.range(0, 10).mapToObj(i -> "m" + i).toArray(String[]::new));

        try (Consumer<String> consumer = bench.consumer(queue, SubscribeOptions.DEFAULT.prefetch(3))) {
            Delivery<String> first = Bench.next(consumer);
            int more = bench.fillsPrefetch() ? 2 : rest(consumer);
            for (int i = 0; i < more && bench.fillsPrefetch(); i++) {
                Bench.next(consumer);
            }
            assertThat(more).isLessThanOrEqualTo(2);
            assertThat(consumer.receive(Bench.A_MOMENT)).isEmpty();
            bench.awaitWaiting(queue, 9 - more, 1 + more);

            first.ack();
            assertThat(Bench.next(consumer).body()).isEqualTo("m" + (1 + more));
            assertThat(consumer.receive(Bench.A_MOMENT)).isEmpty();
        }
        bench.awaitCount(queue, 9);
    }

    /** How many more come without an acknowledgement, where a broker counts bytes: fewer than asked for, never more. */
    private static int rest(Consumer<String> consumer) throws InterruptedException {
        int more = 0;
        while (consumer.receive(Bench.A_MOMENT).isPresent()) {
            more++;
        }
        return more;
    }

    @Test
    default void prefetchOfARunningConsumerIsChanged(Bench bench) throws Exception {
        String queue = bench.queue();
        bench.send(queue, IntStream.range(0, 10).mapToObj(i -> "m" + i).toArray(String[]::new));

        try (Consumer<String> consumer = bench.consumer(queue, SubscribeOptions.DEFAULT.prefetch(1))) {
            Delivery<String> first = Bench.next(consumer);
            assertThat(consumer.receive(Bench.A_MOMENT)).isEmpty();
            consumer.prefetch(5);
            first.ack();
            if (bench.fillsPrefetch()) {
                for (int i = 0; i < 5; i++) {
                    Bench.next(consumer);
                }
            } else {
                assertThat(rest(consumer)).isBetween(2, 5);
            }
            assertThat(consumer.receive(Bench.A_MOMENT)).isEmpty();
        }
    }

    @Test
    default void c15_withPrefetchOneAFreeConsumerGetsWhatABusyOneCannot(Bench bench) throws Exception {
        String queue = bench.queue();
        SubscribeOptions one = SubscribeOptions.DEFAULT.prefetch(1);
        try (Consumer<String> busy = bench.consumer(queue, one);
                Consumer<String> free = bench.consumer(queue, one)) {
            bench.send(queue, "long");
            Delivery<String> held = Bench.next(busy);
            assertThat(free.receive(Duration.ZERO)).isEmpty();

            bench.send(queue, "a", "b", "c");

            assertThat(Bench.take(free, 3)).containsExactly("a", "b", "c");
            assertThat(busy.receive(Duration.ZERO)).isEmpty();
            held.ack();
            bench.send(queue, "d", "e");
            assertThat(List.of(Bench.next(busy).body(), Bench.next(free).body()))
                    .containsExactlyInAnyOrder("d", "e");
        }
    }

    @Test
    default void c15_pausedConsumerGetsNothingUntilItResumes(Bench bench) throws Exception {
        String queue = bench.queue();
        bench.send(queue, "one", "two", "three");

        try (Consumer<String> consumer = bench.consumer(queue)) {
            Delivery<String> held = Bench.next(consumer);
            consumer.pause();
            consumer.pause();

            // What was sent ahead is back, for others to take.
            bench.awaitWaiting(queue, 2, 1);
            assertThat(consumer.receive(Bench.A_MOMENT)).isEmpty();
            held.ack();
            bench.send(queue, "four");
            assertThat(consumer.receive(Bench.A_MOMENT)).isEmpty();

            consumer.resume();
            consumer.resume();
            assertThat(Bench.take(consumer, 3)).containsExactlyInAnyOrder("two", "three", "four");
        }
        bench.awaitCount(queue, 0);
    }

    @Test
    default void c15_pausedLoopWaitsAndGoesOn(Bench bench) throws Exception {
        String queue = bench.queue();
        try (Consumer<String> consumer = bench.consumer(queue)) {
            List<String> handled = new CopyOnWriteArrayList<>();
            consumer.onMessage(Delivery::ack).onMessage(delivery -> handled.add(delivery.body()));
            Future<Long> loop = bench.inBackground(() -> consumer.consume(2));
            bench.send(queue, "one");
            Await.until("the first to be handled", Bench.PATIENCE, () -> handled.contains("one"));
            bench.awaitCount(queue, 0);

            consumer.pause();
            bench.send(queue, "two");
            bench.awaitCount(queue, 1);
            assertThat(loop).isNotDone();

            consumer.resume();
            assertThat(Bench.result(loop)).isEqualTo(2);
        }
        assertThat(bench.drain(queue)).isEmpty();
    }

    @Test
    default void handlersRunInTheirOrderOnTheCallersThread(Bench bench) {
        String queue = bench.queue();
        bench.send(queue, "hello");
        List<String> calls = new ArrayList<>();
        Thread caller = Thread.currentThread();

        try (Consumer<String> consumer = bench.consumer(queue)) {
            consumer.onMessage(delivery -> {
                        calls.add("first " + delivery.body() + " " + delivery.state());
                        delivery.ack();
                    })
                    .onMessage(delivery -> {
                        calls.add("second " + delivery.body() + " " + delivery.state());
                        assertThat(Thread.currentThread()).isSameAs(caller);
                    });
            assertThat(consumer.consume(1)).isEqualTo(1);
        }
        assertThat(calls).containsExactly("first hello RECEIVED", "second hello ACKED");
    }

    @Test
    default void messageWhoseHandlerThrowsIsHandledAgain_andOthersMeanwhile(Bench bench) {
        Redelivery soon = Redelivery.DEFAULT.delays(Duration.ofMillis(100), 1, Duration.ofMillis(100));
        String queue = bench.failingQueue(soon);
        bench.send(queue, "first", "second");
        List<String> calls = new ArrayList<>();

        try (Consumer<String> consumer = bench.consumer(queue, SubscribeOptions.DEFAULT.redelivery(soon))) {
            consumer.onMessage(delivery -> {
                calls.add(delivery.body() + " " + delivery.envelope().attempt());
                if (delivery.body().equals("first") && delivery.envelope().attempt() < 3) {
                    throw new IllegalStateException("trouble");
                }
                delivery.ack();
            });
            assertThat(consumer.consume(4)).isEqualTo(4);
        }
        assertThat(calls).containsExactly("first 1", "second 1", "first 2", "first 3");
        bench.awaitCount(queue, 0);
        assertThat(bench.exists(Bench.deadLetters(queue))).isFalse();
    }

    @Test
    default void withoutAPolicyHandlerThatThrowsReachesTheCaller_andItsMessageIsBack(Bench bench) {
        String queue = bench.queue();
        bench.send(queue, "hello");
        IllegalStateException trouble = new IllegalStateException("trouble");

        try (Consumer<String> consumer = bench.consumer(queue, SubscribeOptions.DEFAULT.redelivery(Redelivery.NONE))) {
            consumer.onMessage(delivery -> {
                throw trouble;
            });
            assertThatThrownBy(() -> consumer.consume(1))
                    .isInstanceOf(ConsumeException.class)
                    .hasCause(trouble)
                    .hasMessageStartingWith("CARROT-0752");
        }
        bench.awaitCount(queue, 1);
    }

    @Test
    default void consumeWithoutAHandlerIsRefused(Bench bench) {
        try (Consumer<String> consumer = bench.consumer(bench.queue())) {
            assertThatThrownBy(consumer::consume)
                    .isInstanceOf(ConsumeException.class)
                    .hasMessageStartingWith("CARROT-0751");
        }
    }

    @Test
    default void cancelEndsTheLoop_whichCanBeStartedAgain(Bench bench) throws Exception {
        String queue = bench.queue();
        try (Consumer<String> consumer = bench.consumer(queue)) {
            List<String> handled = new CopyOnWriteArrayList<>();
            consumer.onMessage(Delivery::ack).onMessage(delivery -> handled.add(delivery.body()));
            Future<Long> loop = bench.inBackground(() -> consumer.consume());
            bench.send(queue, "one", "two");
            Await.until("both to be handled", Bench.PATIENCE, () -> handled.size() == 2);
            consumer.cancel();
            assertThat(Bench.result(loop)).isEqualTo(2);

            bench.send(queue, "three");
            assertThat(consumer.consume(1)).isEqualTo(1);
        }
    }

    @Test
    default void streamWaitsForMessagesAndEndsWhenItIsCancelled(Bench bench) throws Exception {
        String queue = bench.queue();
        try (Consumer<String> consumer = bench.consumer(queue)) {
            List<String> taken = new CopyOnWriteArrayList<>();
            Future<Long> count = bench.inBackground(() -> {
                try (Stream<Delivery<String>> messages = consumer.stream()) {
                    return messages.peek(Delivery::ack)
                            .filter(delivery -> taken.add(delivery.body()))
                            .count();
                }
            });
            bench.send(queue, "one", "two");
            Await.until("both to be taken", Bench.PATIENCE, () -> taken.size() == 2);
            assertThat(count).isNotDone();
            consumer.cancel();
            assertThat(Bench.result(count)).isEqualTo(2);
            assertThat(taken).containsExactly("one", "two");
        }
    }

    @Test
    default void streamWithALimitEndsByItself(Bench bench) {
        String queue = bench.queue();
        bench.send(queue, "one", "two", "three");
        try (Consumer<String> consumer = bench.consumer(queue);
                Stream<Delivery<String>> messages = consumer.stream()) {
            assertThat(messages.limit(2).peek(Delivery::ack).map(Delivery::body))
                    .containsExactly("one", "two");
        }
        bench.awaitCount(queue, 1);
    }

    @Test
    default void flowGivesWhatIsRequestedAndNotMore(Bench bench) throws Exception {
        String queue = bench.queue();
        bench.send(queue, "one", "two", "three", "four");
        Requesting<String> subscriber = new Requesting<>();

        try (Consumer<String> consumer = bench.consumer(queue)) {
            consumer.flow().subscribe(subscriber);
            subscriber.request(2);
            Await.until(
                    "two messages", Bench.PATIENCE, () -> subscriber.bodies().size() == 2);
            assertThat(bench.exists(queue)).isTrue();
            assertThat(subscriber.bodies()).containsExactly("one", "two");

            subscriber.request(1);
            Await.until(
                    "a third message", Bench.PATIENCE, () -> subscriber.bodies().size() == 3);
            assertThat(subscriber.isComplete()).isFalse();
        }
        Await.until("the end of the flow", Bench.PATIENCE, subscriber::isComplete);
        assertThat(subscriber.bodies()).containsExactly("one", "two", "three");
        bench.awaitCount(queue, 1);
    }

    @Test
    default void exclusiveConsumerKeepsOthersOut(Bench bench) throws Exception {
        String queue = bench.queue(QueueDeclaration.classic(bench.name("queue")));
        SubscribeOptions alone = SubscribeOptions.DEFAULT.exclusive(true);
        if (!bench.can(Capability.EXCLUSIVE_CONSUMERS)) {
            bench.refuses(Capability.EXCLUSIVE_CONSUMERS, connection -> connection.subscribe(queue, alone));
            return;
        }
        try (Connection first = bench.connect();
                Subscription only = first.subscribe(queue, alone)) {
            assertThat(only.poll(Duration.ZERO)).isEmpty();
            try (var others = bench.others();
                    Connection second = others.connect()) {
                assertThatThrownBy(() -> second.subscribe(queue, alone)).isInstanceOf(ConsumeException.class);
            }
            bench.send(queue, "hello");
            only.poll(Bench.PATIENCE).orElseThrow().ack();
        }
        Await.until("the queue to be free again", Bench.PATIENCE, () -> {
            try (Consumer<String> next = bench.consumer(queue, alone)) {
                return next.receive(Duration.ZERO).isEmpty();
            }
        });
    }

    @Test
    default void messageThatCannotBeDecodedIsReportedAndGoesToTheDeadLetters(Bench bench) throws Exception {
        String queue = bench.failingQueue(Redelivery.DEFAULT);
        for (Acknowledgement mode : Acknowledgement.values()) {
            try (Connection connection = bench.connect()) {
                connection.publish(new io.carrotmq.OutgoingMessage(
                        "",
                        queue,
                        bench.mandatory(""),
                        Properties.builder()
                                .persistent(true)
                                .contentType("application/x-unknown")
                                .build(),
                        new byte[] {1}));
            }
            bench.send(queue, "good");

            try (Consumer<String> consumer = bench.consumer(queue, SubscribeOptions.DEFAULT.acknowledgement(mode))) {
                assertThatThrownBy(() -> consumer.receive(Bench.PATIENCE))
                        .isInstanceOf(CodecException.class)
                        .hasMessageStartingWith("CARROT-0753");
                Delivery<String> good = Bench.next(consumer);
                assertThat(good.body()).isEqualTo("good");
                if (mode == Acknowledgement.MANUAL) {
                    good.ack();
                }
                assertThat(consumer.receive(Bench.A_MOMENT)).isEmpty();
            }
            bench.awaitCount(queue, 0);
            bench.awaitCount(Bench.deadLetters(queue), mode.ordinal() + 1);
        }
        DeadLetters letters = DeadLetters.in(bench.connections(), Bench.deadLetters(queue));
        assertThat(letters.browse(10)).hasSize(3).allSatisfy(letter -> {
            assertThat(letter.reason()).isEqualTo(DeadLetter.UNDECODABLE);
            assertThat(letter.queue()).isEqualTo(queue);
            assertThat(letter.content()).containsExactly(1);
        });
        bench.awaitCount(Bench.deadLetters(queue), 3);
        assertThat(letters.sendBack(letter -> true)).isEqualTo(3);
        bench.awaitCount(queue, 3);
        bench.awaitCount(Bench.deadLetters(queue), 0);
    }

    @Test
    default void consumerSeesToItsTopology(Bench bench) throws Exception {
        String queue = bench.name("queue");
        Topology topology = Topology.builder().queue(QueueDeclaration.of(queue)).build();
        try (Consumer<String> consumer = bench.consumer(queue, SubscribeOptions.DEFAULT.topology(topology))) {
            assertThat(consumer.fetch()).isEmpty();
            bench.send(queue, "hello");
            assertThat(Bench.take(consumer, 1)).containsExactly("hello");
        }
    }
}
