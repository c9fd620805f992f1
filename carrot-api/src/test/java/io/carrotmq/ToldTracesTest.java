package io.carrotmq;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ToldTracesTest {
    private final AtomicLong now = new AtomicLong();
    private final ToldTraces traces = new ToldTraces(now::get);

    @Test
    void sameKindIsNewsAgainAfterAWhile() {
        assertThat(traces.isNews(new IllegalStateException("a"))).isTrue();
        now.addAndGet(ToldTraces.WHILE.toNanos() - 1);
        assertThat(traces.isNews(new IllegalStateException("b"))).isFalse();
        assertThat(traces.isNews(new IllegalArgumentException("a"))).isTrue();
        now.addAndGet(1);
        assertThat(traces.isNews(new IllegalStateException("c"))).isTrue();
        assertThat(traces.isNews(new IllegalStateException("d"))).isFalse();
    }
}
