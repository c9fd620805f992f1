package io.carrotmq.stomp.client;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.carrotmq.stomp.client.FakeBroker.Conversation;
import io.carrotmq.stomp.command.StompCommands;
import io.carrotmq.stomp.frame.StompFrame;
import io.carrotmq.testkit.Await;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

/** Which threads a connection has. */
@Timeout(60)
class ConnectionThreadsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Recorder recorder = new Recorder();

    /** Answers every frame that asks for it with a receipt. */
    private static FakeBroker obliging() {
        return FakeBroker.that(with -> {
            with.greet("version:1.2", "heart-beat:1000,1000");
            for (String frame = with.frame(); frame != null; frame = with.frame()) {
                String receipt = Conversation.header(frame, "receipt");
                if (receipt != null) {
                    with.write("RECEIPT\nreceipt-id:" + receipt + "\n\n\0");
                }
            }
        });
    }

    private static List<String> threads(String part) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(Thread::isAlive)
                .map(Thread::getName)
                .filter(name -> name.contains(part))
                .toList();
    }

    private static StompFrame frame(String receipt) {
        return StompCommands.send("/queue/q", new byte[10], Map.of(), null, receipt);
    }

    /** Not even the one that all share. */
    @Test
    void leavesNoThreadBehind() throws Exception {
        try (FakeBroker broker = obliging()) {
            String name = "stomp-127.0.0.1:" + broker.port();
            StompConnection connection =
                    StompConnection.connect("127.0.0.1", broker.port(), StompConnectionTest.OPTIONS, recorder);
            assertThat(threads(name)).hasSize(1);
            connection.buffer(frame(null));
            assertThat(threads(name)).hasSize(2);
            assertThat(threads("stomp-heart-beats")).hasSize(1);
            assertThat(connection.disconnect(PATIENCE)).isTrue();
            Await.until(
                    "the connection's threads to end",
                    PATIENCE,
                    () -> threads(name).isEmpty());
            Await.until(
                    "the shared thread to end",
                    PATIENCE,
                    () -> threads("stomp-heart-beats").isEmpty());
        }
    }

    @Test
    void takesThreadsFromTheFactory() throws Exception {
        List<Thread> made = new ArrayList<>();
        ThreadFactory factory = task -> {
            Thread thread = new Thread(task, "made by a test");
            thread.setDaemon(true);
            made.add(thread);
            return thread;
        };
        try (FakeBroker broker = obliging()) {
            StompConnection connection = StompConnection.connect(
                    "127.0.0.1",
                    broker.port(),
                    StompConnectionTest.OPTIONS.toBuilder().threads(factory).build(),
                    recorder);
            CompletableFuture<Thread> reading = connection.receipt("r").thenApply(frame -> Thread.currentThread());
            connection.send(frame("r"));
            assertThat(made).contains(reading.get(30, SECONDS));
            assertThat(threads("stomp-127.0.0.1:" + broker.port())).isEmpty();
            connection.close();
            for (Thread thread : made) {
                thread.join(30_000);
                assertThat(thread.isAlive()).isFalse();
            }
        }
    }

    /** Called by name, for they are not in Java 17. */
    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void worksOnVirtualThreadsAlone() throws Exception {
        Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
        Method factory = Class.forName("java.lang.Thread$Builder").getMethod("factory");
        ThreadFactory virtual = (ThreadFactory) factory.invoke(builder);
        ExecutorService senders = Executors.newCachedThreadPool(virtual);
        try (FakeBroker broker = obliging()) {
            StompConnection connection = StompConnection.connect(
                    "127.0.0.1",
                    broker.port(),
                    StompConnectionTest.OPTIONS.toBuilder().threads(virtual).build(),
                    recorder);
            List<Future<StompFrame>> sent = new ArrayList<>();
            for (int i = 0; i < 2_000; i++) {
                sent.add(senders.submit(() -> {
                    String receipt = connection.nextReceipt();
                    CompletableFuture<StompFrame> answer = connection.receipt(receipt);
                    connection.send(frame(receipt));
                    return answer.get(30, SECONDS);
                }));
            }
            for (Future<StompFrame> each : sent) {
                assertThat(each.get(30, SECONDS).command()).isEqualTo("RECEIPT");
            }
            assertThat(connection.disconnect(PATIENCE)).isTrue();
        } finally {
            senders.shutdownNow();
        }
    }
}
