package io.carrotmq.example.feeds.web;

import io.carrotmq.example.feeds.FeedImported;
import io.carrotmq.example.feeds.FeedNews;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** The open pages, each told every event once. Safe for use by any number of threads. */
@Singleton
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class LiveStream {
    private static final int MAX_PAGES = 100;
    private static final long RETRY_WHEN_FULL_MILLIS = 30_000;

    /** Part of each event's id: numbers start anew with the application, and a browser may remember older ones. */
    private final String run = UUID.randomUUID().toString();

    private final Map<Page, Consumer<FeedNews.Item>> pages = new ConcurrentHashMap<>();
    private Jsonb json;
    private volatile Sse events;

    @Inject
    private FeedNews news;

    @PostConstruct
    void start() {
        json = JsonbBuilder.create();
    }

    @PreDestroy
    void stop() {
        pages.keySet().forEach(Page::close);
        try {
            json.close();
        } catch (Exception e) {
            throw new IllegalStateException("JSON Binding did not close", e);
        }
    }

    /** Sends the page what it has missed since that event and then whatever comes, until either side closes. */
    public void open(SseEventSink sink, Sse sse, String lastEventId) {
        events = sse;
        if (pages.size() >= MAX_PAGES) {
            refuse(sink, sse);
            return;
        }
        Page page = new Page(sink, this::leave);
        Consumer<FeedNews.Item> tell = item -> page.send(event(sse, item));
        pages.put(page, tell);
        page.send(sse.newEventBuilder().comment("connected").build());
        news.listen(numberOf(lastEventId), tell);
        if (!pages.containsKey(page)) {
            news.remove(tell); // It left before it listened.
        }
    }

    /** Proxies close silent streams, and a page that has gone is noticed only by sending. */
    @Schedule(hour = "*", minute = "*", second = "*/15", persistent = false)
    void keepAlive() {
        Sse sse = events;
        if (sse != null) {
            OutboundSseEvent nothing = sse.newEventBuilder().comment("").build();
            pages.keySet().forEach(page -> page.send(nothing));
        }
    }

    private void leave(Page page) {
        Consumer<FeedNews.Item> tell = pages.remove(page);
        if (tell != null) {
            news.remove(tell);
        }
    }

    private static void refuse(SseEventSink sink, Sse sse) {
        OutboundSseEvent full = sse.newEventBuilder()
                .name("full")
                .data("More than " + MAX_PAGES + " pages are open")
                .reconnectDelay(RETRY_WHEN_FULL_MILLIS)
                .build();
        sink.send(full).whenComplete((sent, failure) -> sink.close());
    }

    private OutboundSseEvent event(Sse sse, FeedNews.Item item) {
        return sse.newEventBuilder()
                .id(run + "." + item.number())
                .name(item.event() instanceof FeedImported ? "imported" : "failed")
                .data(json.toJson(item))
                .build();
    }

    private long numberOf(String lastEventId) {
        String prefix = run + ".";
        if (!lastEventId.startsWith(prefix)) {
            return 0;
        }
        try {
            return Long.parseLong(lastEventId.substring(prefix.length()));
        } catch (NumberFormatException notOurs) {
            return 0;
        }
    }
}
