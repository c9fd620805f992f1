package io.carrotmq.stomp.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrotmq.stomp.StompProtocolException;
import io.carrotmq.stomp.StompTimeoutException;
import io.carrotmq.stomp.command.AckMode;
import io.carrotmq.stomp.frame.StompVersion;
import io.carrotmq.testkit.Await;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Handlers: acknowledgement, failures, and the end of a client that is handling, with every broker in every version. */
abstract class HandlerContract extends ClientTests {
    private static final Duration SHORT = Duration.ofMillis(200);

    private final String errors = queue + "-errors";
    private final CountDownLatch fine = new CountDownLatch(1);

    HandlerContract(TestedBroker broker) {
        super(broker);
    }

    private static void fail(StompMessage message) {
        throw new IllegalStateException("boom");
    }

    private MessageHandler failOnPoison() {
        return message -> {
            if (message.text().equals("poison")) {
                fail(message);
            }
            fine.countDown();
        };
    }

    @ParameterizedTest
    @EnumSource
    void t06_acknowledgesWhatIsHandled(StompVersion version) throws Exception {
        StompClient client = connected(version);
        send(client, "one", "two", "three");
        CountDownLatch handled = new CountDownLatch(3);

        client.subscribe(queue, SubscriptionOptions.DEFAULT.concurrency(2), message -> handled.countDown());

        handled.await();
        client.disconnect();
        assertThat(texts(queue)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void t06_acknowledgesWhenTheStageCompletes(StompVersion version) throws Exception {
        AsyncStompClient client = connected(version).async();
        await(client.send(queue, bytes("kept"), Map.of()));
        await(client.send(queue, bytes("done"), Map.of()));
        CompletableFuture<Void> done = new CompletableFuture<>();
        CountDownLatch begun = new CountDownLatch(2);

        await(client.subscribe(queue, SubscriptionOptions.DEFAULT.concurrency(2), message -> {
            begun.countDown();
            return message.text().equals("done") ? done : new CompletableFuture<>();
        }));
        begun.await();
        done.complete(null);

        assertThatThrownBy(() -> await(client.disconnect(Duration.ofSeconds(1))))
                .hasCauseInstanceOf(StompTimeoutException.class);
        assertThat(returned(1)).containsExactly("kept");
    }

    @ParameterizedTest
    @EnumSource
    void t06_acknowledgesUpToTheFirstUnfinished(StompVersion version) throws Exception {
        StompClient client = connected(version);
        send(client, "one", "two", "three");
        CountDownLatch finished = new CountDownLatch(2);
        CountDownLatch release = new CountDownLatch(1);

        client.subscribe(
                queue, SubscriptionOptions.DEFAULT.ackMode(AckMode.CLIENT).concurrency(3), message -> {
                    if (message.text().equals("two")) {
                        release.await();
                    } else {
                        finished.countDown();
                    }
                });
        finished.await();
        assertThatThrownBy(() -> client.disconnect(SHORT)).isInstanceOf(StompTimeoutException.class);
        release.countDown();

        assertThat(returned(2)).containsExactlyInAnyOrder("two", "three");
    }

    @ParameterizedTest
    @EnumSource
    void t09_forwardsWhatFailed(StompVersion version) throws Exception {
        StompClient client = connected(version);
        client.send(queue, bytes("poison"), Map.of("persistent", "true", "foo", "bar", "priority", "7"));
        send(client, "fine");
        StompSubscription parked = client.subscribe(errors, SubscriptionOptions.DEFAULT);

        client.subscribe(queue, SubscriptionOptions.DEFAULT.errorDestination(errors), failOnPoison());

        StompMessage copy = receive(client, parked);
        client.ack(copy);
        assertThat(copy.text()).isEqualTo("poison");
        assertThat(copy.headers())
                .containsEntry("foo", "bar")
                .containsEntry("message-failed", "boom")
                .containsEntry("persistent", "true");
        assertThat(copy.destination()).isEqualTo(errors);
        assertThat(copy.header("subscription")).isEqualTo(parked.id());
        assertThat(copy.header("priority")).isNotEqualTo("7");
        fine.await();
        assertThat(client.connected()).as("still connected").isNotNull();
        client.disconnect();
        assertThat(texts(queue)).isEmpty();
        assertThat(texts(errors)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void t09_forwardsInOrderWhenAcknowledgingAllBefore(StompVersion version) throws Exception {
        StompClient client = connected(version);
        send(client, "poison", "fine");
        StompSubscription parked = client.subscribe(errors, SubscriptionOptions.DEFAULT);

        client.subscribe(
                queue, SubscriptionOptions.DEFAULT.ackMode(AckMode.CLIENT).errorDestination(errors), failOnPoison());

        StompMessage copy = receive(client, parked);
        assertThat(copy.header("message-failed")).isEqualTo("boom");
        client.ack(copy);
        fine.await();
        client.disconnect();
        assertThat(texts(queue)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void t09_forwardsAndDisconnects(StompVersion version) {
        StompClient client = connected(version);
        send(client, "poison");
        CompletionStage<Void> ended = client.async().ended();

        client.subscribe(
                queue,
                SubscriptionOptions.DEFAULT
                        .errorDestination(errors)
                        .onMessageFailed(FailureAction.FORWARD_AND_DISCONNECT),
                HandlerContract::fail);

        assertThatThrownBy(() -> await(ended))
                .isInstanceOf(ExecutionException.class)
                .rootCause()
                .hasMessage("boom");
        assertThat(texts(errors)).containsExactly("poison");
        assertThat(texts(queue)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void t09_stopsAndLosesNothing(StompVersion version) {
        CompletableFuture<Throwable> stopped = new CompletableFuture<>();
        StompClient client = connected(options(version).listener(new ClientListener() {
            @Override
            public void stopped(StompSubscription subscription, Throwable cause) {
                stopped.complete(cause);
            }
        }));
        send(client, "poison", "fine");

        // One at a time: RabbitMQ ends the connection if a message is on its way that has lost its subscription.
        client.subscribe(queue, SubscriptionOptions.DEFAULT.prefetch(1), HandlerContract::fail);

        assertThat(stopped.join()).hasMessage("boom");
        assertThat(client.connected()).as("still connected").isNotNull();
        client.disconnect();
        assertThat(returned(2)).containsExactlyInAnyOrder("poison", "fine");
    }

    @ParameterizedTest
    @EnumSource
    void t09_disconnectsAndReplaysWhenConnectedAgain(StompVersion version) throws Exception {
        StompClient client = connected(version);
        send(client, "poison");
        CompletionStage<Void> ended = client.async().ended();
        AtomicInteger attempts = new AtomicInteger();
        CountDownLatch handled = new CountDownLatch(1);

        client.subscribe(queue, SubscriptionOptions.DEFAULT.onMessageFailed(FailureAction.DISCONNECT), message -> {
            if (attempts.incrementAndGet() == 1) {
                fail(message);
            }
            handled.countDown();
        });
        assertThatThrownBy(() -> await(ended)).hasMessageContaining("CARROT-0474");
        client.connect();

        handled.await();
        client.disconnect();
        assertThat(texts(queue)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void t09_acknowledgesWhatFailedIfToldSo(StompVersion version) {
        StompClient client = connected(version);
        send(client, "poison");
        CompletableFuture<String> failed = new CompletableFuture<>();

        client.subscribe(
                queue,
                SubscriptionOptions.DEFAULT.onMessageFailed((message, cause) -> {
                    failed.complete(message.text() + ": " + cause.getMessage());
                    return FailureAction.ACK;
                }),
                HandlerContract::fail);

        assertThat(failed.join()).isEqualTo("poison: boom");
        client.disconnect();
        assertThat(texts(queue)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void t10_waitsForHandlersWhenDisconnecting(StompVersion version) throws Exception {
        StompClient client = connected(version);
        send(client, "1", "2", "3", "4", "5");
        CountDownLatch begun = new CountDownLatch(5);
        CountDownLatch release = new CountDownLatch(1);
        client.subscribe(queue, SubscriptionOptions.DEFAULT.concurrency(5), message -> {
            begun.countDown();
            release.await();
            client.send(queue + "-out", message.body());
        });
        begun.await();

        CompletionStage<Void> disconnected = client.async().disconnect(BOUND);
        Await.until("disconnecting", BOUND, () -> client.connected() == null);
        assertThat(disconnected.toCompletableFuture()).isNotDone();
        release.countDown();
        await(disconnected);

        assertThat(texts(queue)).isEmpty();
        assertThat(texts(queue + "-out")).containsExactlyInAnyOrder("1", "2", "3", "4", "5");
    }

    @ParameterizedTest
    @EnumSource
    void t10_losesNothingWhenHandlersTakeTooLong(StompVersion version) throws Exception {
        StompClient client = connected(version);
        send(client, "quick", "slow", "never begun");
        CountDownLatch begun = new CountDownLatch(2);
        CountDownLatch release = new CountDownLatch(1);
        client.subscribe(queue, message -> {
            begun.countDown();
            if (!message.text().equals("quick")) {
                release.await();
            }
        });
        begun.await();

        assertThatThrownBy(() -> client.disconnect(SHORT))
                .isInstanceOf(StompTimeoutException.class)
                .hasMessageStartingWith("CARROT-0470");

        assertThat(client.connected()).isNull();
        release.countDown();
        assertThat(returned(2)).containsExactlyInAnyOrder("slow", "never begun");
    }

    @ParameterizedTest
    @EnumSource
    void t10_waitsForHandlersWhenUnsubscribing(StompVersion version) throws Exception {
        StompClient client = connected(version);
        send(client, "one");
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        StompSubscription subscription = client.subscribe(queue, message -> {
            begun.countDown();
            release.await();
        });
        begun.await();

        CompletionStage<Void> unsubscribed = client.async().unsubscribe(subscription, Map.of());
        assertThat(unsubscribed.toCompletableFuture()).isNotDone();
        release.countDown();
        await(unsubscribed);

        send(client, "two");
        assertThat(texts(queue)).containsExactly("two");
        assertThat(client.connected()).as("no ERROR for a late acknowledgement").isNotNull();
    }

    @ParameterizedTest
    @EnumSource
    void t10_refusesToWaitForTheHandlerThatAsks(StompVersion version) {
        StompClient client = connected(version);
        send(client, "one");
        CompletableFuture<List<Throwable>> thrown = new CompletableFuture<>();

        client.subscribe(
                queue,
                message -> thrown.complete(List.of(
                        org.assertj.core.api.Assertions.catchThrowable(client::disconnect),
                        org.assertj.core.api.Assertions.catchThrowable(
                                () -> client.unsubscribe(message.subscription())))));

        assertThat(thrown.join())
                .allSatisfy(each -> assertThat(each)
                        .isInstanceOf(StompProtocolException.class)
                        .hasMessageStartingWith("CARROT-0472"));
    }
}
