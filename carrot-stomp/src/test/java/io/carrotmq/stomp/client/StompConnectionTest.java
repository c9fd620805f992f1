package io.carrotmq.stomp.client;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrotmq.stomp.StompConnectionException;
import io.carrotmq.stomp.StompException;
import io.carrotmq.stomp.StompFrameException;
import io.carrotmq.stomp.StompProtocolException;
import io.carrotmq.stomp.client.FakeBroker.Conversation;
import io.carrotmq.stomp.command.HeartBeat;
import io.carrotmq.stomp.command.StompCommands;
import io.carrotmq.stomp.command.StompErrorException;
import io.carrotmq.stomp.frame.StompFrame;
import io.carrotmq.stomp.frame.StompVersion;
import io.carrotmq.testkit.Await;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Negotiation, receipts and the end of a connection, on a real socket. */
@Timeout(60)
class StompConnectionTest {
    static final ConnectionOptions OPTIONS = ConnectionOptions.DEFAULT.toBuilder()
            .connectTimeout(Duration.ofSeconds(20))
            .connectedTimeout(Duration.ofSeconds(20))
            .build();

    private static final String MESSAGE = "MESSAGE\nsubscription:1\nmessage-id:1\ndestination:/queue/q\nack:1\n\n\0";

    private final Recorder recorder = new Recorder();

    private StompConnection connect(FakeBroker broker) {
        return StompConnection.connect("127.0.0.1", broker.port(), OPTIONS, recorder);
    }

    private static StompFrame send(String body, String receipt) {
        return StompCommands.send("/queue/q", body.getBytes(), Map.of(), null, receipt);
    }

    @Test
    void t03_offersWhatItIsTold() throws Exception {
        ConnectionOptions options = OPTIONS.toBuilder()
                .login("me", "secret")
                .virtualHost("v")
                .headers(Map.of("client-id", "c"))
                .heartBeat(new HeartBeat(Duration.ofMillis(1500), Duration.ZERO))
                .build();
        CompletableFuture<String> connect = new CompletableFuture<>();
        try (FakeBroker broker = FakeBroker.that(with -> {
            connect.complete(with.greet("version:1.2"));
            with.drain();
        })) {
            StompConnection connection = StompConnection.connect("127.0.0.1", broker.port(), options, recorder);
            connection.kill();
        }
        assertThat(connect.get(30, SECONDS).lines())
                .startsWith("CONNECT")
                .contains(
                        "accept-version:1.0,1.1,1.2",
                        "host:v",
                        "login:me",
                        "passcode:secret",
                        "heart-beat:1500,0",
                        "client-id:c");
        assertThat(options.toString()).contains("me").doesNotContain("secret");
    }

    @Test
    void t03_takesTheVersionTheBrokerChooses() throws Exception {
        for (StompVersion version : StompVersion.values()) {
            try (FakeBroker broker = FakeBroker.that(with -> {
                        with.greet("version:" + version.text(), "heart-beat:0,0", "server:fake/1");
                        with.drain();
                    });
                    StompConnection connection = connect(broker)) {
                assertThat(connection.connected().version()).isEqualTo(version);
                assertThat(connection.connected().server()).isEqualTo("fake/1");
                connection.kill();
            }
        }
    }

    @Test
    void t03_takesAMissingVersionFor10() throws Exception {
        try (FakeBroker broker = FakeBroker.that(with -> {
            with.greet("heart-beat:100,100");
            with.drain();
        })) {
            StompConnection connection = connect(broker);
            assertThat(connection.connected().version()).isEqualTo(StompVersion.V1_0);
            assertThat(connection.heartBeat()).isEqualTo(HeartBeat.NONE);
            assertThatThrownBy(() -> connection.send(
                            StompFrame.builder("NACK").header("id", "1").build()))
                    .isInstanceOf(StompFrameException.class);
            assertThat(connection.isOpen()).isTrue();
            connection.kill();
        }
    }

    @Test
    void t03_refusesAVersionThatWasNotOffered() throws Exception {
        try (FakeBroker broker = FakeBroker.that(with -> {
            with.greet("version:2.0");
            with.drain();
        })) {
            assertThatThrownBy(() -> connect(broker))
                    .isInstanceOf(StompProtocolException.class)
                    .hasMessageContaining("2.0");
            broker.ended(); // the client has closed
        }
        assertThat(recorder.ends).isEmpty();
    }

    @Test
    void t03_throwsTheErrorABrokerAnswersWith() throws Exception {
        try (FakeBroker broker = FakeBroker.that(with -> {
            with.frame();
            with.write("ERROR\nmessage:Bad CONNECT\n\nno such host\0");
            with.drain(); // RabbitMQ may leave the socket open
        })) {
            assertThatThrownBy(() -> connect(broker))
                    .isInstanceOfSatisfying(
                            StompErrorException.class,
                            e -> assertThat(e.frame().header("message")).isEqualTo("Bad CONNECT"))
                    .hasMessageContaining("Bad CONNECT");
            broker.ended();
        }
        assertThat(recorder.ends).isEmpty();
    }

    /** What is behind CONNECTED in the same packet is read as the version it names says. */
    @Test
    void t03_switchesTheVersionAtTheByte() throws Exception {
        String message = "MESSAGE\nsubscription:1\nmessage-id:1\ndestination:/queue/a\\cb\nack:1\n\nx\0";
        try (FakeBroker broker = FakeBroker.that(with -> {
            with.frame();
            with.write("\n\r\nCONNECTED\nversion:1.2\n\n\0\r\n" + message + "\r\n\n" + message.replace("\n", "\r\n"));
            with.drain();
        })) {
            StompConnection connection = connect(broker);
            assertThat(recorder.nextMessage().header("destination")).isEqualTo("/queue/a:b");
            assertThat(recorder.nextMessage().header("destination")).isEqualTo("/queue/a:b");
            connection.kill();
        }
    }

    @Test
    void t05_readsHeadersOf10Literally() throws Exception {
        try (FakeBroker broker = FakeBroker.that(with -> {
            with.frame();
            with.write("CONNECTED\n\n\0MESSAGE\nmessage-id:1\ndestination:/queue/a\\cb\n\nx\0");
            with.drain();
        })) {
            StompConnection connection = connect(broker);
            assertThat(recorder.nextMessage().header("destination")).isEqualTo("/queue/a\\cb");
            connection.kill();
        }
    }

    @Test
    void t08_completesReceiptsByTheirId() throws Exception {
        try (FakeBroker broker = FakeBroker.that(with -> {
            with.greet("version:1.2");
            String first = Conversation.header(with.frame(), "receipt");
            String second = Conversation.header(with.frame(), "receipt");
            with.write("RECEIPT\nreceipt-id:nobody\n\n\0");
            with.write("RECEIPT\nreceipt-id:" + second + "\n\n\0RECEIPT\nreceipt-id:" + first + "\n\n\0");
            with.drain();
        })) {
            StompConnection connection = connect(broker);
            String a = connection.nextReceipt();
            String b = connection.nextReceipt();
            assertThat(a).isNotEqualTo(b);
            CompletableFuture<StompFrame> first = connection.receipt(a);
            CompletableFuture<StompFrame> second = connection.receipt(b);
            CompletableFuture<Boolean> order = first.thenApply(frame -> second.isDone());
            assertThatThrownBy(() -> connection.receipt(a))
                    .isInstanceOf(StompProtocolException.class)
                    .hasMessageContaining(a);
            connection.buffer(send("one", a));
            connection.send(send("two", b));
            assertThat(first.get(30, SECONDS).header("receipt-id")).isEqualTo(a);
            assertThat(second.get(30, SECONDS).header("receipt-id")).isEqualTo(b);
            assertThat(order.get(30, SECONDS)).isTrue();
            assertThat(connection.isOpen()).isTrue();
            CompletableFuture<StompFrame> again = connection.receipt(a);
            assertThat(again.cancel(false)).isTrue();
            assertThat(connection.receipt(a)).isNotDone();
            connection.kill();
        }
    }

    @Test
    void t08_failsReceiptsBeforeItTellsOfTheEnd() throws Exception {
        CompletableFuture<Boolean> failedBefore = new CompletableFuture<>();
        CompletableFuture<CompletableFuture<StompFrame>> awaited = new CompletableFuture<>();
        Recorder inOrder = new Recorder() {
            @Override
            public void closed(StompException cause) {
                failedBefore.complete(awaited.join().isCompletedExceptionally());
                super.closed(cause);
            }
        };
        try (FakeBroker broker = FakeBroker.that(with -> {
            with.greet("version:1.2");
            with.frame(); // and closes
        })) {
            StompConnection connection = StompConnection.connect("127.0.0.1", broker.port(), OPTIONS, inOrder);
            CompletableFuture<StompFrame> receipt = connection.receipt("r");
            awaited.complete(receipt);
            connection.send(send("lost", "r"));
            assertThatThrownBy(() -> receipt.get(30, SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(StompConnectionException.class);
            assertThat(failedBefore.get(30, SECONDS)).isTrue();
            assertThat(inOrder.end()).isInstanceOf(StompConnectionException.class);
            assertThat(connection.isOpen()).isFalse();
            assertThatThrownBy(() -> connection.send(send("late", null)))
                    .isInstanceOf(StompConnectionException.class)
                    .hasMessageContaining("closed it");
            assertThatThrownBy(() -> connection.buffer(send("late", null)))
                    .isInstanceOf(StompConnectionException.class);
            assertThatThrownBy(connection::flush).isInstanceOf(StompConnectionException.class);
            assertThat(connection.receipt("late")).isCompletedExceptionally();
            assertThat(connection.disconnect(Duration.ofSeconds(5))).isFalse();
            assertThat(inOrder.ends).isEmpty(); // once
        }
    }

    @Test
    void endsWithTheErrorOfTheBroker() throws Exception {
        try (FakeBroker broker = FakeBroker.that(with -> {
            with.greet("version:1.2");
            with.frame();
            with.write("ERROR\nmessage:no\nreceipt-id:named\n\nbecause\0");
            with.drain(); // the client closes
        })) {
            StompConnection connection = connect(broker);
            CompletableFuture<StompFrame> named = connection.receipt("named");
            CompletableFuture<StompFrame> other = connection.receipt("other");
            connection.send(send("bad", "named"));
            assertThatThrownBy(() -> named.get(30, SECONDS)).hasCauseInstanceOf(StompErrorException.class);
            assertThatThrownBy(() -> other.get(30, SECONDS))
                    .hasCauseInstanceOf(StompConnectionException.class)
                    .hasRootCauseInstanceOf(StompErrorException.class);
            assertThat(recorder.end())
                    .isInstanceOfSatisfying(
                            StompErrorException.class,
                            e -> assertThat(new String(e.frame().body())).isEqualTo("because"));
            broker.ended();
        }
        assertThat(recorder.ends).isEmpty();
    }

    @Test
    void t08_disconnectsWithAReceipt() throws Exception {
        List<String> seen = new CopyOnWriteArrayList<>();
        try (FakeBroker broker = FakeBroker.that(with -> {
            with.greet("version:1.2");
            for (String frame = with.frame(); frame != null; frame = with.frame()) {
                seen.add(frame.lines().findFirst().orElseThrow());
                if (frame.startsWith("DISCONNECT")) {
                    with.write("MESSAGE\nsubscription:1\nmessage-id:1\ndestination:/queue/q\nack:1\n\nlast\0");
                    with.write("RECEIPT\nreceipt-id:" + Conversation.header(frame, "receipt") + "\n\n\0");
                    // and leaves the socket open, as RabbitMQ does
                }
            }
        })) {
            StompConnection connection = connect(broker);
            connection.buffer(send("one", null));
            assertThat(connection.disconnect(Duration.ofSeconds(20))).isTrue();
            assertThat(recorder.end()).isNull();
            assertThat(recorder.nextMessage().body()).isEqualTo("last".getBytes());
            assertThat(seen).containsExactly("SEND", "DISCONNECT");
            broker.ended(); // we have closed
            assertThatThrownBy(() -> connection.send(send("late", null))).isInstanceOf(StompConnectionException.class);
        }
    }

    @Test
    void t08_closesAllTheSameWithoutAGoodbye() throws Exception {
        try (FakeBroker broker = FakeBroker.that(with -> {
            with.greet("version:1.2");
            with.drain();
        })) {
            StompConnection connection = connect(broker);
            CompletableFuture<StompFrame> receipt = connection.receipt("r");
            assertThat(connection.disconnect(Duration.ofMillis(200))).isFalse();
            assertThat(recorder.end()).isNull();
            assertThat(receipt).isCompletedExceptionally();
            broker.ended();
        }
    }

    @Test
    void takesAClosedSocketForNoAnswerToGoodbye() throws Exception {
        try (FakeBroker broker = FakeBroker.that(with -> {
            with.greet("version:1.2");
            with.frame();
        })) {
            StompConnection connection = connect(broker);
            assertThat(connection.disconnect(Duration.ofSeconds(30))).isFalse();
            assertThat(recorder.end()).isNull();
        }
    }

    @Test
    void saysGoodbyeOnTheReadingThreadWithoutWaitingForItself() throws Exception {
        CompletableFuture<StompConnection> made = new CompletableFuture<>();
        CompletableFuture<Boolean> answered = new CompletableFuture<>();
        CompletableFuture<String> goodbye = new CompletableFuture<>();
        Recorder quits = new Recorder() {
            @Override
            public void message(StompFrame message) {
                made.join().send(send("answer", null));
                answered.complete(made.join().disconnect(Duration.ofMinutes(1)));
            }
        };
        try (FakeBroker broker = FakeBroker.that(with -> {
            with.greet("version:1.2");
            with.write(MESSAGE);
            with.frame();
            goodbye.complete(with.frame());
            with.drain();
        })) {
            made.complete(StompConnection.connect("127.0.0.1", broker.port(), OPTIONS, quits));
            assertThat(answered.get(30, SECONDS)).isFalse();
            assertThat(goodbye.get(30, SECONDS)).startsWith("DISCONNECT");
            assertThat(quits.end()).isNull();
            broker.ended();
        }
    }

    @Test
    void disconnectsOnceHoweverManyAsk() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        try (FakeBroker broker = FakeBroker.that(with -> {
            with.greet("version:1.2");
            String goodbye = with.frame();
            asked.countDown();
            Await.until("the second to ask", Duration.ofSeconds(30), () -> recorder.messages.isEmpty());
            with.write("RECEIPT\nreceipt-id:" + Conversation.header(goodbye, "receipt") + "\n\n\0");
            if (with.frame() != null) {
                throw new AssertionError("nothing comes behind DISCONNECT");
            }
        })) {
            StompConnection connection = connect(broker);
            recorder.messages.add(StompFrame.HEART_BEAT);
            CompletableFuture<Boolean> first = CompletableFuture.supplyAsync(
                    () -> connection.disconnect(Duration.ofSeconds(30)), task -> new Thread(task).start());
            assertThat(asked.await(30, SECONDS)).isTrue();
            assertThatThrownBy(() -> connection.send(send("behind", null)))
                    .isInstanceOf(StompConnectionException.class);
            assertThat(connection.isOpen()).isTrue();
            CompletableFuture<Boolean> second = CompletableFuture.supplyAsync(
                    () -> connection.disconnect(Duration.ofSeconds(30)), task -> new Thread(task).start());
            recorder.messages.clear();
            assertThat(first.get(30, SECONDS)).isTrue();
            assertThat(second.get(30, SECONDS)).isTrue();
            assertThat(recorder.end()).isNull();
            broker.ended();
            assertThat(recorder.ends).isEmpty();
        }
    }

    @Test
    void killEndsWithoutAWord() throws Exception {
        try (FakeBroker broker = FakeBroker.that(with -> {
            with.greet("version:1.2");
            if (with.frame() != null) {
                throw new AssertionError("nothing should come");
            }
        })) {
            StompConnection connection = connect(broker);
            CompletableFuture<StompFrame> receipt = connection.receipt("r");
            connection.kill();
            assertThat(recorder.end()).isNull();
            assertThatThrownBy(() -> receipt.get(30, SECONDS)).hasCauseInstanceOf(StompConnectionException.class);
            broker.ended();
            connection.kill();
            connection.close();
            assertThat(recorder.ends).isEmpty();
        }
    }

    @Test
    void endsWhenTheHandlerFails() throws Exception {
        Recorder fails = new Recorder() {
            @Override
            public void message(StompFrame message) {
                throw new IllegalStateException("boom");
            }

            @Override
            public void closed(StompException cause) {
                super.closed(cause);
                throw new IllegalStateException("boom again");
            }
        };
        CountDownLatch go = new CountDownLatch(1);
        try (FakeBroker broker = FakeBroker.that(with -> {
            with.greet("version:1.2");
            go.await();
            with.write(MESSAGE);
            with.drain();
        })) {
            StompConnection connection = StompConnection.connect("127.0.0.1", broker.port(), OPTIONS, fails);
            CompletableFuture<StompFrame> receipt = connection.receipt("r");
            go.countDown();
            assertThatThrownBy(() -> receipt.get(30, SECONDS)).hasCauseInstanceOf(StompConnectionException.class);
            assertThat(fails.end())
                    .isInstanceOf(StompConnectionException.class)
                    .hasMessageContaining("CARROT-0458")
                    .hasRootCauseMessage("boom");
            assertThat(connection.disconnect(Duration.ofSeconds(5))).isFalse();
            broker.ended();
        }
    }

    @Test
    void endsAtAFrameThatMayNotCome() throws Exception {
        for (String frame :
                List.of("CONNECTED\nversion:1.2\n\n\0", "SEND\ndestination:/queue/q\n\n\0", "NOISE\n\n\0")) {
            Recorder ends = new Recorder();
            try (FakeBroker broker = FakeBroker.that(with -> {
                with.greet("version:1.2");
                with.write(frame);
                with.drain();
            })) {
                StompConnection.connect("127.0.0.1", broker.port(), OPTIONS, ends);
                assertThat(ends.end())
                        .as(frame)
                        .isInstanceOfAny(StompProtocolException.class, StompFrameException.class);
                broker.ended();
            }
        }
    }

    @Test
    void endsAtAMessageThatLacksSomething() throws Exception {
        try (FakeBroker broker = FakeBroker.that(with -> {
            with.greet("version:1.2");
            with.write("MESSAGE\nmessage-id:1\ndestination:/queue/q\n\n\0");
            with.drain();
        })) {
            connect(broker);
            assertThat(recorder.end())
                    .isInstanceOf(StompProtocolException.class)
                    .hasMessageContaining("subscription");
            assertThat(recorder.messages).isEmpty();
        }
    }
}
