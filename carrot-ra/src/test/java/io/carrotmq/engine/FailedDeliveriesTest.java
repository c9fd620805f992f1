package io.carrotmq.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FailedDeliveriesTest {
    private static final long LONG = Duration.ofSeconds(40).toNanos();

    private final FailedDeliveries held = new FailedDeliveries(new RememberedFailures(1));

    @Test
    void movesOfWhatNoQueueCountsAreNoMoreThanSoMany() {
        assertThat(held.begin(2, LONG)).isTrue();
        assertThat(held.begin(2, LONG)).isTrue();
        assertThat(held.begin(2, 1_000_000)).isFalse();
        held.end();
        assertThat(held.begin(2, 1_000_000)).isTrue();
    }

    @Test
    void oneThatWaitsForRoomGetsIt() throws Exception {
        assertThat(held.begin(1, LONG)).isTrue();
        CompletableFuture<Boolean> second = CompletableFuture.supplyAsync(() -> held.begin(1, LONG));
        assertThat(second).isNotDone();
        held.end();
        assertThat(second.get(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void interruptedOneDoesNotWaitAndStaysInterrupted() {
        assertThat(held.begin(1, LONG)).isTrue();
        Thread.currentThread().interrupt();
        assertThat(held.begin(1, LONG)).isFalse();
        assertThat(Thread.interrupted()).isTrue();
    }
}
