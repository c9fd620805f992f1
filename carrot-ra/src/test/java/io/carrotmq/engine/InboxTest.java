package io.carrotmq.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrotmq.Acknowledgement;
import io.carrotmq.Capability;
import io.carrotmq.ConsumeException;
import io.carrotmq.ConsumerCancelledException;
import io.carrotmq.ConsumerLostException;
import io.carrotmq.Delivery;
import io.carrotmq.MessageStateException;
import io.carrotmq.SubscribeOptions;
import io.carrotmq.UnsupportedException;
import io.carrotmq.testkit.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a subscription says to the broker, and when. */
@Timeout(60)
class InboxTest {
    private static final Duration BOUND = Duration.ofSeconds(20);
    private static final String FIRST = "carrot-1";
    private static final String SECOND = "carrot-2";

    private final EngineThreads threads = new EngineThreads();
    private final RecordingBroker broker = new RecordingBroker();

    @AfterEach
    void end() {
        threads.close();
    }

    private Inbox inbox(int prefetch) {
        return inbox(SubscribeOptions.DEFAULT.prefetch(prefetch));
    }

    private Inbox inbox(SubscribeOptions options) {
        Inbox inbox = new Inbox(broker.connection(threads), "q", options);
        broker.told.clear();
        return inbox;
    }

    private static Delivery<byte[]> next(Inbox inbox) throws InterruptedException {
        return inbox.poll(BOUND).orElseThrow();
    }

    private static List<Delivery<byte[]>> take(Inbox inbox, int count) throws InterruptedException {
        List<Delivery<byte[]>> taken = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            taken.add(next(inbox));
        }
        return taken;
    }

    private Stream<String> acks() {
        return broker.told.stream().filter(frame -> frame.startsWith("ack"));
    }

    @Test
    void messagesThatComeBeforeTheBrokersAnswerAreNotLost() throws Exception {
        broker.whileConsuming = () -> broker.deliver(FIRST, 2);
        Inbox inbox = inbox(10);
        assertThat(take(inbox, 2))
                .extracting(delivery -> delivery.envelope().queue())
                .containsOnly("q");
    }

    @Test
    void aQuarterOfThePrefetchIsAcknowledgedTogether() throws Exception {
        Inbox inbox = inbox(400);
        broker.deliver(FIRST, 250);
        for (Delivery<byte[]> delivery : take(inbox, 250)) {
            delivery.ack();
        }
        assertThat(acks().limit(2))
                .as("or a little earlier, where the time was over")
                .allMatch(frame -> frame.endsWith("before"));
        assertThat(inbox.poll(Duration.ZERO)).isEmpty();
        assertThat(broker.told).last().isIn("ack 250 and before", "ack 250");
        assertThat(broker.told.size()).isLessThan(50);
    }

    @Test
    void whoeverIsAboutToWaitAcknowledgesFirst() throws Exception {
        Inbox inbox = inbox(400);
        broker.deliver(FIRST, 3);
        List<Delivery<byte[]>> taken = take(inbox, 3);
        taken.get(0).ack();
        taken.get(2).ack();
        assertThat(inbox.poll(Duration.ZERO)).isEmpty();
        assertThat(broker.told).containsExactly("ack 1", "ack 3");
        taken.get(1).ack();
        Await.until("the last in time", BOUND, () -> broker.told.contains("ack 2"));
    }

    @Test
    void acknowledgementGoesOutInTimeThoughNobodyPolls() throws Exception {
        Inbox inbox = inbox(400);
        broker.deliver(FIRST, 2);
        take(inbox, 2).forEach(Delivery::ack);
        Await.until("both in time", BOUND, () -> acks().anyMatch(frame -> frame.startsWith("ack 2")));
    }

    @Test
    void prefetchOfOneIsAcknowledgedAtOnce() throws Exception {
        Inbox inbox = inbox(1);
        broker.deliver(FIRST, 1);
        next(inbox).ack();
        assertThat(broker.told).containsExactly("ack 1");
    }

    @Test
    void rejectedAndRequeuedGoOutAtOnceAndAloneAndAreNotAcknowledgedByOthers() throws Exception {
        Inbox inbox = inbox(400);
        broker.deliver(FIRST, 5);
        List<Delivery<byte[]>> taken = take(inbox, 5);
        taken.get(0).ack();
        taken.get(1).reject();
        taken.get(4).ack();
        taken.get(2).requeue();
        assertThat(broker.told).contains("reject 2", "requeue 3");
        inbox.poll(Duration.ZERO);
        assertThat(broker.told)
                .contains("ack 1")
                .doesNotContain("ack 5 and before")
                .contains("ack 5");
        taken.get(3).ack();
        inbox.poll(Duration.ZERO);
        assertThat(broker.told).last().isEqualTo("ack 4");
    }

    @Test
    void unpolledOfACancelledQueueIsGivenBackAndNotAcknowledgedByLaterOnes() throws Exception {
        Inbox inbox = inbox(400);
        inbox.add("other", SubscribeOptions.DEFAULT.prefetch(400));
        broker.told.clear();
        broker.deliver(FIRST, 1);
        broker.deliver(SECOND, 1);
        broker.deliver(FIRST, 1);
        Delivery<byte[]> first = next(inbox);
        inbox.cancel("other");
        inbox.cancel("unknown");
        Delivery<byte[]> third = next(inbox);
        first.ack();
        third.ack();
        inbox.poll(Duration.ZERO);
        assertThat(broker.told.subList(0, 2)).containsExactly("cancel carrot-2", "requeue 2");
        assertThat(third.envelope().deliveryTag()).isEqualTo(3);
    }

    @Test
    void secondConsumerOfTheSameQueueIsRefused() {
        Inbox inbox = inbox(10);
        assertThatThrownBy(() -> inbox.add("q", SubscribeOptions.DEFAULT))
                .isInstanceOf(ConsumeException.class)
                .hasMessageStartingWith("CARROT-0723");
        assertThat(broker.told).isEmpty();
    }

    @Test
    void pauseAndResume() throws Exception {
        Inbox inbox = inbox(400);
        broker.deliver(FIRST, 3);
        Delivery<byte[]> taken = next(inbox);
        taken.ack();
        inbox.pause();
        inbox.pause();
        assertThat(broker.told).containsExactly("cancel carrot-1", "requeue 2", "requeue 3", "ack 1");
        assertThat(inbox.poll(Duration.ZERO)).isEmpty();
        inbox.resume();
        inbox.resume();
        assertThat(broker.told).last().isEqualTo("consume q carrot-2 400");
        broker.deliver(SECOND, 1);
        assertThat(next(inbox).envelope().deliveryTag()).isEqualTo(4);
    }

    @Test
    void prefetchConsumesAnewAndKeepsWhatWasTaken() throws Exception {
        Inbox inbox = inbox(400);
        broker.deliver(FIRST, 2);
        Delivery<byte[]> taken = next(inbox);
        inbox.prefetch(3);
        assertThat(broker.told).containsExactly("cancel carrot-1", "requeue 2", "consume q carrot-2 3");
        taken.ack();
        assertThat(broker.told).last().isEqualTo("ack 1");
    }

    @Test
    void stopGivesBackAndSendsWhatWaitsAndEachLaterAcknowledgementAtOnce() throws Exception {
        Inbox inbox = inbox(400);
        broker.deliver(FIRST, 3);
        List<Delivery<byte[]>> taken = take(inbox, 2);
        taken.get(0).ack();
        inbox.stop();
        assertThat(broker.told).containsExactly("cancel carrot-1", "requeue 3", "ack 1");
        taken.get(1).ack();
        assertThat(broker.told).last().isEqualTo("ack 2");
        assertThatThrownBy(() -> inbox.poll(Duration.ZERO)).hasMessageStartingWith("CARROT-0707");
    }

    @Test
    void whatIsSettledAfterTheEndIsCountedOnce() throws Exception {
        Inbox inbox = inbox(400);
        broker.deliver(FIRST, 5);
        List<Delivery<byte[]>> taken = take(inbox, 4);
        taken.get(0).ack();
        taken.get(1).ack();
        broker.end();
        assertThatThrownBy(() -> inbox.poll(BOUND)).isInstanceOf(ConsumerLostException.class);
        taken.get(2).requeue();
        taken.get(3).reject();
        assertThatThrownBy(taken.get(3)::ack).isInstanceOf(MessageStateException.class);
        inbox.close();
        assertThat(inbox.settlement().repeated()).isEqualTo(3);
        assertThat(inbox.settlement().stale()).isEqualTo(4);
        assertThat(acks().toList()).as("but for what went out in time").doesNotContain("ack 5", "ack 4");
    }

    @Test
    void automaticModeAcknowledgesWhatIsHandedOutAndNoOther() throws Exception {
        Inbox inbox = inbox(SubscribeOptions.DEFAULT.prefetch(4).acknowledgement(Acknowledgement.AUTO));
        broker.deliver(FIRST, 2);
        Delivery<byte[]> taken = next(inbox);
        assertThat(taken.state()).isEqualTo(Delivery.State.ACKED);
        assertThat(broker.told).containsExactly("ack 1");
        inbox.close();
        assertThat(broker.told).containsExactly("ack 1", "cancel carrot-1", "requeue 2");
    }

    @Test
    void withoutAcknowledgementsNothingIsSentAndNothingLost() throws Exception {
        Inbox inbox = inbox(SubscribeOptions.DEFAULT.acknowledgement(Acknowledgement.NONE));
        broker.deliver(FIRST, 3);
        Delivery<byte[]> taken = next(inbox);
        assertThatThrownBy(taken::ack).isInstanceOf(MessageStateException.class);
        inbox.pause();
        inbox.resume();
        assertThat(next(inbox).envelope().deliveryTag()).isEqualTo(2);
        broker.end();
        assertThat(next(inbox).envelope().deliveryTag())
                .as("the broker has forgotten it")
                .isEqualTo(3);
        assertThatThrownBy(() -> inbox.poll(BOUND)).isInstanceOf(ConsumerLostException.class);
        assertThat(broker.told).containsExactly("cancel carrot-1", "consume q carrot-1 20");
        assertThat(inbox.settlement().stale()).isZero();
    }

    @Test
    void floodWithoutAcknowledgementsIsHeldBack() throws Exception {
        Inbox inbox = inbox(SubscribeOptions.DEFAULT.acknowledgement(Acknowledgement.NONE));
        broker.deliver(FIRST, 9_000);
        Await.until("the brake", BOUND, () -> broker.told.contains("cancel carrot-1"));
        for (int i = 1; i <= 9_000; i++) {
            assertThat(next(inbox).envelope().deliveryTag()).isEqualTo(i);
        }
        Await.until("more is wanted", BOUND, () -> broker.told.contains("consume q carrot-1 20"));
        broker.deliver(FIRST, 1);
        assertThat(next(inbox).envelope().deliveryTag()).isEqualTo(9_001);
    }

    @Test
    void brakeIsOffThoughItsTurnsComeInTheOtherOrder() throws Exception {
        Inbox inbox = inbox(SubscribeOptions.DEFAULT.acknowledgement(Acknowledgement.NONE));
        CountDownLatch busy = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1);
        broker.whileConsuming = () -> {
            busy.countDown();
            awaitQuietly(done);
        };
        CompletableFuture<Void> adding = CompletableFuture.runAsync(() -> inbox.add("other", SubscribeOptions.DEFAULT));
        busy.await();
        ThreadPoolExecutor workers = (ThreadPoolExecutor) threads.workers();
        broker.deliver(FIRST, 9_000);
        Await.until("who brakes waits", BOUND, () -> workers.getActiveCount() == 1);
        take(inbox, 9_000);
        Await.until("who lets go waits", BOUND, () -> workers.getActiveCount() == 2);
        done.countDown();
        adding.join();
        Await.until("both have had their turn", BOUND, () -> workers.getActiveCount() == 0);
        assertThat(broker.told.stream().filter(frame -> frame.endsWith("carrot-1") || frame.contains("carrot-1 ")))
                .as("braked never, or not any more")
                .satisfiesAnyOf(
                        frames -> assertThat(frames).isEmpty(),
                        frames -> assertThat(frames).last().isEqualTo("consume q carrot-1 20"));
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void consumerThatCouldNotBeAskedForCanBeAddedAgain() throws Exception {
        Inbox inbox = inbox(10);
        broker.whileConsuming = () -> {
            throw new IllegalStateException("an argument that does not fit");
        };
        assertThatThrownBy(() -> inbox.add("other", SubscribeOptions.DEFAULT))
                .isInstanceOf(IllegalStateException.class);
        broker.whileConsuming = () -> {};
        inbox.add("other", SubscribeOptions.DEFAULT);
        broker.deliver("carrot-3", 1);
        assertThat(next(inbox).envelope().queue()).isEqualTo("other");
    }

    @Test
    void bigMessagesAreHeldBackByTheirSize() {
        Inbox inbox = inbox(SubscribeOptions.DEFAULT.acknowledgement(Acknowledgement.NONE));
        for (int i = 0; i < 17; i++) {
            broker.deliver(FIRST, new byte[1 << 20]);
        }
        Await.until("the brake", BOUND, () -> broker.told.contains("cancel carrot-1"));
        inbox.close();
    }

    @Test
    void brokersCancelEndsTheOnlyConsumer() throws Exception {
        Inbox inbox = inbox(10);
        broker.cancelByBroker(FIRST);
        assertThatThrownBy(() -> inbox.poll(BOUND)).isInstanceOf(ConsumerCancelledException.class);
        assertThatThrownBy(() -> inbox.poll(BOUND)).isInstanceOf(ConsumerCancelledException.class);
    }

    @Test
    void brokersCancelOfOneOfSeveralIsToldOnce() throws Exception {
        Inbox inbox = inbox(10);
        inbox.add("other", SubscribeOptions.DEFAULT);
        broker.deliver(FIRST, 1);
        broker.cancelByBroker(FIRST);
        Await.until("what is given back", BOUND, () -> broker.told.contains("requeue 1"));
        broker.deliver(SECOND, 1);
        assertThatThrownBy(() -> inbox.poll(BOUND))
                .isInstanceOfSatisfying(
                        ConsumerCancelledException.class,
                        e -> assertThat(e.queue()).isEqualTo("q"));
        assertThat(next(inbox).envelope().queue()).isEqualTo("other");
        inbox.add("q", SubscribeOptions.DEFAULT);
        broker.deliver("carrot-3", 1);
        assertThat(next(inbox).envelope().queue()).isEqualTo("q");
    }

    @Test
    void whatABrokerWouldKeepCannotBeRejected() throws Exception {
        broker.capabilities = EnumSet.complementOf(EnumSet.of(Capability.REJECT));
        Inbox inbox = inbox(10);
        broker.deliver(FIRST, 1);
        Delivery<byte[]> taken = next(inbox);
        assertThatThrownBy(taken::reject)
                .isInstanceOfSatisfying(
                        UnsupportedException.class,
                        e -> assertThat(e.capability()).isEqualTo(Capability.REJECT))
                .hasMessageStartingWith("CARROT-0720 [q] message 1 ");
        assertThat(taken.state()).isEqualTo(Delivery.State.RECEIVED);
        taken.requeue();
        assertThat(broker.told).containsExactly("requeue 1");
        assertThatThrownBy(taken::reject).isInstanceOf(MessageStateException.class);
    }

    @Test
    void fetchedAreAcknowledgedAtOnce() {
        try (Fetching fetching = new Fetching(broker.connection(threads))) {
            Delivery<byte[]> first =
                    fetching.fetch("q", SubscribeOptions.DEFAULT).orElseThrow();
            fetching.fetch("q", SubscribeOptions.DEFAULT).orElseThrow().ack();
            first.ack();
            Delivery<byte[]> third = fetching.fetch("q", SubscribeOptions.DEFAULT.acknowledgement(Acknowledgement.AUTO))
                    .orElseThrow();
            Delivery<byte[]> fourth = fetching.fetch(
                            "q", SubscribeOptions.DEFAULT.acknowledgement(Acknowledgement.NONE))
                    .orElseThrow();
            assertThat(List.of(third.state(), fourth.state())).containsOnly(Delivery.State.ACKED);
        }
        assertThat(broker.told).containsExactly("get q", "get q", "ack 2", "ack 1", "get q", "ack 3", "get q noAck");
    }

    /** Messages arrive, are settled in every way by several threads, and the consumer is paused meanwhile. */
    @Test
    void eachMessageIsSettledExactlyOnce() throws Exception {
        Inbox inbox = inbox(100);
        int count = 20_000;
        CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> broker.deliverToConsumer(count));
        CompletableFuture<Void> pausing = CompletableFuture.runAsync(() -> {
            for (int i = 0; i < 50; i++) {
                inbox.pause();
                inbox.resume();
            }
        });
        List<CompletableFuture<Void>> settling = new ArrayList<>();
        while (!sending.isDone()
                || !pausing.isDone()
                || inbox.poll(Duration.ZERO).map(this::settled).isPresent()) {
            inbox.poll(Duration.ofMillis(1))
                    .ifPresent(delivery -> settling.add(CompletableFuture.runAsync(() -> settled(delivery))));
        }
        CompletableFuture.allOf(settling.toArray(CompletableFuture[]::new)).join();
        inbox.close();

        boolean[] settled = new boolean[count + 1];
        for (String frame : broker.told) {
            String[] words = frame.split(" ");
            if (List.of("ack", "requeue", "reject").contains(words[0])) {
                int tag = Integer.parseInt(words[1]);
                assertThat(settled[tag]).as(frame).isFalse();
                for (int i = tag; i > 0 && (i == tag || words.length > 2); i--) {
                    settled[i] = true;
                }
            }
        }
        for (int i = 1; i <= count; i++) {
            assertThat(settled[i]).as("message " + i).isTrue();
        }
    }

    private boolean settled(Delivery<byte[]> delivery) {
        switch ((int) (delivery.envelope().deliveryTag() % 5)) {
            case 0 -> delivery.requeue();
            case 1 -> delivery.reject();
            default -> delivery.ack();
        }
        return true;
    }
}
