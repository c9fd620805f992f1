package io.carrotmq.stomp.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrotmq.stomp.StompConnectionException;
import io.carrotmq.stomp.StompException;
import io.carrotmq.stomp.StompTimeoutException;
import io.carrotmq.stomp.client.FakeBroker.Conversation;
import io.carrotmq.stomp.command.AckMode;
import io.carrotmq.stomp.command.StompErrorException;
import io.carrotmq.stomp.failover.BrokerAddress;
import io.carrotmq.testkit.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The clients with a peer that does what no broker does on request. */
@Timeout(60)
class StompClientTest extends ScriptedBrokerTests {
    @Test
    void t02_subscribesAgainInOrderAfterAnError() throws Exception {
        CompletableFuture<StompException> lost = new CompletableFuture<>();
        FakeBroker broker = broker(peer -> {
            peer.greet("version:1.2", "server:ActiveMQ/6.0");
            if (connections.incrementAndGet() > 1) {
                answer(peer);
                return;
            }
            for (int i = 0; i < 2; i++) {
                String subscribe = peer.frame();
                frames.add(subscribe);
                receipt(peer, subscribe);
            }
            peer.write("ERROR\nmessage:no more\n\n\0");
        });
        StompClient client = connected(options(broker, "").listener(new ClientListener() {
            @Override
            public void lost(BrokerAddress from, StompException cause) {
                lost.complete(cause);
            }
        }));

        client.subscribe(
                "/queue/a", SubscriptionOptions.DEFAULT.ackMode(AckMode.CLIENT).header("selector", "a > 1"));
        client.subscribe("/queue/b", SubscriptionOptions.DEFAULT.id("mine").prefetch(7));
        List<String> first = List.of(frame(), frame());
        List<String> second = List.of(frame(), frame());

        assertThat(second)
                .map(StompClientTest::withoutReceipt)
                .isEqualTo(first.stream().map(StompClientTest::withoutReceipt).toList());
        assertThat(first.get(0)).contains("destination:/queue/a", "ack:client", "selector:a > 1");
        assertThat(first.get(1)).contains("id:mine", "ack:client-individual", "activemq.prefetchSize:7");
        assertThat(lost.join()).isInstanceOf(StompErrorException.class).hasMessageContaining("no more");
    }

    private static List<String> withoutReceipt(String frame) {
        return frame.lines().filter(line -> !line.startsWith("receipt:")).toList();
    }

    @Test
    void t02_isNotConnectedBeforeItsSubscriptionsAreBack() throws Exception {
        CountDownLatch answer = new CountDownLatch(1);
        FakeBroker broker = broker(peer -> {
            peer.greet("version:1.2");
            String subscribe = peer.frame();
            frames.add(subscribe);
            if (connections.incrementAndGet() == 1) {
                receipt(peer, subscribe);
                return; // which ends the connection
            }
            answer.await();
            receipt(peer, subscribe);
            answer(peer);
        });
        StompClient client = connected(broker);
        client.subscribe("/queue/a", SubscriptionOptions.DEFAULT);
        frame();
        frame();

        assertThat(client.connected()).isNull();
        CompletableFuture<Void> sent =
                client.async().send("/queue/b", body(), Map.of()).toCompletableFuture();
        answer.countDown();

        sent.get(30, TimeUnit.SECONDS);
        assertThat(client.connected()).isNotNull();
    }

    @Test
    void t08_failsWhatTheBrokerRefusesByName() {
        FakeBroker broker = broker(peer -> {
            peer.greet("version:1.2");
            String send = peer.frame();
            peer.write("ERROR\nreceipt-id:" + Conversation.header(send, "receipt") + "\nmessage:denied\n\n\0");
        });
        StompClient client = connected(broker);

        assertThatThrownBy(() -> client.send("/queue/a", body()))
                .isInstanceOf(StompErrorException.class)
                .hasMessageContaining("denied");
    }

    @Test
    void t08_boundsSendsWithoutReceipt() throws Exception {
        CountDownLatch answer = new CountDownLatch(1);
        FakeBroker broker = broker(peer -> {
            peer.greet("version:1.2");
            List<String> unanswered = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                unanswered.add(peer.frame());
                frames.add(unanswered.get(i));
            }
            answer.await();
            for (String each : unanswered) {
                receipt(peer, each);
            }
            answer(peer);
        });
        AsyncStompClient client = connected(options(broker, "").sendWindow(2)).async();

        List<CompletableFuture<Void>> sends = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            sends.add(client.send("/queue/" + i, body(), Map.of()).toCompletableFuture());
        }
        assertThatThrownBy(() -> sends.get(4).get(30, TimeUnit.SECONDS)).hasMessageContaining("CARROT-0462");
        frame();
        frame();
        assertThat(frames).as("beyond the window").isEmpty();
        answer.countDown();

        for (CompletableFuture<Void> each : sends.subList(0, 4)) {
            each.get(30, TimeUnit.SECONDS);
        }
        assertThat(Conversation.header(frame(), "destination")).isEqualTo("/queue/2");
        assertThat(Conversation.header(frame(), "destination")).isEqualTo("/queue/3");
    }

    @Test
    void t02_givesUp() throws Exception {
        FakeBroker broker = broker(peer -> {
            if (connections.incrementAndGet() == 1) {
                peer.greet("version:1.2");
                hangUp.await();
            }
        });
        StompClient client = connected(options(broker, "?maxReconnectAttempts=2,initialReconnectDelay=1"));
        hangUp.countDown();

        assertThatThrownBy(() -> client.async().ended().toCompletableFuture().join())
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOf(StompTimeoutException.class)
                .hasMessageContaining("maxReconnectAttempts");
        assertThatThrownBy(() -> client.send("/queue/a", body()))
                .isInstanceOf(StompConnectionException.class)
                .hasMessageStartingWith("CARROT-0460")
                .hasMessageContaining("maxReconnectAttempts");
        assertThat(connections).hasValue(4);
    }

    @Test
    void t11_throwsWhenRefusedAtFirst() {
        FakeBroker broker = broker(peer -> {
            peer.frame();
            peer.write("ERROR\nmessage:who are you\n\n\0");
        });

        assertThatThrownBy(client(options(broker, "?startupMaxReconnectAttempts=-1"))::connect)
                .isInstanceOf(StompErrorException.class)
                .hasMessageContaining("who are you");
    }

    @Test
    void t02_goesOnWhenRefusedLater() throws Exception {
        FakeBroker broker = broker(peer -> {
            switch (connections.incrementAndGet()) {
                case 1 -> {
                    peer.greet("version:1.2");
                    hangUp.await();
                }
                case 2 -> {
                    peer.frame();
                    peer.write("ERROR\nmessage:not now\n\n\0");
                }
                default -> {
                    peer.greet("version:1.2");
                    answer(peer);
                }
            }
        });
        StompClient client = connected(broker);
        hangUp.countDown();
        Await.until("the third connection", BOUND, () -> connections.get() == 3);

        client.send("/queue/a", body());
        assertThat(frame()).startsWith("SEND");
    }

    @Test
    void t09_stopsASubscriptionWhoseCopiesAreRefused() throws Exception {
        FakeBroker broker = broker(peer -> {
            peer.greet("version:1.2", "server:ActiveMQ/6.2.7");
            if (connections.incrementAndGet() > 1) {
                answer(peer);
                return;
            }
            String subscribe = peer.frame();
            receipt(peer, subscribe);
            peer.write("MESSAGE\nsubscription:" + Conversation.header(subscribe, "id")
                    + "\nmessage-id:1\nack:1\ndestination:/queue/a\nfoo:bar\ncontent-length:1\n\nx\0");
            for (int i = 0; i < 4; i++) {
                frames.add(peer.frame());
            }
            peer.write("ERROR\nmessage:no copies\n\n\0");
        });
        CompletableFuture<Throwable> stopped = new CompletableFuture<>();
        StompClient client = connected(options(broker, "").listener(new ClientListener() {
            @Override
            public void stopped(StompSubscription subscription, Throwable cause) {
                stopped.complete(cause);
            }
        }));

        client.subscribe("/queue/a", SubscriptionOptions.DEFAULT.errorDestination("/queue/e"), message -> {
            throw new IllegalStateException("boom");
        });

        assertThat(stopped.get(30, TimeUnit.SECONDS)).hasStackTraceContaining("no copies");
        assertThat(frame()).startsWith("BEGIN\n");
        assertThat(frame())
                .startsWith("SEND\n")
                .contains("destination:/queue/e", "transaction:", "foo:bar", "persistent:true", "message-failed:boom")
                .doesNotContain("message-id:", "ack:", "subscription:", "receipt:");
        assertThat(frame()).startsWith("ACK\n").contains("transaction:", "id:1");
        assertThat(frame()).startsWith("COMMIT\n").contains("receipt:");
        client.send("/queue/b", body());
        assertThat(frame()).as("the first frame of the second connection").startsWith("SEND\n");
    }

    @Test
    void anInterruptEndsAWait() throws Exception {
        FakeBroker broker = broker(peer -> {
            peer.greet("version:1.2");
            frames.add(peer.frame());
            peer.drain();
        });
        StompClient client = connected(broker);
        CompletableFuture<Throwable> thrown = new CompletableFuture<>();
        Thread sender = new Thread(() -> {
            try {
                client.send("/queue/a", body());
            } catch (StompConnectionException e) {
                thrown.complete(Thread.currentThread().isInterrupted() ? e : new AssertionError("not interrupted", e));
            }
        });
        sender.start();
        frame();

        sender.interrupt();

        assertThat(thrown.get(30, TimeUnit.SECONDS)).hasMessageStartingWith("CARROT-0469");
        sender.join();
    }

    @Test
    void t10_saysThatTheGoodbyeWasNotConfirmed() throws Exception {
        FakeBroker broker = broker(peer -> {
            peer.greet("version:1.2");
            frames.add(peer.frame());
            peer.drain();
        });
        StompClient client = connected(broker);

        assertThatThrownBy(() -> client.disconnect(Duration.ofMillis(100)))
                .isInstanceOf(StompConnectionException.class)
                .hasMessageStartingWith("CARROT-0471");
        assertThat(frame()).startsWith("DISCONNECT");
        assertThat(client.connected()).isNull();
    }

    @Test
    void runsTasksThatTheExecutorRefuses() throws Exception {
        FakeBroker broker = broker(peer -> {
            peer.greet("version:1.2");
            answer(peer);
        });
        StompClient client = connected(options(broker, "").executor(task -> {
            throw new java.util.concurrent.RejectedExecutionException("shut down");
        }));

        client.async().send("/queue/a", body(), Map.of()).toCompletableFuture().get(30, TimeUnit.SECONDS);
        assertThat(frame()).startsWith("SEND");
    }
}
