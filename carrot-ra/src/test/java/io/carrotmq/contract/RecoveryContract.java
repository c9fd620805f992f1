package io.carrotmq.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrotmq.Capability;
import io.carrotmq.ConnectException;
import io.carrotmq.ConnectRetry;
import io.carrotmq.Connection;
import io.carrotmq.ConnectionFactory;
import io.carrotmq.Consumer;
import io.carrotmq.ConsumerCancelledException;
import io.carrotmq.ConsumerLostException;
import io.carrotmq.ConsumerSet;
import io.carrotmq.Delivery;
import io.carrotmq.PublishException;
import io.carrotmq.Publisher;
import io.carrotmq.SendOptions;
import io.carrotmq.SubscribeOptions;
import io.carrotmq.TopologyException;
import io.carrotmq.UnroutableException;
import io.carrotmq.testkit.Await;
import io.carrotmq.topology.ExchangeDeclaration;
import io.carrotmq.topology.QueueDeclaration;
import io.carrotmq.topology.Topology;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Connections fail; messages do not get lost over it, and nobody has to be told to go on. */
interface RecoveryContract {

    ConnectRetry QUICK =
            ConnectRetry.DEFAULT.pauses(Duration.ofMillis(20), Duration.ofMillis(20), Duration.ofMillis(100));

    @Test
    default void k02_settlingAfterTheConnectionIsLostDoesNothing_andTheMessageComesAgainOnce(Bench bench)
            throws Exception {
        String queue = bench.queue();
        bench.send(queue, "hello");
        try (Consumer<String> consumer = bench.consumer(queue)) {
            Delivery<String> stale = Bench.next(consumer);
            bench.cut();
            assertThatThrownBy(() -> consumer.receive(Bench.PATIENCE)).isInstanceOf(ConsumerLostException.class);

            Delivery<String> again = Bench.next(consumer);
            assertThat(again.body()).isEqualTo("hello");
            assertThat(again.envelope().redelivered()).isTrue();
            assertThat(again.envelope().epoch()).isGreaterThan(stale.envelope().epoch());
            stale.ack();

            // The channel did not end over the stale tag, and the message is still this consumer's.
            bench.send(queue, "next");
            assertThat(Bench.take(consumer, 1)).containsExactly("next");
            again.ack();
            assertThat(consumer.receive(Bench.A_MOMENT)).isEmpty();
        }
        bench.awaitCount(queue, 0);
    }

    @Test
    default void k02_everyWayToSettleAStaleDeliveryDoesNothing(Bench bench) {
        String queue = bench.queue();
        bench.send(queue, "one", "two");
        try (Connection connection = bench.connect()) {
            Delivery<byte[]> first = Bench.fetched(connection, queue);
            Delivery<byte[]> second = Bench.fetched(connection, queue);
            bench.cut();
            bench.awaitCount(queue, 2);
            first.ack();
            second.requeue();
        }
        assertThat(bench.drain(queue)).containsExactlyInAnyOrder("one", "two");
    }

    @Test
    default void k04_queueDeletedUnderItsConsumerEndsItOrIsDeclaredAgain(Bench bench) throws Exception {
        if (!bench.deletesUnderConsumers()) {
            staysUnderItsConsumer(bench);
            return;
        }
        String lost = bench.queue();
        String kept = bench.name("queue");
        SubscribeOptions declaring = SubscribeOptions.DEFAULT
                .retry(QUICK)
                .topology(Topology.builder().queue(QueueDeclaration.of(kept)).build());
        try (Consumer<String> ending = bench.consumer(lost);
                Consumer<String> staying = bench.consumer(kept, declaring)) {
            List<String> handled = new CopyOnWriteArrayList<>();
            ending.onMessage(Delivery::ack).onMessage(delivery -> handled.add("ending"));
            staying.onMessage(Delivery::ack).onMessage(delivery -> handled.add("staying"));
            Future<Long> endingLoop = bench.inBackground(() -> ending.consume());
            Future<Long> stayingLoop = bench.inBackground(() -> staying.consume(2));
            bench.sendToFresh(lost, "first");
            Await.until("the consumer to declare its queue", Bench.PATIENCE, () -> bench.exists(kept));
            bench.sendToFresh(kept, "first");
            Await.until("both to be handled", Bench.PATIENCE, () -> handled.size() == 2);

            bench.deleteQueue(lost);
            bench.deleteQueue(kept);

            if (!bench.can(Capability.CANCEL_NOTICE)) {
                // Nobody tells: the loop waits until it is cancelled, or its connection is lost.
                ending.cancel();
                assertThat(Bench.result(endingLoop)).isEqualTo(1);
                bench.cut();
            } else {
                assertThatThrownBy(() -> Bench.result(endingLoop))
                        .isInstanceOf(ExecutionException.class)
                        .cause()
                        .isInstanceOfSatisfying(
                                ConsumerCancelledException.class,
                                end -> assertThat(end.queue()).isEqualTo(lost));
            }
            Await.until("the consumer to declare its queue again", Bench.PATIENCE, () -> bench.exists(kept));
            bench.sendToFresh(kept, "second");
            assertThat(Bench.result(stayingLoop)).isEqualTo(2);
            assertThat(bench.exists(lost)).isFalse();
        }
    }

    private static void staysUnderItsConsumer(Bench bench) throws Exception {
        String queue = bench.queue();
        try (Consumer<String> consumer = bench.consumer(queue)) {
            assertThat(consumer.receive(Duration.ZERO)).isEmpty();
            assertThatThrownBy(() -> bench.deleteQueue(queue)).isInstanceOf(IllegalStateException.class);
            bench.send(queue, "kept");
            assertThat(Bench.take(consumer, 1)).containsExactly("kept");
        }
    }

    @Test
    default void c19_pausesBetweenAttemptsGrowAndTheirNumberIsKept(Bench bench) throws Exception {
        List<Duration> pauses = new CopyOnWriteArrayList<>();
        List<ConnectException> failures = new CopyOnWriteArrayList<>();
        ConnectRetry schedule = QUICK.maxRetries(7).onFailure((failure, pause) -> {
            failures.add(failure);
            pauses.add(pause);
        });
        String queue = bench.queue();
        try (Consumer<String> consumer = bench.consumer(queue, SubscribeOptions.DEFAULT.retry(schedule))) {
            consumer.onMessage(Delivery::ack);
            Future<Long> loop = bench.inBackground(() -> consumer.consume());
            bench.send(queue, "hello");
            bench.awaitCount(queue, 0);

            bench.vanish();
            try {
                assertThatThrownBy(() -> loop.get(60, TimeUnit.SECONDS))
                        .isInstanceOf(ExecutionException.class)
                        .cause()
                        .isInstanceOfSatisfying(
                                ConnectException.class,
                                end -> assertThat(end.isTemporary()).isTrue());
            } finally {
                bench.reappear();
            }

            // Each failure but the last, which no other attempt follows.
            assertThat(pauses)
                    .containsExactlyElementsOf(IntStream.of(20, 40, 60, 80, 100, 100, 100)
                            .mapToObj(Duration::ofMillis)
                            .toList());
            assertThat(failures).allMatch(ConnectException::isTemporary);
        }
    }

    @Test
    default void c19_defaultPausesAreTwoFourSixUpToThirtySeconds() {
        assertThat(IntStream.rangeClosed(1, 17)
                        .mapToObj(ConnectRetry.DEFAULT::pause)
                        .map(Duration::toSeconds))
                .containsExactly(2L, 4L, 6L, 8L, 10L, 12L, 14L, 16L, 18L, 20L, 22L, 24L, 26L, 28L, 30L, 30L, 30L);
    }

    @Test
    default void c19_outageShorterThanTheScheduleIsSurvived(Bench bench) throws Exception {
        List<Duration> pauses = new CopyOnWriteArrayList<>();
        ConnectRetry schedule = QUICK.onFailure((failure, pause) -> pauses.add(pause));
        String queue = bench.queue();
        try (Consumer<String> consumer = bench.consumer(queue, SubscribeOptions.DEFAULT.retry(schedule))) {
            consumer.onMessage(Delivery::ack);
            Future<Long> loop = bench.inBackground(() -> consumer.consume(2));
            bench.send(queue, "one");
            bench.awaitCount(queue, 0);

            bench.vanish();
            try {
                Await.until("some attempts", Bench.PATIENCE, () -> pauses.size() >= 3);
            } finally {
                bench.reappear();
            }
            Await.until("the broker to be reached", Bench.PATIENCE, () -> {
                bench.send(queue, "two");
                return true;
            });
            assertThat(Bench.result(loop)).isEqualTo(2);
        }
    }

    @Test
    default void k01_eachOfAThousandSendsEndsInTheTruthWhenTheConnectionIsCut(Bench bench) throws Exception {
        String queue = bench.queue();
        Publisher<String> publisher = bench.to(queue);
        publisher.send("before");
        Sends sends = new Sends();

        sends.send(publisher, 1, 500);
        bench.cut();
        sends.send(publisher, 501, 1000);

        sends.awaitEnds();
        Await.until(
                "a send to get through",
                Bench.PATIENCE,
                () -> publisher.send("after").confirmed());
        sends.assertToldTheTruth(bench.drainPushed(queue), true);
    }

    @Test
    default void k04_eachOfAThousandSendsEndsInTheTruthWhenTheirQueueIsDeletedUnderItsConsumer(Bench bench)
            throws Exception {
        if (!bench.deletesUnderConsumers()) {
            staysUnderItsConsumer(bench);
            return;
        }
        String queue = bench.queue();
        Publisher<String> publisher = bench.to(queue);
        List<String> taken = new CopyOnWriteArrayList<>();
        Sends sends = new Sends();
        try (Consumer<String> consumer = bench.consumer(queue)) {
            consumer.onMessage(Delivery::ack).onMessage(delivery -> taken.add(delivery.body()));
            Future<Long> loop = bench.inBackground(() -> consumer.consume());
            publisher.send("before");
            Await.until("the consumer to run", Bench.PATIENCE, () -> taken.contains("before"));

            sends.send(publisher, 1, 500);
            bench.deleteQueue(queue);
            sends.send(publisher, 501, 1000);

            sends.awaitEnds();
            if (bench.can(Capability.MANDATORY)) { // otherwise what is dropped meanwhile counts as delivered
                assertThat(sends.failed()).isPositive();
            }
            if (bench.can(Capability.CANCEL_NOTICE)) {
                assertThatThrownBy(() -> Bench.result(loop)).hasCauseInstanceOf(ConsumerCancelledException.class);
            } else {
                consumer.cancel();
                assertThat(Bench.result(loop)).isPositive();
            }
        }
        sends.assertToldTheTruth(taken, false);
        try (ConnectionFactory others = bench.others()) {
            Publisher<String> another = Publisher.of(others, Bench.TEXT, SendOptions.DEFAULT.routingKey(queue));
            if (bench.makesQueues()) {
                assertThat(another.send("after").confirmed()).isTrue();
            } else {
                assertThatThrownBy(() -> another.send("after")).isInstanceOf(UnroutableException.class);
            }
        }
    }

    @Test
    default void publisherDeclaresItsTopologyAgainOnEachConnection(Bench bench) {
        String queue = bench.name("queue");
        Publisher<String> publisher = bench.publisher(SendOptions.DEFAULT
                .routingKey(queue)
                .topology(Topology.builder().queue(QueueDeclaration.of(queue)).build()));
        publisher.send("before");
        bench.deleteQueueFromElsewhere(queue);

        bench.cut();

        Await.until("a send to get through", Bench.PATIENCE, () -> {
            try {
                return publisher.send("after").confirmed();
            } catch (UnroutableException | TopologyException notYet) {
                return false; // the queue is still being deleted
            }
        });
        assertThat(bench.drain(queue)).containsOnly("after");
    }

    @Test
    default void publisherGoesOnAfterACut(Bench bench) {
        String queue = bench.queue();
        Publisher<String> publisher = bench.to(queue);
        publisher.send("before");

        bench.cut();
        Await.until(
                "a send to get through",
                Bench.PATIENCE,
                () -> publisher.send("after").confirmed());

        List<String> bodies = bench.drain(queue);
        assertThat(bodies).startsWith("before").contains("after");
    }

    @Test
    default void confirmedMessagesSurviveCuts_andFailedOnesCanBeSentAgain(Bench bench) {
        String queue = bench.queue();
        Publisher<String> publisher = bench.to(queue);
        for (int i = 0; i < 100; i++) {
            if (i % 25 == 10) {
                bench.cut();
            }
            String body = "m" + i;
            Await.until("a confirm", Bench.PATIENCE, () -> {
                try {
                    return publisher.send(body).confirmed();
                } catch (PublishException | ConnectException cut) {
                    return false;
                }
            });
        }
        Set<String> arrived = new TreeSet<>(bench.drain(queue));
        assertThat(arrived)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, 100).mapToObj(i -> "m" + i).toList());
    }

    @Test
    default void consumeComesBackByItself_afterDeclaringItsTopologyAgain(Bench bench) throws Exception {
        String exchange = bench.name("exchange");
        String queue = bench.name("queue");
        if (!bench.can(Capability.EXCLUSIVE_QUEUES)) {
            comesBackToADeletedQueue(bench);
            return;
        }
        // A queue that goes with its connection: without a new declaration nothing would come any more.
        SubscribeOptions options = SubscribeOptions.DEFAULT
                .retry(QUICK)
                .topology(Topology.builder()
                        .exchange(ExchangeDeclaration.fanout(exchange))
                        .queue(QueueDeclaration.exclusive(queue))
                        .bind(exchange, queue)
                        .build());
        List<String> handled = new CopyOnWriteArrayList<>();
        try (Consumer<String> consumer = bench.consumer(queue, options)) {
            consumer.onMessage(delivery -> {
                handled.add(delivery.body());
                delivery.ack();
            });
            Future<Long> loop = bench.inBackground(() -> consumer.consume());
            awaitArrival(bench, exchange, loop, handled, "before");

            bench.cut();
            awaitArrival(bench, exchange, loop, handled, "after");

            consumer.cancel();
            assertThat(Bench.result(loop)).isEqualTo(handled.size());
        }
    }

    /** Deleted while there is no connection: without a new declaration nothing would come any more. */
    private static void comesBackToADeletedQueue(Bench bench) throws Exception {
        String queue = bench.name("queue");
        SubscribeOptions options = SubscribeOptions.DEFAULT
                .retry(QUICK)
                .topology(Topology.builder().queue(QueueDeclaration.of(queue)).build());
        List<String> handled = new CopyOnWriteArrayList<>();
        try (Consumer<String> consumer = bench.consumer(queue, options)) {
            consumer.onMessage(Delivery::ack).onMessage(delivery -> handled.add(delivery.body()));
            Future<Long> loop = bench.inBackground(() -> consumer.consume());
            bench.sendToFresh(queue, "before");
            Await.until("the first", Bench.PATIENCE, () -> handled.contains("before"));

            bench.vanish();
            try {
                Await.until("the queue to be deleted", Bench.PATIENCE, () -> {
                    bench.deleteQueue(queue);
                    return true;
                });
            } finally {
                bench.reappear();
            }
            Await.until("the queue to be declared", Bench.PATIENCE, () -> bench.exists(queue));
            bench.sendToFresh(queue, "after");
            Await.until("the second", Bench.PATIENCE, () -> handled.contains("after"));

            consumer.cancel();
            assertThat(Bench.result(loop)).isEqualTo(handled.size());
        }
    }

    @Test
    default void streamAndFlowComeBackByThemselves(Bench bench) throws Exception {
        String streamed = bench.queue();
        String flowing = bench.queue();
        SubscribeOptions options = SubscribeOptions.DEFAULT.retry(QUICK);
        Requesting<String> subscriber = new Requesting<>();
        try (Consumer<String> stream = bench.consumer(streamed, options);
                Consumer<String> flow = bench.consumer(flowing, options)) {
            Future<List<String>> collected = bench.inBackground(() -> stream.stream()
                    .limit(2)
                    .peek(Delivery::ack)
                    .map(Delivery::body)
                    .toList());
            flow.flow().subscribe(subscriber);
            subscriber.request(2);
            bench.send(streamed, "one");
            bench.send(flowing, "one");
            bench.awaitCount(streamed, 0);
            Await.until("the first", Bench.PATIENCE, () -> subscriber.bodies().contains("one"));

            bench.cut();
            Await.until("a send to get through", Bench.PATIENCE, () -> {
                bench.send(streamed, "two");
                bench.send(flowing, "two");
                return true;
            });

            // An acknowledgement that was on its way at the cut makes a message come twice.
            assertThat(Bench.result(collected)).startsWith("one").hasSize(2);
            Await.until("the second", Bench.PATIENCE, () -> subscriber.bodies().size() == 2);
            assertThat(subscriber.failure()).isNull();
        }
    }

    @Test
    default void setComesBackByItself(Bench bench) throws Exception {
        String first = bench.queue();
        String second = bench.queue();
        SubscribeOptions options = SubscribeOptions.DEFAULT.retry(QUICK);
        List<String> handled = new CopyOnWriteArrayList<>();
        try (ConsumerSet set = ConsumerSet.of(bench.connections())) {
            set.add(first, Bench.AS_TEXT, options)
                    .add(second, Bench.AS_TEXT, options)
                    .onMessage(delivery -> {
                        handled.add((String) delivery.body());
                        delivery.ack();
                    });
            Future<Long> loop = bench.inBackground(() -> set.consume());
            bench.send(first, "one");
            Await.until("the first", Bench.PATIENCE, () -> handled.contains("one"));

            bench.cut();
            Await.until("a send to get through", Bench.PATIENCE, () -> {
                bench.send(second, "two");
                return true;
            });
            Await.until("the second", Bench.PATIENCE, () -> handled.contains("two"));

            set.cancel();
            assertThat(Bench.result(loop)).isGreaterThanOrEqualTo(2);
        }
    }

    private static void awaitArrival(Bench bench, String exchange, Future<Long> loop, List<String> handled, String body)
            throws Exception {
        Publisher<String> publisher = bench.to(exchange, "").with(options -> options.mandatory(false));
        Await.until(body + " to arrive", Bench.PATIENCE, () -> {
            try {
                publisher.send(body);
            } catch (PublishException | ConnectException notYet) {
                return false;
            }
            return handled.contains(body) || loop.isDone();
        });
        if (loop.isDone()) {
            throw new AssertionError("the loop ended after " + Bench.result(loop) + " messages");
        }
    }
}
