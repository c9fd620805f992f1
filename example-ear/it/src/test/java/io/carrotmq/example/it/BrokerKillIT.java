package io.carrotmq.example.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrotmq.CarrotException;
import io.carrotmq.ConnectionFactory;
import io.carrotmq.example.it.relay.Item;
import io.carrotmq.example.it.relay.RelayBean;
import io.carrotmq.example.it.relay.RelayLog.Count;
import io.carrotmq.example.server.WildFlyServer;
import io.carrotmq.testkit.Await;
import io.carrotmq.testkit.Fresh;
import io.carrotmq.testkit.RabbitMq;
import io.carrotmq.testkit.WithBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The broker dies by SIGKILL and comes back, again and again, while messages flow into the server and out of it. */
@WithBroker
@Timeout(300)
class BrokerKillIT {
    private static final int MESSAGES = 20_000;
    private static final int KILLS = 3;
    private static final Duration RESUME_BOUND = Duration.ofSeconds(5);
    private static final Duration BOUND = Duration.ofSeconds(120);

    @TempDir
    private Path folder;

    private App relay;

    @Test
    void everyConfirmedMessageIsProcessed_andEveryOtherSendThrew(@Fresh RabbitMq broker, TestReporter reporter)
            throws Exception {
        try (RawQueues queues = new RawQueues(broker.uri())) {
            queues.declare(RelayBean.IN);
            queues.declare(RelayBean.OUT);
        }
        ExecutorService sender = Executors.newSingleThreadExecutor();
        try (WildFlyServer server = Servers.describe(broker.uri()).start();
                ConnectionFactory connections =
                        ConnectionFactory.open(broker.uri().toString())) {
            server.deploy(Archives.write(Archives.withAdapter("relay", Item.class), folder));
            relay = new App(server.http(), "relay");
            Feed feed = new Feed(connections, MESSAGES, () -> count().ids());
            Future<?> feeding = sender.submit(feed);

            List<Long> resumed = new ArrayList<>();
            for (int kill = 1; kill <= KILLS; kill++) {
                int threshold = kill * MESSAGES / (KILLS + 1);
                Await.until(threshold + " messages", BOUND, () -> count().ids() >= threshold);
                assertThat(feeding.isDone()).as("all sent before the kill").isFalse();
                resumed.add(millisToResumeAfterKill(broker, feed));
            }
            feeding.get(BOUND.toSeconds(), TimeUnit.SECONDS);

            assertThat(feed.confirmed()).isEqualTo(MESSAGES);
            assertThat(feed.failed()).isGreaterThanOrEqualTo(KILLS);
            assertThat(feed.attempts()).isEqualTo(feed.confirmed() + feed.failed());
            Await.until("all messages in the bean", BOUND, () -> count().ids() == MESSAGES);
            assertAllRelayed(broker, feed.ids());
            reporter.publishEntry("resumed after " + resumed + " ms; feed: " + feed + "; bean: " + count());
        } finally {
            sender.shutdownNow();
        }
    }

    private Count count() throws Exception {
        return relay.get("relay/count", Count.class);
    }

    /** The time from the broker's return to the bean's next message. */
    private long millisToResumeAfterKill(RabbitMq broker, Feed feed) throws Exception {
        long confirmedBefore = feed.confirmed();
        long failedBefore = feed.failed();
        feed.hurry(true);
        Await.until("sends in full flow", BOUND, () -> feed.confirmed() > confirmedBefore);
        broker.kill();
        Await.until("sends that throw", BOUND, () -> feed.failed() > failedBefore);
        feed.hurry(false);
        assertThatThrownBy(() -> feed.sendNow(new Item("000000"))).isInstanceOf(CarrotException.class);
        broker.restart();
        long back = System.nanoTime();
        long before = count().deliveries();
        Await.until("the bean to resume", RESUME_BOUND, () -> count().deliveries() > before);
        return (System.nanoTime() - back) / 1_000_000;
    }

    /** At least once: there may be repetitions, and nothing may be missing. */
    private static void assertAllRelayed(RabbitMq broker, Set<String> ids) throws Exception {
        Set<String> missing = new ConcurrentSkipListSet<>();
        ids.forEach(id -> missing.add(App.json(new Item(id))));
        try (RawQueues queues = new RawQueues(broker.uri())) {
            queues.consume(RelayBean.OUT, missing::remove);
            Await.until("all messages behind the bean; missing: " + missing.size(), BOUND, missing::isEmpty);
            Await.until(
                    "no message before the bean",
                    BOUND,
                    () -> broker.management().messages(RelayBean.IN) == 0);
        }
    }
}
