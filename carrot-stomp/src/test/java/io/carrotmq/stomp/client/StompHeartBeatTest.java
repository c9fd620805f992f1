package io.carrotmq.stomp.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.carrotmq.stomp.StompTimeoutException;
import io.carrotmq.stomp.command.HeartBeat;
import io.carrotmq.stomp.command.StompCommands;
import io.carrotmq.stomp.frame.StompFrame;
import io.carrotmq.stomp.session.HeartBeatThresholds;
import io.carrotmq.testkit.Await;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Heart-beats on a real socket. Times are measured against what may not be too early; late they may be, on a busy machine. */
@Timeout(60)
class StompHeartBeatTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Recorder recorder = new Recorder();

    private StompConnection connect(FakeBroker broker, long sends, long receives) {
        return StompConnection.connect(
                "127.0.0.1",
                broker.port(),
                StompConnectionTest.OPTIONS.toBuilder()
                        .heartBeat(new HeartBeat(Duration.ofMillis(sends), Duration.ofMillis(receives)))
                        .build(),
                recorder);
    }

    @Test
    void t04_agreesOnTheSlowerOfBoth() throws Exception {
        try (FakeBroker broker = FakeBroker.that(with -> {
            with.greet("version:1.2", "heart-beat:500,5000");
            with.drain();
        })) {
            StompConnection connection = connect(broker, 1000, 2000);
            assertThat(connection.heartBeat()).isEqualTo(new HeartBeat(Duration.ofSeconds(5), Duration.ofSeconds(2)));
            connection.kill();
        }
    }

    /** All the time, and never before 0.8 of the interval. */
    @Test
    void t04_beatsWhileItIsIdle() throws Exception {
        AtomicInteger beats = new AtomicInteger();
        AtomicLong fifth = new AtomicLong();
        try (FakeBroker broker = FakeBroker.that(with -> {
            with.frame();
            long start = System.nanoTime();
            with.write("CONNECTED\nversion:1.2\nheart-beat:0,100\n\n\0");
            for (int next = with.read(); next >= 0; next = with.read()) {
                assertThat(next).isEqualTo('\n');
                if (beats.incrementAndGet() == 5) {
                    fifth.set(System.nanoTime() - start);
                }
            }
        })) {
            StompConnection connection = connect(broker, 100, 0);
            Await.until("beats", PATIENCE, () -> beats.get() >= 7);
            assertThat(connection.isOpen()).isTrue();
            connection.kill();
            broker.ended();
            assertThat(Duration.ofNanos(fifth.get())).isGreaterThanOrEqualTo(Duration.ofMillis(5 * 80));
        }
    }

    @Test
    void t04_doesNotBeatWhileItSends() throws Exception {
        CountDownLatch enough = new CountDownLatch(20);
        AtomicInteger beats = new AtomicInteger();
        try (FakeBroker broker = FakeBroker.that(with -> {
            with.greet("version:1.2", "heart-beat:0,10000");
            while (with.frame() != null) {
                enough.countDown();
            }
            beats.set(with.beats);
        })) {
            StompConnection connection = connect(broker, 10_000, 0);
            for (int i = 0; i < 20; i++) {
                connection.send(StompCommands.send("/queue/q", new byte[1], Map.of(), null, null));
            }
            assertThat(enough.await(30, TimeUnit.SECONDS)).isTrue();
            connection.kill();
            broker.ended();
            assertThat(beats).hasValue(0);
        }
    }

    @Test
    void t04_endsWhenTheBrokerFallsSilent() throws Exception {
        try (FakeBroker broker = FakeBroker.that(with -> {
            with.greet("version:1.2", "heart-beat:200,0");
            with.drain();
        })) {
            long start = System.nanoTime();
            StompConnection connection = connect(broker, 0, 200);
            assertThat(recorder.end())
                    .isInstanceOf(StompTimeoutException.class)
                    .hasMessageContaining("CARROT-0454")
                    .hasMessageContaining("every 200 ms");
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(500));
            assertThat(connection.isOpen()).isFalse();
            broker.ended();
        }
    }

    /** Line ends with and without carriage return, and parts of a frame, are signs of life. */
    @Test
    void t04_livesOnWhateverTheBrokerSends() throws Exception {
        String[] signs = {
            "\n",
            "\r\n",
            "\r\n\n",
            "MESSAGE\r\n",
            "subscription:1\r\n",
            "message-id:1\n",
            "destination:/q\n",
            "ack:1\n",
            "\n",
            "x",
            "y",
            "\0"
        };
        CountDownLatch over = new CountDownLatch(1);
        try (FakeBroker broker = FakeBroker.that(with -> {
            with.greet("version:1.2", "heart-beat:1000,0");
            for (String sign : signs) {
                assertThat(over.await(250, TimeUnit.MILLISECONDS)).isFalse(); // 3 s in all, beyond the silence allowed
                with.write(sign);
            }
            with.drain();
        })) {
            StompConnection connection = connect(broker, 0, 1000);
            assertThat(recorder.nextMessage().body()).isEqualTo("xy".getBytes());
            assertThat(connection.isOpen()).isTrue();
            connection.kill();
            broker.ended();
        }
    }

    @Test
    void t04_toleratesWhatTheThresholdsSay() throws Exception {
        try (FakeBroker broker = FakeBroker.that(with -> {
            with.greet("version:1.2", "heart-beat:100,0");
            with.drain();
        })) {
            ConnectionOptions patient = StompConnectionTest.OPTIONS.toBuilder()
                    .heartBeat(new HeartBeat(Duration.ZERO, Duration.ofMillis(100)))
                    .thresholds(new HeartBeatThresholds(0.5, 7))
                    .build();
            long start = System.nanoTime();
            StompConnection.connect("127.0.0.1", broker.port(), patient, recorder);
            assertThat(recorder.end()).isInstanceOf(StompTimeoutException.class);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(700));
        }
    }

    /** A handler that takes its time is no silence of the broker's. */
    @Test
    void t04_doesNotBlameTheBrokerForASlowHandler() throws Exception {
        CountDownLatch slow = new CountDownLatch(1);
        CountDownLatch handling = new CountDownLatch(1);
        AtomicInteger beats = new AtomicInteger();
        Recorder sleepy = new Recorder() {
            @Override
            public void message(StompFrame message) {
                handling.countDown();
                try {
                    slow.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                super.message(message);
            }
        };
        try (FakeBroker broker = FakeBroker.that(with -> {
            with.greet("version:1.2", "heart-beat:300,0");
            with.write("MESSAGE\nsubscription:1\nmessage-id:1\ndestination:/q\nack:1\n\n\0");
            while (beats.incrementAndGet() < 1000 && !with.socket().isClosed()) {
                if (slow.await(50, TimeUnit.MILLISECONDS) && beats.get() > 60) {
                    break;
                }
                with.write("\n");
            }
            with.drain();
        })) {
            StompConnection connection = StompConnection.connect(
                    "127.0.0.1",
                    broker.port(),
                    StompConnectionTest.OPTIONS.toBuilder()
                            .heartBeat(new HeartBeat(Duration.ZERO, Duration.ofMillis(300)))
                            .build(),
                    sleepy);
            assertThat(handling.await(30, TimeUnit.SECONDS)).isTrue();
            Await.until("far more than the silence allowed", PATIENCE, () -> beats.get() >= 40);
            assertThat(connection.isOpen()).isTrue();
            slow.countDown();
            sleepy.nextMessage();
            assertThat(connection.isOpen()).isTrue();
            connection.kill();
        }
    }
}
