package io.carrotmq.stomp.client;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrotmq.stomp.StompConnectionException;
import io.carrotmq.stomp.StompFrameException;
import io.carrotmq.stomp.StompTimeoutException;
import io.carrotmq.stomp.client.FakeBroker.Conversation;
import io.carrotmq.stomp.command.StompCommands;
import io.carrotmq.stomp.frame.StompFrame;
import io.carrotmq.testkit.Await;
import java.io.BufferedInputStream;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is sent, and when, to peers that read slowly or not at all. */
@Timeout(60)
class SlowPeerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String MESSAGE = "MESSAGE\nsubscription:1\nmessage-id:1\ndestination:/queue/q\nack:1\n\n\0";

    private final Recorder recorder = new Recorder();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch over = new CountDownLatch(1);

    @AfterEach
    void end() {
        over.countDown();
        threads.shutdownNow();
    }

    private static StompFrame frame(String body) {
        return StompCommands.send("/queue/q", body.getBytes(), Map.of(), null, null);
    }

    private StompConnection connect(FakeBroker broker, Duration writeTimeout) {
        return StompConnection.connect(
                "127.0.0.1",
                broker.port(),
                StompConnectionTest.OPTIONS.toBuilder()
                        .writeTimeout(writeTimeout)
                        .build(),
                recorder);
    }

    private FakeBroker neverReads() {
        return FakeBroker.that(with -> {
            with.greet("version:1.2");
            over.await();
        });
    }

    /** Starts threads that send without end; the first exception of each. */
    private List<Future<Throwable>> senders(StompConnection connection, int count, AtomicLong sent) {
        StompFrame frame = frame("x".repeat(10_000));
        List<Future<Throwable>> senders = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            boolean buffers = i % 2 == 0;
            senders.add(threads.submit(() -> {
                try {
                    while (true) {
                        if (buffers) {
                            connection.buffer(frame);
                        } else {
                            connection.send(frame);
                        }
                        sent.incrementAndGet();
                    }
                } catch (StompConnectionException e) {
                    return e;
                }
            }));
        }
        return senders;
    }

    /** Somebody sends until nothing goes any more, or it is over. */
    private static void awaitStandstill(AtomicLong sent) {
        AtomicLong before = new AtomicLong(-1);
        AtomicLong since = new AtomicLong();
        Await.until("senders that wait", PATIENCE, () -> {
            if (before.getAndSet(sent.get()) != sent.get()) {
                since.set(System.nanoTime());
            }
            return System.nanoTime() - since.get() > 500_000_000L;
        });
    }

    @Test
    void givesUpAPeerThatDoesNotRead() throws Exception {
        AtomicLong sent = new AtomicLong();
        try (FakeBroker broker = neverReads()) {
            StompConnection connection = connect(broker, Duration.ofSeconds(1));
            List<Future<Throwable>> senders = senders(connection, 4, sent);
            assertThat(recorder.end())
                    .isInstanceOf(StompTimeoutException.class)
                    .hasMessageContaining("CARROT-0455")
                    .hasMessageContaining("1000 ms");
            for (Future<Throwable> sender : senders) {
                assertThat(sender.get(30, SECONDS)).hasMessageContaining("CARROT-0455");
            }
            assertThat(connection.isOpen()).isFalse();
        }
    }

    @Test
    void killFreesWhoeverHangs() throws Exception {
        AtomicLong sent = new AtomicLong();
        try (FakeBroker broker = neverReads()) {
            StompConnection connection = connect(broker, Duration.ofHours(1));
            List<Future<Throwable>> senders = senders(connection, 4, sent);
            awaitStandstill(sent);
            // The sockets' buffers and ours are what has gone away, not the memory.
            assertThat(sent.get() * 10_000).isLessThan(100_000_000);
            connection.kill();
            for (Future<Throwable> sender : senders) {
                assertThat(sender.get(30, SECONDS)).isInstanceOf(StompConnectionException.class);
            }
            assertThat(recorder.end()).isNull();
        }
    }

    @Test
    void disconnectKeepsItsBoundWhileOthersHang() throws Exception {
        AtomicLong sent = new AtomicLong();
        try (FakeBroker broker = neverReads()) {
            StompConnection connection = connect(broker, Duration.ofHours(1));
            List<Future<Throwable>> senders = senders(connection, 4, sent);
            awaitStandstill(sent);
            assertThat(connection.disconnect(Duration.ofMillis(300))).isFalse();
            for (Future<Throwable> sender : senders) {
                assertThat(sender.get(30, SECONDS)).isInstanceOf(StompConnectionException.class);
            }
            assertThat(recorder.end()).isNull();
        }
    }

    /** The reading thread reads on although its handler sends to a peer that does not read before it has sent. */
    @Test
    void readsWhileAHandlersAnswersWait() throws Exception {
        int messages = 2_000;
        CompletableFuture<StompConnection> made = new CompletableFuture<>();
        StompFrame answer = frame("x".repeat(100));
        Recorder answers = new Recorder() {
            @Override
            public void message(StompFrame message) {
                made.join().send(answer);
                super.message(message);
            }
        };
        try (FakeBroker broker = FakeBroker.that(with -> {
            with.greet("version:1.2");
            for (int i = 0; i < messages; i++) {
                with.write(MESSAGE);
            }
            for (int i = 0; i < messages; i++) {
                assertThat(with.frame()).startsWith("SEND");
            }
        })) {
            made.complete(StompConnection.connect("127.0.0.1", broker.port(), StompConnectionTest.OPTIONS, answers));
            broker.ended();
            assertThat(answers.messages).hasSize(messages);
        }
    }

    @Test
    void sendsWhatIsBufferedByItself() throws Exception {
        CompletableFuture<String> seen = new CompletableFuture<>();
        try (FakeBroker broker = FakeBroker.that(with -> {
            with.greet("version:1.2");
            seen.complete(with.frame());
            with.drain();
        })) {
            StompConnection connection = connect(broker, PATIENCE);
            connection.buffer(frame("alone"));
            assertThat(seen.get(30, SECONDS)).endsWith("alone");
            connection.kill();
        }
    }

    @Test
    void keepsTheOrderOfEachThread() throws Exception {
        int each = 3_000;
        int count = 4;
        CompletableFuture<Boolean> done = new CompletableFuture<>();
        try (FakeBroker broker = FakeBroker.that(with -> {
            BufferedInputStream fast = new BufferedInputStream(with.input());
            Conversation buffered = new Conversation(with.socket()) {
                @Override
                InputStream input() {
                    return fast;
                }
            };
            buffered.greet("version:1.2");
            int[] expected = new int[count];
            for (int i = 0; i < each * count; i++) {
                String frame = buffered.frame();
                String[] words = frame.substring(frame.indexOf("\n\n") + 2).split(" ");
                int thread = Integer.parseInt(words[0]);
                assertThat(Integer.parseInt(words[1])).isEqualTo(expected[thread]++);
            }
            done.complete(true);
        })) {
            StompConnection connection = connect(broker, PATIENCE);
            for (int t = 0; t < count; t++) {
                int thread = t;
                threads.submit(() -> {
                    for (int i = 0; i < each; i++) {
                        StompFrame frame = frame(thread + " " + i);
                        if (i % 3 == 0) {
                            connection.send(frame);
                        } else {
                            connection.buffer(frame);
                        }
                        if (i % 100 == 7) {
                            connection.flush();
                        }
                    }
                });
            }
            broker.ended();
            assertThat(done).isCompletedWithValue(true);
        }
    }

    /** What cannot be written leaves no bytes behind. */
    @Test
    void refusesAFrameAndGoesOn() throws Exception {
        CompletableFuture<String> seen = new CompletableFuture<>();
        try (FakeBroker broker = FakeBroker.that(with -> {
            with.greet("version:1.1");
            with.frame();
            seen.complete(with.frame());
            with.drain();
        })) {
            StompConnection connection = connect(broker, PATIENCE);
            StompFrame wrong = StompFrame.builder("SUBSCRIBE")
                    .header("id", "1")
                    .body(new byte[] {1})
                    .build();
            connection.buffer(frame("before"));
            assertThatThrownBy(() -> connection.buffer(wrong)).isInstanceOf(StompFrameException.class);
            assertThatThrownBy(() -> connection.send(wrong)).isInstanceOf(StompFrameException.class);
            connection.send(frame("behind"));
            assertThat(seen.get(30, SECONDS)).startsWith("SEND").endsWith("behind");
            connection.kill();
        }
    }

    /** A frame far larger than the buffer. */
    @Test
    void sendsLargeFrames() throws Exception {
        CompletableFuture<Integer> seen = new CompletableFuture<>();
        try (FakeBroker broker = FakeBroker.that(with -> {
            with.greet("version:1.2");
            String head = "";
            while (!head.endsWith("\n\n")) {
                head += (char) with.read();
            }
            int length = Integer.parseInt(Conversation.header(head, "content-length"));
            seen.complete(with.input().readNBytes(length).length);
            with.drain();
        })) {
            StompConnection connection = connect(broker, PATIENCE);
            connection.send(StompCommands.send("/queue/q", new byte[20_000_000], Map.of(), null, null));
            assertThat(seen.get(30, SECONDS)).isEqualTo(20_000_000);
            assertThat(connection.isOpen()).isTrue();
            connection.kill();
        }
    }
}
