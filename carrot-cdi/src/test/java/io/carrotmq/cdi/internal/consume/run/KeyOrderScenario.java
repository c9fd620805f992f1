package io.carrotmq.cdi.internal.consume.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.carrotmq.testkit.Await;
import java.time.Duration;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestReporter;

/** Order by key, with failures and the loss of the broker meanwhile. */
abstract class KeyOrderScenario {
    private static final Duration BOUND = Duration.ofSeconds(120);
    private final Logger failures = Logger.getLogger("io.carrotmq.cdi");

    @BeforeEach
    void quiet() {
        failures.setLevel(Level.SEVERE); // hundreds of attempts fail as they shall
    }

    @AfterEach
    void loud() {
        failures.setLevel(null);
    }

    void run(Workbench bench, KeyedMessages messages, Runnable disaster, TestReporter reporter) {
        String queue = bench.queue();
        messages.send(bench, queue);
        long start = System.nanoTime();
        bench.start(Plans.of(queue)
                .prefetch(2_000)
                .concurrency(16)
                .orderBy(KeyedMessages::key)
                .calls(messages::handle));
        Await.until("a third", BOUND, () -> messages.succeeded() > messages.count() / 3);
        assertThat(messages.succeeded()).as("not yet all").isLessThan(messages.count());
        long before = System.nanoTime();
        disaster.run();
        long disasterTook = System.nanoTime() - before;
        Await.until("all", BOUND, () -> messages.succeeded() == messages.count());
        Await.until("nothing handled", BOUND, () -> bench.consumer(queue).handling() == 0);
        reporter.publishEntry(messages + ", in " + (System.nanoTime() - start) / 1_000_000 + " ms with "
                + disasterTook / 1_000_000 + " ms of disaster");
        bench.stop();
        messages.assertAll();
        assertThat(bench.left(queue)).isEmpty();
        assertThat(bench.dead(queue)).isEmpty();
    }
}
