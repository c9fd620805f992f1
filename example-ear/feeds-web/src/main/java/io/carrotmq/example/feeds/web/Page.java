package io.carrotmq.example.feeds.web;

import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.SseEventSink;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** One open page. A page that does not read what it is sent is closed, so that what waits for it stays bounded. */
final class Page {
    private static final int MAX_WAITING = 100;

    private final SseEventSink sink;
    private final Consumer<Page> left;
    private final AtomicInteger waiting = new AtomicInteger();

    Page(SseEventSink sink, Consumer<Page> left) {
        this.sink = sink;
        this.left = left;
    }

    void send(OutboundSseEvent event) {
        if (sink.isClosed() || waiting.incrementAndGet() > MAX_WAITING) {
            close();
            return;
        }
        try {
            sink.send(event).whenComplete((sent, failure) -> {
                waiting.decrementAndGet();
                if (failure != null) {
                    left.accept(this); // Nobody is there, and the server has closed the sink with the connection.
                }
            });
        } catch (IllegalStateException closedMeanwhile) {
            left.accept(this);
        }
    }

    void close() {
        left.accept(this);
        sink.close();
    }
}
