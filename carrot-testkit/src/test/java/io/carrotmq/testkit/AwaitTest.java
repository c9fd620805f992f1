package io.carrotmq.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AwaitTest {

    private static final Duration SHORT = Duration.ofMillis(30);
    private static final Duration LONG = Duration.ofSeconds(10);

    @Test
    void conditionThatComesToHold_isAwaited() {
        AtomicInteger asked = new AtomicInteger();

        Await.until("the third question", LONG, () -> asked.incrementAndGet() == 3);

        assertThat(asked).hasValue(3);
    }

    @Test
    void conditionThatNeverHolds_failsAndSaysWhatAndHowLong() {
        assertThatThrownBy(() -> Await.until("Godot", SHORT, () -> false))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("Waited for Godot")
                .hasMessageContaining("30 ms");
    }

    @Test
    void failureOfTheCondition_isTheCause() {
        assertThatThrownBy(() -> Await.until("an answer", SHORT, () -> {
                    throw new IOException("no line");
                }))
                .isInstanceOf(AssertionError.class)
                .hasRootCauseMessage("no line");
    }

    @Test
    void failedAssertion_isTriedAgain() {
        AtomicInteger asked = new AtomicInteger();

        Await.until("a passing assertion", LONG, () -> {
            assertThat(asked.incrementAndGet()).isGreaterThan(2);
            return true;
        });

        assertThat(asked).hasValue(3);
    }

    @Test
    void firstAcceptedValue_isReturned() {
        AtomicInteger counter = new AtomicInteger();

        assertThat(Await.value("a two", LONG, counter::incrementAndGet, value -> value == 2))
                .isEqualTo(2);
    }

    @Test
    void valueThatIsNeverAccepted_isTold() {
        assertThatThrownBy(() -> Await.value("an eight", SHORT, () -> 7, value -> value == 8))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("last value 7");
    }

    @Test
    void interruption_endsTheWaitAndIsKept() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> Await.until("anything", LONG, () -> false)).isInstanceOf(IllegalStateException.class);
        assertThat(Thread.interrupted()).isTrue();
    }
}
