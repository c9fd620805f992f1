package io.carrotmq.event;

import io.carrotmq.testkit.Await;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** A listener that remembers what it was told. */
public final class Told implements Consumer<BrokerEvent> {
    private static final Duration BOUND = Duration.ofSeconds(30);

    private final List<BrokerEvent> events = new CopyOnWriteArrayList<>();
    private final List<String> threads = new CopyOnWriteArrayList<>();

    @Override
    public void accept(BrokerEvent event) {
        threads.add(Thread.currentThread().getName());
        events.add(event);
    }

    public List<BrokerEvent> all() {
        return List.copyOf(events);
    }

    /** {@return the names of the threads it was told on} */
    public List<String> threads() {
        return List.copyOf(threads);
    }

    /** {@return those of a kind, in their order} */
    public <E extends BrokerEvent> List<E> of(Class<E> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** Waits for one of a kind. */
    public <E extends BrokerEvent> E await(Class<E> kind, Predicate<? super E> wanted) {
        Await.until(
                "to be told of " + kind.getSimpleName(),
                BOUND,
                () -> of(kind).stream().anyMatch(wanted));
        return of(kind).stream().filter(wanted).findFirst().orElseThrow();
    }

    public <E extends BrokerEvent> E await(Class<E> kind) {
        return await(kind, event -> true);
    }
}
