package io.carrotmq.ra.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CircuitBreakerTest {
    private static final Duration FIRST = Duration.ofMillis(100);

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5); // it may overflow
    private final Object one = new Object();
    private final Object other = new Object();

    private CircuitBreaker breaker(int limit) {
        return new CircuitBreaker(limit, new Backoff(FIRST, Duration.ofMillis(200), () -> 0), now::get);
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }

    @Test
    void withoutLimit_itNeverOpens() {
        CircuitBreaker breaker = breaker(0);
        for (int i = 0; i < 1_000; i++) {
            assertThat(breaker.failed(one)).isFalse();
        }

        assertThat(breaker.untilAdmitted(one)).isZero();
    }

    @Test
    void onlyFailuresInARowOpenIt() {
        CircuitBreaker breaker = breaker(2);

        assertThat(breaker.failed(one)).isFalse();
        assertThat(breaker.succeeded(other)).isFalse();
        assertThat(breaker.failed(one)).isFalse();
        assertThat(breaker.isOpen()).isFalse();
        assertThat(breaker.failed(other)).isTrue();
        assertThat(breaker.isOpen()).isTrue();
        assertThat(breaker.admits(one)).isFalse();
    }

    @Test
    void afterThePause_oneSessionTriesAndTheOthersWait() {
        CircuitBreaker breaker = breaker(1);
        breaker.failed(one);
        assertThat(breaker.untilAdmitted(one)).isEqualTo(FIRST);
        pass(FIRST);

        assertThat(breaker.untilAdmitted(other)).isZero();
        assertThat(breaker.untilAdmitted(other)).isZero();
        assertThat(breaker.untilAdmitted(one)).isPositive();
        assertThat(breaker.admits(one)).isFalse();
        assertThat(breaker.isOpen()).isTrue();
    }

    @Test
    void aSuccessOfTheOneThatTries_closesItForAll() {
        CircuitBreaker breaker = breaker(1);
        breaker.failed(one);
        pass(FIRST);
        breaker.untilAdmitted(other);

        assertThat(breaker.succeeded(one)).isFalse(); // begun before the pause
        assertThat(breaker.isOpen()).isTrue();
        assertThat(breaker.succeeded(other)).isTrue();
        assertThat(breaker.untilAdmitted(one)).isZero();
        assertThat(breaker.succeeded(other)).isFalse();
    }

    @Test
    void aFailureOfTheOneThatTries_makesTheNextPauseLonger() {
        CircuitBreaker breaker = breaker(1);
        breaker.failed(one);
        pass(FIRST);
        breaker.untilAdmitted(other);

        assertThat(breaker.failed(one)).isFalse(); // begun before the pause
        assertThat(breaker.admits(other)).isTrue();
        assertThat(breaker.failed(other)).isFalse();
        assertThat(breaker.admits(other)).isFalse();
        assertThat(breaker.pauseLength()).isEqualTo(Duration.ofMillis(200));
        pass(FIRST);
        assertThat(breaker.untilAdmitted(one)).isEqualTo(FIRST);
        pass(FIRST);
        assertThat(breaker.untilAdmitted(one)).isZero();
    }
}
