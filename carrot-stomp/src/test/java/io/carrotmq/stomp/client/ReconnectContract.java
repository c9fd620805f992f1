package io.carrotmq.stomp.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrotmq.stomp.StompConnectionException;
import io.carrotmq.stomp.StompException;
import io.carrotmq.stomp.StompTimeoutException;
import io.carrotmq.stomp.command.AckMode;
import io.carrotmq.stomp.command.Connected;
import io.carrotmq.stomp.failover.BrokerAddress;
import io.carrotmq.stomp.frame.StompVersion;
import io.carrotmq.testkit.Await;
import io.carrotmq.testkit.Direction;
import io.carrotmq.testkit.FaultProxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Connections that are lost or cannot be made, with every broker in every version. */
abstract class ReconnectContract extends ClientTests {
    private static final Duration SHORT = Duration.ofMillis(300);

    ReconnectContract(TestedBroker broker) {
        super(broker);
    }

    /** Notes what it is told. */
    private static final class Notes implements ClientListener {
        final List<String> events = new CopyOnWriteArrayList<>();

        @Override
        public void connected(BrokerAddress broker, Connected connected) {
            events.add("connected");
        }

        @Override
        public void lost(BrokerAddress broker, StompException cause) {
            events.add("lost");
        }

        @Override
        public void ended(StompException cause) {
            events.add(cause == null ? "ended" : "ended " + cause.code());
        }
    }

    @ParameterizedTest
    @EnumSource
    void t02_subscribesAgain(StompVersion version) {
        FaultProxy proxy = proxy();
        Notes notes = new Notes();
        StompClient client = connected(options(proxy, version).listener(notes));
        StompSubscription each = client.subscribe(queue, SubscriptionOptions.DEFAULT);
        StompSubscription all = client.subscribe(queue + "-all", SubscriptionOptions.DEFAULT.ackMode(AckMode.CLIENT));
        send(client, "one");
        StompMessage before = receive(client, each);

        proxy.cut();
        StompMessage again = receive(client, each);

        assertThat(again.text()).isEqualTo("one");
        assertThat(before.isStale()).isTrue();
        assertThat(client.ack(before)).as("of the lost connection").isFalse();
        assertThat(client.ack(again)).isTrue();
        client.send(queue + "-all", bytes("a"));
        client.send(queue + "-all", bytes("b"));
        assertThat(client.ack(receive(client, all, 2).get(1))).isTrue();
        client.disconnect();
        assertThat(texts(queue)).isEmpty();
        assertThat(texts(queue + "-all")).isEmpty();
        Await.until("all events", BOUND, () -> notes.events.size() == 4);
        assertThat(notes.events).containsExactly("connected", "lost", "connected", "ended");
    }

    @ParameterizedTest
    @EnumSource
    void t02_forgetsWhatHandlersOfALostConnectionAcknowledge(StompVersion version) throws Exception {
        FaultProxy proxy = proxy();
        StompClient client = connected(options(proxy, version));
        AtomicInteger deliveries = new AtomicInteger();
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch handled = new CountDownLatch(2);
        client.subscribe(queue, SubscriptionOptions.DEFAULT.concurrency(2), message -> {
            if (deliveries.incrementAndGet() == 1) {
                begun.countDown();
                release.await();
            }
            handled.countDown();
        });
        send(client, "one");
        begun.await();

        proxy.cut();
        Await.until("the second delivery", BOUND, () -> deliveries.get() == 2);
        release.countDown();
        handled.await();

        client.send(queue, bytes("two"));
        Await.until("the third delivery", BOUND, () -> deliveries.get() == 3);
        client.disconnect();
        assertThat(texts(queue)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void t08_failsReceiptsOfALostConnection(StompVersion version) throws Exception {
        FaultProxy proxy = proxy();
        AsyncStompClient client = connected(options(proxy, version)).async();
        proxy.blackhole(Direction.BROKER_TO_CLIENT);
        CompletionStage<StompSubscription> subscribed =
                client.subscribe(queue + "-other", SubscriptionOptions.DEFAULT, message -> null);
        CompletionStage<Void> sent = client.send(queue, bytes("one"), Map.of());
        assertThat(returned(1)).as("what the broker has").containsExactly("one");

        proxy.heal();

        for (CompletionStage<?> each : List.of(sent, subscribed)) {
            assertThatThrownBy(() -> await(each))
                    .hasCauseExactlyInstanceOf(StompConnectionException.class)
                    .hasMessageContaining("CARROT-0464")
                    .hasMessageContaining("may or may not");
        }
        await(client.send(queue + "-other", bytes("two"), Map.of()));
        assertThat(texts(queue + "-other")).as("not subscribed").containsExactly("two");
    }

    @ParameterizedTest
    @EnumSource
    void t08_boundsReceipts(StompVersion version) {
        FaultProxy proxy = proxy();
        StompClient client = connected(options(proxy, version).receiptTimeout(SHORT));
        proxy.blackhole(Direction.BROKER_TO_CLIENT);

        assertThatThrownBy(() -> client.send(queue, bytes("one")))
                .isInstanceOf(StompTimeoutException.class)
                .hasMessageStartingWith("CARROT-0463");
        proxy.cut();
        proxy.heal();
    }

    @ParameterizedTest
    @EnumSource
    void t07_doesNotReplayTransactions(StompVersion version) {
        FaultProxy proxy = proxy();
        StompClient client = connected(options(proxy, version));
        StompSubscription subscription = client.subscribe(queue, SubscriptionOptions.DEFAULT);
        send(client, "in");
        StompMessage before = receive(client, subscription);
        StompTransaction transaction = client.begin();
        transaction.send(queue + "-out", bytes("out"));

        proxy.cut();
        StompMessage again = receive(client, subscription);

        assertThatThrownBy(() -> transaction.send(queue + "-out", bytes("late")))
                .isInstanceOf(StompConnectionException.class)
                .hasMessageStartingWith("CARROT-0466");
        assertThatThrownBy(transaction::commit).hasMessageStartingWith("CARROT-0466");
        transaction.close();
        try (StompTransaction next = client.begin()) {
            assertThatThrownBy(() -> next.ack(before))
                    .isInstanceOf(StompConnectionException.class)
                    .hasMessageStartingWith("CARROT-0468");
            next.commit();
        }
        client.ack(again);
        client.disconnect();
        assertThat(texts(queue)).isEmpty();
        assertThat(texts(queue + "-out")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void t02_waitsForTheConnectionInBounds(StompVersion version) throws Exception {
        FaultProxy proxy = proxy();
        StompClient client = connected(options(proxy, version));
        StompClient impatient = connected(options(proxy, version).waitTimeout(SHORT));
        proxy.refuse();
        Await.until("the loss", BOUND, () -> client.connected() == null && impatient.connected() == null);

        CompletionStage<Void> waiting = client.async().send(queue, bytes("one"), Map.of());
        assertThatThrownBy(() -> impatient.send(queue, bytes("two")))
                .isInstanceOf(StompTimeoutException.class)
                .hasMessageStartingWith("CARROT-0462");
        assertThatThrownBy(() -> impatient.begin())
                .isInstanceOf(StompTimeoutException.class)
                .hasMessageStartingWith("CARROT-0462");
        assertThat(waiting.toCompletableFuture()).isNotDone();
        proxy.heal();
        await(waiting);

        assertThat(texts(queue)).containsExactly("one");
    }

    @ParameterizedTest
    @EnumSource
    void t11_triesTheNextBrokerWhenOneDoesNotAnswer(StompVersion version) {
        FaultProxy silent = proxy();
        silent.halfOpen();
        String both = "failover:(" + silent.uri(broker.uri()) + "," + broker.uri() + ")?randomize=false";
        ClientOptions.Builder options = options(both + ",startupMaxReconnectAttempts=20", version);
        ConnectionOptions impatient = options.build().connection().toBuilder()
                .connectedTimeout(Duration.ofMillis(500))
                .build();
        StompClient client = connected(options.connection(impatient));
        send(client, "one");
        assertThat(texts(queue)).containsExactly("one");

        StompClient once =
                StompClient.of(options(both, version).connection(impatient).build());
        assertThatThrownBy(once::connect)
                .isInstanceOf(StompTimeoutException.class)
                .hasMessageContaining("startupMaxReconnectAttempts")
                .cause()
                .isInstanceOf(StompTimeoutException.class)
                .hasMessageContaining("connectedTimeout");
    }

    @ParameterizedTest
    @EnumSource
    void t10_disconnectsWhileReconnecting(StompVersion version) throws Exception {
        FaultProxy proxy = proxy();
        Notes notes = new Notes();
        StompClient client = connected(options(proxy, version).listener(notes));
        StompSubscription subscription = client.subscribe(queue, SubscriptionOptions.DEFAULT);
        proxy.refuse();
        Await.until("the loss", BOUND, () -> client.connected() == null);
        CompletableFuture<Void> waiting =
                client.async().send(queue, bytes("one"), Map.of()).toCompletableFuture();

        client.disconnect();

        assertThatThrownBy(() -> await(waiting)).hasMessageContaining("CARROT-0460");
        assertThatThrownBy(() -> client.receive(subscription, BOUND)).isInstanceOf(StompConnectionException.class);
        await(client.async().ended());
        Await.until("all events", BOUND, () -> notes.events.size() == 3);
        assertThat(notes.events).containsExactly("connected", "lost", "ended");
    }
}
