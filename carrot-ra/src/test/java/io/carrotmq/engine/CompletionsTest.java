package io.carrotmq.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.carrotmq.OutgoingMessage;
import io.carrotmq.Properties;
import io.carrotmq.Receipt;
import io.carrotmq.testkit.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CompletionsTest {
    private final EngineThreads threads = new EngineThreads();
    private final Completions completions = new Completions(threads);

    @AfterEach
    void close() {
        threads.close();
    }

    private static Unconfirmed ended(int number) {
        return Unconfirmed.staged(new OutgoingMessage("x", "" + number, true, Properties.NONE, new byte[0]));
    }

    private List<Unconfirmed> given(int count) {
        List<Unconfirmed> burst = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            burst.add(ended(i));
        }
        return burst;
    }

    private void hand(List<Unconfirmed> burst) {
        burst.forEach(completions::add);
        completions.hand();
    }

    private static void assertCompleted(List<Unconfirmed> burst) {
        // Whoever waits for a stage may run what depends on it; so nobody does before it is done.
        Await.until(
                "all to be told",
                Duration.ofSeconds(20),
                () -> burst.stream()
                        .allMatch(entry -> entry.stage().toCompletableFuture().isDone()));
        assertThat(burst)
                .allSatisfy(entry -> assertThat(entry.stage())
                        .succeedsWithin(Duration.ofSeconds(20))
                        .matches(Receipt::confirmed));
    }

    @Test
    void eachIsToldOnceOnACallbackThread() {
        List<String> told = new ArrayList<>();
        CountDownLatch open = new CountDownLatch(10_000);
        for (int i = 0; i < 100; i++) {
            List<Unconfirmed> burst = given(100);
            burst.forEach(entry -> entry.stage().thenAccept(receipt -> {
                synchronized (told) {
                    told.add(receipt.routingKey() + " "
                            + Thread.currentThread().getName().startsWith("carrot-callback"));
                }
                open.countDown();
            }));
            hand(burst);
        }
        Await.until("all to be told", Duration.ofSeconds(20), () -> open.getCount() == 0);
        assertThat(told).hasSize(10_000).allMatch(each -> each.endsWith(" true"));
        for (int i = 0; i < 100; i++) {
            String number = i + " true";
            assertThat(told.stream().filter(number::equals)).hasSize(100);
        }
    }

    @Test
    void callbackThatTakesLongHoldsUpNobodyElse() {
        CountDownLatch release = new CountDownLatch(1);
        List<Unconfirmed> burst = given(50);
        for (int stuck : new int[] {0, 20, 49}) {
            burst.get(stuck).stage().thenRun(() -> awaitQuietly(release));
        }
        hand(burst);
        assertCompleted(burst);
        release.countDown();
    }

    /** The second completes only because the first, which holds a callback thread, does not hold all of them. */
    @Test
    void callbackMayWaitForAnother() {
        Unconfirmed first = ended(1);
        Unconfirmed second = ended(2);
        CompletableFuture<Receipt> both = first.stage().thenApply(receipt -> {
            hand(List.of(second));
            return second.stage().join();
        });
        hand(List.of(first));
        assertThat(both).succeedsWithin(Duration.ofSeconds(20));
    }

    @Test
    void noneIsForgottenWhenTheEngineIsClosedOverThem() {
        CountDownLatch release = new CountDownLatch(1);
        List<Unconfirmed> burst = given(40);
        burst.get(0).stage().thenRun(() -> awaitQuietly(release));
        burst.get(39).stage().thenRun(() -> awaitQuietly(release));
        hand(burst);
        threads.close(); // interrupts those that wait
        assertCompleted(burst);
        List<Unconfirmed> late = given(3);
        hand(late);
        assertCompleted(late);
        release.countDown();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await(40, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
