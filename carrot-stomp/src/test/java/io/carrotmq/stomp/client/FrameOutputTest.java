package io.carrotmq.stomp.client;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrotmq.stomp.StompConnectionException;
import io.carrotmq.stomp.command.HeartBeat;
import io.carrotmq.stomp.command.StompCommands;
import io.carrotmq.stomp.frame.StompFrame;
import io.carrotmq.stomp.frame.StompVersion;
import io.carrotmq.stomp.session.HeartBeatThresholds;
import io.carrotmq.stomp.session.Liveness;
import io.carrotmq.testkit.Await;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FrameOutputTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Not the common pool, which may have one thread only. */
    private final ExecutorService senders = Executors.newCachedThreadPool();

    private final HeldStream socket = new HeldStream();
    private final AtomicInteger ended = new AtomicInteger();
    private final Ending ending = new Ending("test", ended::incrementAndGet);
    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private final FrameOutput output = new FrameOutput(ending, task -> {
        Thread thread = new Thread(task);
        thread.setDaemon(true);
        threads.add(thread);
        return thread;
    });

    FrameOutputTest() {
        output.open(socket);
    }

    @AfterEach
    void endsItsThreads() throws InterruptedException {
        socket.permits.release(1_000_000);
        output.end();
        senders.shutdownNow();
        for (Thread thread : threads) {
            thread.join(30_000);
            assertThat(thread.isAlive()).isFalse();
        }
    }

    /** Each write needs a permit. */
    private static final class HeldStream extends OutputStream {
        final Semaphore permits = new Semaphore(0);
        final List<String> writes = new CopyOnWriteArrayList<>();
        volatile int waiting;
        volatile boolean broken;

        @Override
        public void write(int b) throws IOException {
            throw new IOException("byte by byte");
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            String text = new String(bytes, offset, length, StandardCharsets.UTF_8);
            waiting++;
            permits.acquireUninterruptibly();
            if (broken) {
                throw new IOException("broken");
            }
            writes.add(text);
        }
    }

    private static StompFrame frame(String body) {
        return StompCommands.send("/q", body.getBytes(StandardCharsets.UTF_8), Map.of(), null, null);
    }

    private CompletableFuture<Void> sending(String body) {
        return CompletableFuture.runAsync(() -> output.send(frame(body)), senders);
    }

    private void awaitWrites(int count) {
        Await.until(count + " writes", PATIENCE, () -> socket.waiting == count);
    }

    private static int frames(String write) {
        return write.split("\0", -1).length - 1;
    }

    @Test
    void keepsFramesThatAreSentTogetherTogether() {
        socket.permits.release(1_000_000);
        List<CompletableFuture<Void>> all = new java.util.ArrayList<>();
        for (int sender = 0; sender < 4; sender++) {
            String name = "s" + sender;
            all.add(CompletableFuture.runAsync(
                    () -> {
                        for (int i = 0; i < 500; i++) {
                            output.send(frame(name + "-first"), frame(name + "-second"));
                            output.buffer(frame("between"));
                        }
                    },
                    senders));
        }
        all.forEach(CompletableFuture::join);
        output.flush();
        Await.until("all frames", PATIENCE, () -> frames(String.join("", socket.writes)) == 6_000);
        List<String> bodies = List.of(String.join("", socket.writes).split("\0")).stream()
                .map(frame -> frame.substring(frame.lastIndexOf('\n') + 1))
                .toList();
        for (int i = 0; i < bodies.size(); i++) {
            if (bodies.get(i).endsWith("-first")) {
                assertThat(bodies.get(i + 1)).isEqualTo(bodies.get(i).replace("first", "second"));
            }
        }
    }

    @Test
    void combinesWhatComesWhileItWrites() throws Exception {
        CompletableFuture<Void> first = sending("first");
        awaitWrites(1);
        for (int i = 0; i < 50; i++) {
            output.send(frame("" + i)); // does not wait
        }
        socket.permits.release(2);
        first.get(30, SECONDS);
        assertThat(socket.writes).hasSize(2);
        assertThat(frames(socket.writes.get(0))).isEqualTo(1);
        assertThat(frames(socket.writes.get(1))).isEqualTo(50);
        assertThat(threads).isEmpty();
    }

    @Test
    void flushesInOneWrite() {
        socket.permits.release(1000);
        output.send(frame("")); // the writing thread was never needed
        assertThat(socket.writes).hasSize(1);
        for (int i = 0; i < 20; i++) {
            output.buffer(frame("" + i));
        }
        output.flush();
        Await.until("all", PATIENCE, () -> frames(String.join("", socket.writes)) == 21);
        assertThat(socket.writes).hasSizeLessThan(20); // one, if nothing disturbs this thread
    }

    @Test
    void writesWhatNobodyFlushes() {
        socket.permits.release(1000);
        output.buffer(frame("alone"));
        Await.until("a write", PATIENCE, () -> socket.writes.size() == 1);
        // asleep by now, or soon: it wakes up again
        output.buffer(frame("again"));
        Await.until("a write", PATIENCE, () -> socket.writes.size() == 2);
        assertThat(threads).hasSize(1);
    }

    @Test
    void waitsWhenTheBufferIsFull() throws Exception {
        CompletableFuture<Void> first = sending("first");
        awaitWrites(1);
        String large = "x".repeat(300_000);
        output.send(frame(large)); // fills it, and does not wait
        CompletableFuture<Void> second = sending("second");
        CompletableFuture<Void> third = CompletableFuture.runAsync(() -> output.buffer(frame("third")), senders);
        assertThatThrownBy(() -> second.get(300, java.util.concurrent.TimeUnit.MILLISECONDS))
                .isInstanceOf(java.util.concurrent.TimeoutException.class);
        assertThat(third).isNotDone();
        socket.permits.release(1000);
        first.get(30, SECONDS);
        second.get(30, SECONDS);
        third.get(30, SECONDS);
        Await.until("all", PATIENCE, () -> frames(String.join("", socket.writes)) == 4);
    }

    @Test
    void freesWhoeverWaitsWhenItEnds() throws Exception {
        sending("first");
        awaitWrites(1);
        output.send(frame("x".repeat(300_000)));
        List<CompletableFuture<Void>> waiting = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            waiting.add(sending("waits"));
        }
        ending.end(null);
        output.end();
        for (CompletableFuture<Void> each : waiting) {
            assertThatThrownBy(() -> each.get(30, SECONDS)).hasCauseInstanceOf(StompConnectionException.class);
        }
        socket.permits.release(1000);
        assertThatThrownBy(() -> output.send(frame("late"))).isInstanceOf(StompConnectionException.class);
    }

    /** The time counts from the last piece that was taken. */
    @Test
    void tellsOfProgress() throws Exception {
        assertThat(output.nanosWithoutProgress(System.nanoTime())).isZero();
        CompletableFuture<Void> sending = sending("x".repeat(60_000));
        awaitWrites(1);
        long before = System.nanoTime();
        assertThat(output.nanosWithoutProgress(before + 1_000_000_000)).isGreaterThanOrEqualTo(1_000_000_000);
        socket.permits.release(1);
        awaitWrites(2);
        assertThat(output.nanosWithoutProgress(before)).isZero(); // it began later
        socket.permits.release(1000);
        sending.get(30, SECONDS);
        assertThat(output.nanosWithoutProgress(System.nanoTime() + 1_000_000_000))
                .isZero();
        assertThat(String.join("", socket.writes)).hasSizeGreaterThan(60_000).endsWith("x\0");
    }

    @Test
    void endsTheConnectionWhenAWriteFails() {
        socket.broken = true;
        socket.permits.release(1000);
        assertThatThrownBy(() -> output.send(frame("one")))
                .isInstanceOf(StompConnectionException.class)
                .hasMessageContaining("CARROT-0453")
                .hasRootCauseMessage("broken");
        assertThat(ended).hasValue(1);
        assertThatThrownBy(() -> output.buffer(frame("two"))).isInstanceOf(StompConnectionException.class);
        assertThatThrownBy(output::flush).isInstanceOf(StompConnectionException.class);
    }

    @Test
    void endsTheConnectionWithoutAThreadToWrite() {
        FrameOutput poor = new FrameOutput(ending, task -> {
            throw new OutOfMemoryError("no more threads");
        });
        poor.open(socket);
        assertThatThrownBy(() -> poor.buffer(frame("one"))).hasRootCauseInstanceOf(OutOfMemoryError.class);
        assertThat(ending.isEnded()).isTrue();
    }

    @Test
    void beatsOnlyWhenNothingElseIsSent() throws Exception {
        output.agree(StompVersion.V1_2, new Liveness(HeartBeat.NONE, HeartBeatThresholds.DEFAULT, 0));
        CompletableFuture<Void> sending = sending("first");
        awaitWrites(1);
        output.beat(); // another one is writing, which is a sign of life
        socket.permits.release(1000);
        sending.get(30, SECONDS);
        assertThat(socket.writes).hasSize(1).first().asString().startsWith("SEND");
        output.beat();
        Await.until("a beat", PATIENCE, () -> socket.writes.size() == 2);
        assertThat(socket.writes.get(1)).isEqualTo("\n");
    }

    /** If that hung in a write, it would not read what keeps the broker from reading. */
    @Test
    void writesNothingOnTheReadingThread() {
        output.agree(
                StompVersion.V1_2, new Liveness(HeartBeat.NONE, HeartBeatThresholds.DEFAULT, 0)); // that is this one
        output.send(frame("one"));
        awaitWrites(1);
        output.send(frame("x".repeat(20_000)));
        output.buffer(frame("three"));
        assertThat(socket.writes).isEmpty();
        socket.permits.release(1000);
        Await.until("all", PATIENCE, () -> frames(String.join("", socket.writes)) == 3);
    }

    @Test
    void acceptsNothingBehindTheLast() {
        socket.permits.release(1000);
        output.buffer(frame("one"));
        output.last(StompCommands.disconnect("r"));
        assertThatThrownBy(() -> output.send(frame("two"))).isInstanceOf(StompConnectionException.class);
        Await.until("both", PATIENCE, () -> frames(String.join("", socket.writes)) == 2);
        assertThat(String.join("", socket.writes))
                .contains("one")
                .contains("DISCONNECT")
                .doesNotContain("two");
    }
}
