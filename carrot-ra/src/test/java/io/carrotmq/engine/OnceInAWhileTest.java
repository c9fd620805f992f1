package io.carrotmq.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class OnceInAWhileTest {
    private final AtomicLong now = new AtomicLong(42);
    private final OnceInAWhile reports = new OnceInAWhile(Duration.ofNanos(100), now::get);

    @Test
    void saysYesOnceInEachPeriod() {
        assertThat(reports.due()).isTrue();
        assertThat(reports.due()).isFalse();
        now.addAndGet(99);
        assertThat(reports.due()).isFalse();
        now.addAndGet(1);
        assertThat(reports.due()).isTrue();
        assertThat(reports.due()).isFalse();
    }
}
