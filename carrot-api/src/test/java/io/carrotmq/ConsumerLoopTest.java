package io.carrotmq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrotmq.FakeBroker.FakeDelivery;
import io.carrotmq.codec.Codecs;
import io.carrotmq.codec.Decoder;
import io.carrotmq.topology.QueueDeclaration;
import io.carrotmq.topology.Topology;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How consumers come back, pause, and take no more than they are asked for. */
@Timeout(30)
class ConsumerLoopTest {
    private static final Topology TOPOLOGY =
            Topology.builder().queue(QueueDeclaration.of(FakeBroker.QUEUE)).build();
    private static final ConnectRetry QUICK =
            ConnectRetry.DEFAULT.pauses(Duration.ofMillis(1), Duration.ofMillis(1), Duration.ofMillis(5));

    private final FakeBroker broker = new FakeBroker();
    private final Decoder<String> decoder =
            Codecs.of(getClass().getClassLoader()).decoder(String.class, "text/plain");
    private final List<String> handled = new ArrayList<>();

    private Consumer<String> inbox(SubscribeOptions options) {
        return Consumer.of(broker, FakeBroker.QUEUE, decoder, options)
                .onMessage(delivery -> handled.add(delivery.body()));
    }

    private static ConnectException unreachable() {
        return new ConnectException("FAKE-7", "unreachable", true, null);
    }

    @Test
    void loopComesBackAfterALoss() {
        List<String> told = new ArrayList<>();
        Consumer<String> inbox =
                inbox(SubscribeOptions.DEFAULT.retry(QUICK.onFailure((failure, pause) -> told.add(failure.code()))));
        broker.givenText("a");
        assertThat(inbox.consume(1)).isEqualTo(1);
        broker.loss = new ConsumerLostException("FAKE-8", "lost", null);
        broker.connectFailures.add(unreachable());
        broker.connectFailures.add(unreachable());
        broker.givenText("b");
        assertThat(inbox.consume(1)).isEqualTo(1);
        assertThat(handled).containsExactly("a", "b");
        assertThat(told.stream().filter("FAKE-7"::equals)).hasSize(2);
        assertThat(broker.open).as("the lost connection was given back").hasValue(1);
        inbox.close();
        assertThat(broker.open).hasValue(0);
    }

    @Test
    void usedUpScheduleEndsTheLoop() {
        Consumer<String> inbox = inbox(SubscribeOptions.DEFAULT.retry(QUICK.maxRetries(2)));
        for (int i = 0; i < 5; i++) {
            broker.connectFailures.add(unreachable());
        }
        assertThatThrownBy(inbox::consume).isInstanceOf(ConnectException.class).hasMessageStartingWith("FAKE-7");
        assertThat(broker.connectAttempts).hasValue(3);
    }

    @Test
    void cancelAndCloseEndTheWaitBetweenAttempts() throws Exception {
        for (boolean close : new boolean[] {false, true}) {
            CountDownLatch waiting = new CountDownLatch(1);
            ConnectRetry slow = ConnectRetry.DEFAULT
                    .pauses(Duration.ofHours(1), Duration.ZERO, Duration.ofHours(1))
                    .onFailure((failure, pause) -> waiting.countDown());
            Consumer<String> inbox = inbox(SubscribeOptions.DEFAULT.retry(slow));
            broker.connectFailures.add(unreachable());
            CompletableFuture<Long> loop = CompletableFuture.supplyAsync(inbox::consume);
            waiting.await();
            if (close) {
                inbox.close();
            } else {
                inbox.cancel();
            }
            assertThat(loop.get(20, TimeUnit.SECONDS)).isZero();
        }
    }

    @Test
    void refusalEndsTheLoop() {
        ConsumeException refused = new ConsumeException("FAKE-9", "refused", null);
        broker.loss = refused;
        assertThatThrownBy(() -> inbox(SubscribeOptions.DEFAULT).consume()).isSameAs(refused);
    }

    @Test
    void deletedQueueEndsTheLoopUnlessItIsDeclaredAgain() {
        ConsumerCancelledException deleted = new ConsumerCancelledException("FAKE-10", "deleted", FakeBroker.QUEUE);
        broker.givenText("a");
        Consumer<String> without = inbox(SubscribeOptions.DEFAULT);
        without.consume(1);
        broker.loss = deleted;
        assertThatThrownBy(without::consume).isSameAs(deleted);

        Consumer<String> with = inbox(SubscribeOptions.DEFAULT.topology(TOPOLOGY));
        broker.givenText("b");
        with.consume(1);
        broker.loss = deleted;
        broker.givenText("c");
        assertThat(with.consume(1)).isEqualTo(1);
        assertThat(handled).containsExactly("a", "b", "c");
    }

    @Test
    void firstUseSeesToTheTopologyAndFetchUsesTheMode() {
        Consumer<String> inbox =
                inbox(SubscribeOptions.DEFAULT.topology(TOPOLOGY).acknowledgement(Acknowledgement.AUTO));
        inbox.fetch();
        inbox.fetch();
        inbox.discardAll();
        assertThat(broker.declared).containsExactly(TOPOLOGY);
        assertThat(broker.calls).containsExactly("fetch inbox AUTO", "fetch inbox AUTO");
    }

    @Test
    void pauseAndPrefetchAreInForceOnEachSubscription() throws Exception {
        Consumer<String> inbox = inbox(SubscribeOptions.DEFAULT);
        inbox.prefetch(7);
        assertThatThrownBy(() -> inbox.prefetch(0)).isInstanceOf(ConfigurationException.class);
        inbox.pause();
        broker.givenText("a");
        assertThat(inbox.receive(Duration.ofMillis(1))).isEmpty();
        assertThat(broker.calls).as("paused before it began").isEmpty();
        inbox.resume();
        assertThat(inbox.receive(Duration.ofSeconds(5)).orElseThrow().body()).isEqualTo("a");
        inbox.pause();
        inbox.pause();
        assertThat(inbox.receive(Duration.ofMillis(1))).isEmpty();
        inbox.resume();
        assertThat(broker.calls).containsExactly("subscribe inbox 7", "prefetch 7", "pause", "resume");
    }

    @Test
    void iteratorTakesWhatIsThere() {
        broker.givenText("a");
        FakeDelivery malformed = broker.given("text/plain", "utf-8", (byte) 0xC3);
        broker.givenText("b");
        Iterator<Delivery<String>> iterator = inbox(SubscribeOptions.DEFAULT).iterator();
        assertThat(iterator.next().body()).isEqualTo("a");
        assertThat(broker.calls).as("not one more than was asked for").hasSize(1);
        assertThat(iterator.hasNext()).isTrue();
        assertThatThrownBy(iterator::next).isInstanceOf(CodecException.class);
        assertThat(malformed.state()).isEqualTo(Delivery.State.DEAD_LETTERED);
        assertThat(iterator.next().body()).isEqualTo("b");
        assertThat(iterator.hasNext()).isFalse();
        assertThatThrownBy(iterator::next).isInstanceOf(NoSuchElementException.class);
    }

    @Test
    void streamTakesWhatItsLimitSaysAndGoesOnAfterALoss() {
        broker.givenText("a");
        broker.given("text/plain", "utf-8", (byte) 0xC3);
        broker.givenText("b");
        FakeDelivery third = broker.givenText("c");
        Consumer<String> inbox = inbox(SubscribeOptions.DEFAULT.retry(QUICK));
        broker.loss = new ConsumerLostException("FAKE-8", "lost", null);
        try (Stream<Delivery<String>> messages = inbox.stream()) {
            assertThat(messages.limit(2).map(Delivery::body)).containsExactly("a", "b");
        }
        assertThat(third.state()).isEqualTo(Delivery.State.RECEIVED);
        assertThat(broker.calls).endsWith("pause");
        assertThat(inbox.fetch().orElseThrow().body()).isEqualTo("c");
    }

    @Test
    void streamEndsWhenTheConsumerIsCancelledOrItsThreadInterrupted() {
        broker.givenText("a");
        Consumer<String> inbox = inbox(SubscribeOptions.DEFAULT);
        try (Stream<Delivery<String>> messages = inbox.stream()) {
            assertThat(messages.peek(delivery -> inbox.cancel()).count()).isEqualTo(1);
        }
        try (Stream<Delivery<String>> messages = inbox.stream()) {
            Thread.currentThread().interrupt();
            assertThat(messages.count()).isZero();
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void discardingByAFilterGivesTheOthersBackInTheirOrder() {
        FakeDelivery a = broker.givenText("a");
        FakeDelivery b = broker.givenText("b");
        FakeDelivery malformed = broker.given("text/plain", "utf-8", (byte) 0xC3);
        FakeDelivery c = broker.givenText("c");
        Consumer<String> inbox = inbox(SubscribeOptions.DEFAULT);
        assertThat(inbox.discardAll(delivery -> delivery.body().equals("b"))).isEqualTo(1);
        assertThat(b.state()).isEqualTo(Delivery.State.ACKED);
        assertThat(List.of(a.state(), malformed.state(), c.state())).containsOnly(Delivery.State.REQUEUED);
        assertThat(broker.calls).endsWith("requeue 1", "requeue 3", "requeue 4");
    }

    @Test
    void filterThatThrowsKeepsNothing() {
        FakeDelivery a = broker.givenText("a");
        Consumer<String> inbox = inbox(SubscribeOptions.DEFAULT);
        assertThatThrownBy(() -> inbox.discardAll(delivery -> {
                    throw new IllegalStateException("filter");
                }))
                .hasMessage("filter");
        assertThat(a.state()).isEqualTo(Delivery.State.REQUEUED);
    }

    @Test
    void discardingByAFilterNeedsManualAcknowledgementAndAQueue() {
        for (Acknowledgement mode : List.of(Acknowledgement.AUTO, Acknowledgement.NONE)) {
            Consumer<String> inbox = inbox(SubscribeOptions.DEFAULT.acknowledgement(mode));
            assertThatThrownBy(() -> inbox.discardAll(delivery -> true))
                    .isInstanceOf(ConsumeException.class)
                    .hasMessageStartingWith("CARROT-0760 ");
        }
        Consumer<String> nowhere = Consumer.of(broker, "missing", decoder, SubscribeOptions.DEFAULT);
        assertThatThrownBy(() -> nowhere.discardAll(delivery -> true)).hasMessageStartingWith("CARROT-0761 ");
    }

    @Test
    void receiveOfAPausedConsumerWaitsToTheEnd() throws Exception {
        Consumer<String> inbox = inbox(SubscribeOptions.DEFAULT);
        inbox.pause();
        long start = System.nanoTime();
        assertThat(inbox.receive(Duration.ofMillis(300))).isEmpty();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(300));
    }

    @Test
    void cancelWhileItSubscribesLeavesNothingSentAhead() throws Exception {
        Consumer<String> inbox = inbox(SubscribeOptions.DEFAULT);
        broker.onSubscribing = inbox::cancel;
        assertThat(inbox.receive(Duration.ofMillis(1))).isEmpty();
        assertThat(broker.calls).containsExactly("subscribe inbox 20", "pause");
        broker.onSubscribing = () -> {};
        broker.givenText("a");
        broker.givenText("b");
        inbox.receive(Duration.ofSeconds(5));
        assertThat(inbox.receive(Duration.ofSeconds(5))).isPresent();
        assertThat(broker.calls).containsExactly("subscribe inbox 20", "pause", "resume");
    }

    /** The broker may still hold the queue, or the consumer's place, for the connection that is lost. */
    @Test
    void exclusiveConsumerComesBackThoughItIsRefusedForAWhile() {
        for (boolean exclusive : new boolean[] {true, false}) {
            broker.refusal = null;
            broker.givenText("a");
            Consumer<String> inbox =
                    inbox(SubscribeOptions.DEFAULT.exclusive(exclusive).retry(QUICK));
            inbox.consume(1);
            broker.loss = new ConsumerLostException("FAKE-8", "[inbox] lost; it comes again", null);
            broker.refusal = new TopologyException("FAKE-12", "[queue inbox] locked; wait", null);
            broker.refusals = 3;
            broker.givenText("b");
            if (exclusive) {
                assertThat(inbox.consume(1)).isEqualTo(1);
            } else {
                assertThatThrownBy(() -> inbox.consume(1)).isSameAs(broker.refusal);
            }
        }
    }

    @Test
    void whatHappenedIsToldWithoutTheNumbersAndAdviceOfItsCauses() {
        ConnectException failure = Messages.lostSoon(
                "inbox", 1_500_000_000, new ConsumerLostException("FAKE-8", "[inbox] reset; it comes again", null));
        assertThat(Messages.comesBack("inbox", failure))
                .startsWith("CARROT-0764 [inbox] does not consume: "
                        + "the consumer was lost 1500 ms after it had begun: reset; it comes back");
    }
}
