package io.carrotmq.example.feeds.web;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.SseEventSink;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class PageTest {
    private final List<Page> left = new ArrayList<>();

    @Test
    void pageThatTakesTheEvent_stays() {
        page(() -> CompletableFuture.completedFuture(null)).send(null);

        assertThat(left).isEmpty();
    }

    @Test
    void pageThatClosesBeforeItIsSentTo_hasLeft() {
        Page page = page(() -> {
            throw new IllegalStateException("the sink is closed");
        });

        page.send(null);

        assertThat(left).containsExactly(page);
    }

    @Test
    void pageThatFailsToTakeTheEvent_hasLeft() {
        Page page = page(() -> CompletableFuture.failedFuture(new IOException("gone")));

        page.send(null);

        assertThat(left).containsExactly(page);
    }

    @Test
    void pageThatReadsNothing_isClosed() {
        Page page = page(CompletableFuture::new);

        for (int i = 0; i < 101; i++) {
            page.send(null);
        }

        assertThat(left).containsExactly(page);
    }

    private Page page(Supplier<CompletionStage<?>> sending) {
        return new Page(new Sink(sending), left::add);
    }

    /** Open whenever it is asked, as a real one is that closes right after the question. */
    private record Sink(Supplier<CompletionStage<?>> sending) implements SseEventSink {
        @Override
        public boolean isClosed() {
            return false;
        }

        @Override
        public CompletionStage<?> send(OutboundSseEvent event) {
            return sending.get();
        }

        @Override
        public void close() {
            // Nothing is held.
        }
    }
}
