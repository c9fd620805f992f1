package io.carrotmq.example.feeds;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/** The latest events, and those who want to hear of each new one. Safe for use by any number of threads. */
@ApplicationScoped
public class FeedNews {
    private static final int KEPT = 50;

    private final Deque<Item> kept = new ArrayDeque<>();
    private final List<Consumer<Item>> listeners = new ArrayList<>();
    private long last;

    /**
     * An event with its number.
     *
     * @param number counts from 1 since the application started
     * @param at when it came in
     * @param event what happened
     */
    public record Item(long number, Instant at, FeedEvent event) {}

    /** Keeps the event and tells it to everybody, on this thread. */
    public synchronized void tell(FeedEvent event) {
        Item item = new Item(++last, Instant.now(), event);
        kept.addLast(item);
        if (kept.size() > KEPT) {
            kept.removeFirst();
        }
        List.copyOf(listeners).forEach(listener -> listener.accept(item));
    }

    /** Tells the listener the kept events after that number, and then each new one until it is removed. */
    public synchronized void listen(long after, Consumer<Item> listener) {
        kept.stream().filter(item -> item.number() > after).forEach(listener);
        listeners.add(listener);
    }

    /** Tells the listener nothing more. Does nothing if it does not listen. */
    public synchronized void remove(Consumer<Item> listener) {
        listeners.remove(listener);
    }
}
