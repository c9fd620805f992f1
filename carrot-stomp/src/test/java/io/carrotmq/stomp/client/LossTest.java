package io.carrotmq.stomp.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrotmq.stomp.StompConnectionException;
import io.carrotmq.stomp.StompException;
import io.carrotmq.stomp.client.FakeBroker.Conversation;
import io.carrotmq.stomp.command.AckMode;
import io.carrotmq.stomp.failover.BrokerAddress;
import io.carrotmq.testkit.Await;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What becomes of messages and waits when connections, subscriptions and clients end under them. */
class LossTest extends ScriptedBrokerTests {
    private static final SubscriptionOptions AUTO = SubscriptionOptions.DEFAULT.ackMode(AckMode.AUTO);

    private final CountDownLatch lost = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);
    private final BlockingQueue<String> handled = new LinkedBlockingQueue<>();

    private ClientOptions.Builder telling(FakeBroker broker) {
        return options(broker, "").listener(new ClientListener() {
            @Override
            public void lost(BrokerAddress from, StompException cause) {
                lost.countDown();
            }
        });
    }

    /** Gives three messages on the first connection, which ends when the test says so. */
    private FakeBroker givesThree() {
        return broker(peer -> {
            peer.greet("version:1.2");
            if (connections.incrementAndGet() > 1) {
                answer(peer);
                return;
            }
            String subscribe = peer.frame();
            receipt(peer, subscribe);
            for (String text : List.of("one", "two", "three")) {
                message(peer, subscribe, text);
            }
            hangUp.await();
        });
    }

    private void noteSlowly(StompMessage message) throws InterruptedException {
        handled.add(message.text());
        release.await();
    }

    private List<String> handled(int count) throws InterruptedException {
        List<String> texts = new java.util.ArrayList<>();
        for (int i = 0; i < count; i++) {
            texts.add(String.valueOf(handled.poll(30, TimeUnit.SECONDS)));
        }
        return texts;
    }

    @Test
    void t06_whatIsNotToBeAcknowledged_isHandledAlsoWhenItsConnectionIsLost() throws Exception {
        StompClient client = connected(telling(givesThree()));
        client.subscribe("/queue/a", AUTO, this::noteSlowly);
        assertThat(handled(1)).containsExactly("one");
        hangUp.countDown();
        assertThat(lost.await(30, TimeUnit.SECONDS)).isTrue();
        release.countDown();

        assertThat(handled(2)).containsExactly("two", "three");
    }

    @Test
    void t06_whatIsNotToBeAcknowledged_isReceivedAlsoWhenItsConnectionIsLost() throws Exception {
        StompClient client = connected(telling(givesThree()));
        StompSubscription subscription = client.subscribe("/queue/a", AUTO);
        hangUp.countDown();
        assertThat(lost.await(30, TimeUnit.SECONDS)).isTrue();

        for (String text : List.of("one", "two", "three")) {
            StompMessage message = client.receive(subscription, BOUND);
            assertThat(message).as(text).isNotNull();
            assertThat(message.text()).isEqualTo(text);
            assertThat(message.isStale()).isFalse();
        }
    }

    /** Gives three messages, and receipts everything. */
    private FakeBroker givesThreeAndAnswers() {
        return broker(peer -> {
            peer.greet("version:1.2");
            String subscribe = peer.frame();
            receipt(peer, subscribe);
            for (String text : List.of("one", "two", "three")) {
                message(peer, subscribe, text);
            }
            answer(peer);
        });
    }

    @Test
    void t10_whatIsNotToBeAcknowledged_isHandledBeforeTheClientDisconnects() throws Exception {
        StompClient client = connected(options(givesThreeAndAnswers(), ""));
        client.subscribe("/queue/a", AUTO, this::noteSlowly);
        client.send("/queue/b", body()); // behind its receipt all three have come
        CompletableFuture<Void> disconnected = client.async().disconnect(BOUND).toCompletableFuture();
        release.countDown();

        assertThat(handled(3)).containsExactly("one", "two", "three");
        await(disconnected);
    }

    @Test
    void t06_whatAHandlerAcknowledgesByItself_doesNotHoldBackWhatCameLater() throws Exception {
        CountDownLatch thirdBegan = new CountDownLatch(1);
        FakeBroker broker = broker(peer -> {
            peer.greet("version:1.2");
            String subscribe = peer.frame();
            receipt(peer, subscribe);
            for (String text : List.of("one", "two", "three")) {
                message(peer, subscribe, text);
            }
            answer(peer);
        });
        StompClient client = connected(broker);
        client.subscribe(
                "/queue/a", SubscriptionOptions.DEFAULT.ackMode(AckMode.CLIENT).concurrency(2), message -> {
                    if (message.text().equals("one")) {
                        thirdBegan.await(); // for which the second had to be finished
                        client.ack(message);
                    } else if (message.text().equals("three")) {
                        thirdBegan.countDown();
                        release.await();
                    }
                });

        assertThat(frame()).startsWith("ACK\n").contains("id:one");
        assertThat(frame()).startsWith("ACK\n").contains("id:two");
        release.countDown();
        assertThat(frame()).startsWith("ACK\n").contains("id:three");
    }

    @Test
    void t10_disconnectingEndsWithTheConnection_whateverIsWaiting() throws Exception {
        FakeBroker broker = broker(peer -> {
            peer.greet("version:1.2");
            frames.add(peer.frame());
            hangUp.await();
        });
        Duration long_ = Duration.ofMinutes(10);
        AsyncStompClient client = connected(
                        options(broker, "").sendWindow(1).waitTimeout(long_).receiptTimeout(long_))
                .async();
        CompletableFuture<Void> first =
                client.send("/queue/a", body(), Map.of()).toCompletableFuture();
        CompletableFuture<Void> second =
                client.send("/queue/b", body(), Map.of()).toCompletableFuture();
        frame();
        CompletableFuture<Void> disconnected = client.disconnect(long_).toCompletableFuture();
        hangUp.countDown();

        assertThatThrownBy(() -> await(first)).cause().isInstanceOf(StompConnectionException.class);
        assertThatThrownBy(() -> await(second)).cause().isInstanceOf(StompConnectionException.class);
        assertThatThrownBy(() -> await(disconnected)).cause().hasMessageStartingWith("CARROT-0471");
    }

    @Test
    void t10_whatIsSentMeanwhile_doesNotKeepAClientFromDisconnecting() throws Exception {
        FakeBroker broker = broker(peer -> {
            peer.greet("version:1.2");
            String send = peer.frame();
            frames.add(send);
            hangUp.await();
            receipt(peer, send);
            answer(peer);
        });
        AsyncStompClient client = connected(broker).async();
        CompletableFuture<Void> first =
                client.send("/queue/a", body(), Map.of()).toCompletableFuture();
        frame();
        CompletableFuture<Void> disconnected =
                client.disconnect(Duration.ofMinutes(10)).toCompletableFuture();

        Await.until(
                "a refusal",
                BOUND,
                () -> client.send("/queue/b", body(), Map.of())
                        .handle((nothing, failure) ->
                                failure != null && failure.getMessage().contains("CARROT-0460"))
                        .toCompletableFuture()
                        .getNow(false));
        assertThat(first).isNotDone();
        hangUp.countDown();
        await(first);
        await(disconnected);
    }

    @Test
    void t02_whatIsBeingUnsubscribed_isNotSubscribedAgain() throws Exception {
        StompClient client = connected(telling(givesThree()));
        StompSubscription subscription = client.subscribe("/queue/a", SubscriptionOptions.DEFAULT, this::noteSlowly);
        assertThat(handled(1)).containsExactly("one");
        CompletableFuture<Void> unsubscribed =
                client.async().unsubscribe(subscription, Map.of()).toCompletableFuture();
        hangUp.countDown();

        assertThat(lost.await(30, TimeUnit.SECONDS)).isTrue();
        client.send("/queue/b", body());
        assertThat(frame()).as("the first frame of the second connection").startsWith("SEND\n");
        release.countDown();
        await(unsubscribed);
        assertThat(handled).isEmpty();
    }

    @Test
    void t02_aSubscriptionNobodyWaitsForAnyMore_isTakenBack() throws Exception {
        FakeBroker broker = broker(peer -> {
            peer.greet("version:1.2");
            String subscribe = peer.frame();
            frames.add(subscribe);
            hangUp.await();
            receipt(peer, subscribe);
            answer(peer);
        });
        StompClient client = connected(broker);
        CompletableFuture<Throwable> thrown = new CompletableFuture<>();
        Thread subscriber = new Thread(() -> {
            try {
                client.subscribe("/queue/a", SubscriptionOptions.DEFAULT);
            } catch (StompConnectionException e) {
                thrown.complete(e);
            }
        });
        subscriber.start();
        String subscribe = frame();
        subscriber.interrupt();
        assertThat(await(thrown)).hasMessageStartingWith("CARROT-0469");
        subscriber.join();
        hangUp.countDown();

        assertThat(frame()).startsWith("UNSUBSCRIBE\n").contains("id:" + Conversation.header(subscribe, "id") + "\n");
    }

    @Test
    void t07_abortAndUnsubscribe_needNoThreadOfTheExecutor() throws Exception {
        ExecutorService single = Executors.newSingleThreadExecutor();
        try {
            FakeBroker broker = broker(peer -> {
                peer.greet("version:1.2");
                answer(peer);
            });
            StompClient client = connected(options(broker, "").executor(single));
            StompSubscription subscription = client.subscribe("/queue/a", SubscriptionOptions.DEFAULT);

            single.submit(() -> {
                        client.begin().abort();
                        client.unsubscribe(subscription);
                    })
                    .get(30, TimeUnit.SECONDS);

            assertThat(frame()).startsWith("SUBSCRIBE\n");
            assertThat(frame()).startsWith("BEGIN\n");
            assertThat(frame()).startsWith("ABORT\n");
            assertThat(frame()).startsWith("UNSUBSCRIBE\n");
            client.disconnect();
        } finally {
            single.shutdownNow();
        }
    }

    @Test
    void t09_aDecisionThatFails_stopsTheSubscription() throws Exception {
        CompletableFuture<Throwable> stopped = new CompletableFuture<>();
        StompClient client = connected(options(givesThreeAndAnswers(), "").listener(new ClientListener() {
            @Override
            public void stopped(StompSubscription subscription, Throwable cause) {
                stopped.complete(cause);
            }
        }));
        FailureHandler broken = (message, cause) -> {
            throw new AssertionError("undecided");
        };
        client.subscribe("/queue/a", SubscriptionOptions.DEFAULT.onMessageFailed(broken), message -> {
            throw new IllegalStateException("boom");
        });

        assertThat(await(stopped)).isInstanceOf(IllegalStateException.class).hasMessage("boom");
        assertThat(frame()).startsWith("UNSUBSCRIBE\n");
    }
}
