package io.carrotmq.ra.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private static Stream<Long> delays(double random, int count) {
        Backoff backoff = new Backoff(Duration.ofMillis(500), Duration.ofMillis(4_000), () -> random);
        return Stream.generate(() -> backoff.next().toMillis()).limit(count);
    }

    @Test
    void withoutJitterTheDelaysDoubleUpToTheBound() {
        assertThat(delays(0, 6)).containsExactly(500L, 1_000L, 2_000L, 4_000L, 4_000L, 4_000L);
    }

    @Test
    void jitterTakesAwayHalfAtMost() {
        assertThat(delays(Math.nextDown(1.0), 5)).containsExactly(251L, 501L, 1_001L, 2_001L, 2_001L);
    }

    @Test
    void thousandsOfAttemptsStayAtTheBound() {
        assertThat(delays(0, 5_000).skip(3)).containsOnly(4_000L);
    }

    @Test
    void afterAResetTheFirstDelayComesAgain() {
        Backoff backoff = new Backoff(Duration.ofMillis(500), Duration.ofMillis(4_000), () -> 0);
        backoff.next();
        backoff.next();
        assertThat(backoff.attempts()).isEqualTo(2);
        backoff.reset();
        assertThat(backoff.next()).isEqualTo(Duration.ofMillis(500));
    }
}
