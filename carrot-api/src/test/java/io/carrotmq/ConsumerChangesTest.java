package io.carrotmq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrotmq.codec.Codecs;
import io.carrotmq.codec.Decoder;
import io.carrotmq.event.ConsumerEvent;
import io.carrotmq.event.ConsumerFailed;
import io.carrotmq.event.ConsumerPaused;
import io.carrotmq.event.ConsumerStarted;
import io.carrotmq.topology.QueueDeclaration;
import io.carrotmq.topology.Topology;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What listeners are told of how a consumer fares. */
@Timeout(30)
class ConsumerChangesTest {
    private static final ConnectRetry QUICK =
            ConnectRetry.DEFAULT.pauses(Duration.ofMillis(1), Duration.ofMillis(1), Duration.ofMillis(5));
    private static final SubscribeOptions OPTIONS = SubscribeOptions.DEFAULT.retry(QUICK);
    private static final Duration BOUND = Duration.ofSeconds(10);

    private final FakeBroker broker = new FakeBroker();
    private final Decoder<String> decoder =
            Codecs.of(getClass().getClassLoader()).decoder(String.class, "text/plain");
    private final List<ConsumerEvent> told = new CopyOnWriteArrayList<>();

    private Consumer<String> inbox(SubscribeOptions options) {
        return Consumer.of(broker, FakeBroker.QUEUE, decoder, options)
                .onMessage(delivery -> {})
                .onChange(told::add);
    }

    private static ConnectException unreachable() {
        return new ConnectException("FAKE-7", "unreachable", true, null);
    }

    private static ConsumerLostException lost() {
        return new ConsumerLostException("FAKE-8", "[inbox] lost; it comes again", null);
    }

    private static final ConsumerStarted STARTED = new ConsumerStarted(FakeBroker.QUEUE, FakeBroker.QUEUE);
    private static final ConsumerPaused PAUSED = new ConsumerPaused(FakeBroker.QUEUE, FakeBroker.QUEUE);

    private static ConsumerFailed failed(Exception cause, boolean givenUp) {
        return new ConsumerFailed(FakeBroker.QUEUE, FakeBroker.QUEUE, cause, givenUp);
    }

    private void take(Consumer<String> inbox) {
        broker.givenText("a");
        assertThat(inbox.consume(1)).isEqualTo(1);
    }

    @Test
    void consumerIsStartedOnceForSeveralCallsAndNeitherRestNorPrefetchIsAChange() throws Exception {
        Consumer<String> inbox = inbox(OPTIONS);
        assertThat(told).isEmpty();
        take(inbox);
        take(inbox);
        inbox.prefetch(3);
        take(inbox);
        broker.givenText("a");
        Optional<Delivery<String>> received = inbox.receive(BOUND);
        while (received.isEmpty()) { // resting has woken it
            received = inbox.receive(BOUND);
        }
        try (Stream<Delivery<String>> messages = inbox.stream()) {
            broker.givenText("a");
            assertThat(messages.limit(1)).hasSize(1);
        }
        inbox.close();
        assertThat(told).containsExactly(STARTED);
    }

    @Test
    void lossIsToldOnceAndThatItConsumesAgain() {
        Consumer<String> inbox = inbox(OPTIONS);
        take(inbox);
        ConsumeException loss = lost();
        broker.loss = loss;
        for (int i = 0; i < 4; i++) {
            broker.connectFailures.add(unreachable());
        }
        take(inbox);
        assertThat(told).containsExactly(STARTED, failed(loss, false), STARTED);
        take(inbox);
        assertThat(told).hasSize(3);
    }

    @Test
    void everyLossIsToldThatLasts() {
        Consumer<String> inbox = inbox(OPTIONS);
        for (int i = 0; i < 3; i++) {
            take(inbox);
            broker.loss = lost();
        }
        take(inbox);
        assertThat(told.stream().map(Object::getClass).map(Class::getSimpleName))
                .containsExactly(
                        "ConsumerStarted",
                        "ConsumerFailed",
                        "ConsumerStarted",
                        "ConsumerFailed",
                        "ConsumerStarted",
                        "ConsumerFailed",
                        "ConsumerStarted");
    }

    /** Accepted and lost again at once, again and again: one outage. */
    @Test
    void losingItAgainAtOnceIsTheSameOutage() {
        ConnectRetry slow = QUICK.pauses(Duration.ofMillis(200), Duration.ZERO, Duration.ofMillis(200));
        Consumer<String> inbox = inbox(SubscribeOptions.DEFAULT.retry(slow));
        AtomicInteger losses = new AtomicInteger();
        broker.onSubscribing = () -> {
            if (losses.incrementAndGet() <= 4) {
                broker.loss = lost();
            }
        };
        take(inbox);
        assertThat(losses.get()).isGreaterThanOrEqualTo(5);
        assertThat(told).hasSize(3);
        assertThat(told.get(0)).isEqualTo(STARTED);
        assertThat(told.get(1)).isInstanceOf(ConsumerFailed.class);
        assertThat(told.get(2)).isEqualTo(STARTED);
    }

    @Test
    void brokerThatIsNotThereAtFirstIsToldAsAFailure() {
        Consumer<String> inbox = inbox(OPTIONS);
        ConnectException first = unreachable();
        broker.connectFailures.add(first);
        broker.connectFailures.add(unreachable());
        take(inbox);
        assertThat(told).containsExactly(failed(first, false), STARTED);
    }

    @Test
    void givingUpIsToldAfterTheOutage() {
        Consumer<String> inbox = inbox(SubscribeOptions.DEFAULT.retry(QUICK.maxRetries(2)));
        ConnectException first = unreachable();
        ConnectException last = unreachable();
        broker.connectFailures.addAll(List.of(first, unreachable(), last));
        assertThatThrownBy(inbox::consume).isSameAs(last);
        assertThat(told).containsExactly(failed(first, false), failed(last, true));
    }

    @Test
    void whatCannotBeTriedAgainIsToldOnce() {
        Consumer<String> inbox = inbox(OPTIONS);
        ConnectException refused = new ConnectException("FAKE-9", "wrong password", false, null);
        broker.connectFailures.add(refused);
        assertThatThrownBy(inbox::consume).isSameAs(refused);
        assertThat(told).containsExactly(failed(refused, true));
    }

    @Test
    void queueThatIsMissingIsToldForEachLoopThatEndsForIt() {
        Consumer<String> inbox = inbox(OPTIONS);
        ConsumeException missing = new ConsumeException("FAKE-4", "no such queue", null);
        broker.loss = missing;
        assertThatThrownBy(inbox::consume).isSameAs(missing);
        broker.loss = missing;
        assertThatThrownBy(inbox::consume).isSameAs(missing);
        assertThat(told).containsExactly(failed(missing, true), failed(missing, true));
        take(inbox);
        assertThat(told).hasSize(3).endsWith(STARTED);
    }

    @Test
    void queueThatIsDeletedEndsItOrIsDeclaredAgain() {
        ConsumeException gone = new ConsumerCancelledException("FAKE-3", "[inbox] deleted", FakeBroker.QUEUE);
        Consumer<String> inbox = inbox(OPTIONS);
        take(inbox);
        broker.loss = gone;
        assertThatThrownBy(inbox::consume).isSameAs(gone);
        assertThat(told).containsExactly(STARTED, failed(gone, true));
        told.clear();
        Topology topology =
                Topology.builder().queue(QueueDeclaration.of(FakeBroker.QUEUE)).build();
        Consumer<String> declaring = inbox(OPTIONS.topology(topology));
        take(declaring);
        broker.loss = gone;
        take(declaring);
        assertThat(told).containsExactly(STARTED, failed(gone, false), STARTED);
    }

    @Test
    void receiveTellsOnceAndStartsAgain() throws Exception {
        Consumer<String> inbox = inbox(OPTIONS);
        ConnectException first = unreachable();
        broker.connectFailures.addAll(List.of(first, unreachable(), unreachable()));
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> inbox.receive(BOUND)).isInstanceOf(ConnectException.class);
        }
        broker.givenText("a");
        assertThat(inbox.receive(BOUND)).isPresent();
        assertThat(told).containsExactly(failed(first, true), STARTED);
    }

    @Test
    void pauseAndResumeAreToldToThoseWhoDoSo() throws Exception {
        Consumer<String> inbox = inbox(OPTIONS);
        List<Thread> threads = new CopyOnWriteArrayList<>();
        inbox.onChange(event -> threads.add(Thread.currentThread()));
        CompletableFuture<Long> handled = CompletableFuture.supplyAsync(inbox::consume);
        assertThat(broker.polling.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(told).containsExactly(STARTED);
        inbox.pause();
        inbox.pause();
        assertThat(told).containsExactly(STARTED, PAUSED);
        inbox.resume();
        inbox.resume();
        assertThat(told).containsExactly(STARTED, PAUSED, STARTED);
        assertThat(threads).hasSize(3).endsWith(Thread.currentThread(), Thread.currentThread());
        assertThat(threads.get(0)).isNotSameAs(Thread.currentThread());
        inbox.close();
        assertThat(handled.get(10, TimeUnit.SECONDS)).isZero();
        assertThat(told).hasSize(3);
    }

    @Test
    void consumerThatIsPausedAtRestStartsAgainWithTheNextCall() {
        Consumer<String> inbox = inbox(OPTIONS);
        take(inbox);
        inbox.pause();
        assertThat(told).containsExactly(STARTED, PAUSED);
        inbox.resume();
        assertThat(told).as("nobody takes messages").containsExactly(STARTED, PAUSED);
        take(inbox);
        assertThat(told).containsExactly(STARTED, PAUSED, STARTED);
    }

    @Test
    void consumerThatIsPausedBeforeItConnectsStartsWhenItIsResumed() throws Exception {
        Consumer<String> inbox = inbox(OPTIONS);
        inbox.pause();
        broker.givenText("a");
        assertThat(inbox.receive(Duration.ofMillis(1))).isEmpty();
        assertThat(told).containsExactly(PAUSED);
        inbox.resume();
        assertThat(told).containsExactly(PAUSED);
        assertThat(inbox.receive(BOUND)).isPresent();
        assertThat(told).containsExactly(PAUSED, STARTED);
    }

    @Test
    void resumingOneThatIsLostIsNoStart() {
        Consumer<String> inbox = inbox(OPTIONS);
        take(inbox);
        inbox.pause();
        ConsumeException loss = lost();
        broker.loss = loss;
        inbox.resume();
        take(inbox);
        assertThat(told).containsExactly(STARTED, PAUSED, failed(loss, false), STARTED);
    }

    @Test
    void listenerThatFailsHarmsNeitherTheOthersNorTheConsumer() {
        List<ConsumerEvent> second = new CopyOnWriteArrayList<>();
        Consumer<String> inbox = Consumer.of(broker, FakeBroker.QUEUE, decoder, OPTIONS)
                .onMessage(delivery -> {})
                .onChange(event -> {
                    throw new IllegalStateException("listener");
                })
                .onChange(second::add);
        try (LoggedLines lines = new LoggedLines()) {
            take(inbox);
            assertThat(lines.with("CARROT-0775 [inbox]")).hasSize(1);
        }
        assertThat(second).containsExactly(STARTED);
    }

    @Test
    void whatAListenerCausesIsToldAfterIt() {
        Consumer<String> inbox = Consumer.of(broker, FakeBroker.QUEUE, decoder, OPTIONS);
        CountDownLatch once = new CountDownLatch(1);
        inbox.onMessage(delivery -> {}).onChange(event -> {
            if (once.getCount() > 0) {
                once.countDown();
                inbox.pause();
                inbox.resume();
            }
            told.add(event);
        });
        take(inbox);
        assertThat(told).containsExactly(STARTED, PAUSED, STARTED);
    }

    @Test
    void flowTellsNothing() throws Exception {
        Consumer<String> inbox = inbox(OPTIONS);
        CountDownLatch taken = new CountDownLatch(1);
        broker.givenText("a");
        inbox.flow().subscribe(new java.util.concurrent.Flow.Subscriber<>() {
            @Override
            public void onSubscribe(java.util.concurrent.Flow.Subscription subscription) {
                subscription.request(1);
            }

            @Override
            public void onNext(Delivery<String> delivery) {
                taken.countDown();
            }

            @Override
            public void onError(Throwable failure) {
                throw new AssertionError(failure);
            }

            @Override
            public void onComplete() {
                // closed
            }
        });
        assertThat(taken.await(10, TimeUnit.SECONDS)).isTrue();
        inbox.close();
        assertThat(told).isEmpty();
    }
}
