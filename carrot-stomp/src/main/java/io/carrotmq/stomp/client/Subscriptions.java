package io.carrotmq.stomp.client;

import io.carrotmq.stomp.StompException;
import io.carrotmq.stomp.frame.StompFrame;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** The subscriptions of a client, by id. Safe for use by any number of threads. */
final class Subscriptions {
    private final Map<String, StompSubscription> byId = new ConcurrentHashMap<>();
    private final AtomicLong last = new AtomicLong();

    /**
     * Adds one.
     *
     * @param destination what to subscribe to
     * @param options how
     * @param intake where its messages go
     * @return the subscription
     */
    StompSubscription add(String destination, SubscriptionOptions options, Intake intake) {
        long number = last.incrementAndGet();
        String id = options.id() == null ? "s-" + number : options.id();
        StompSubscription subscription = new StompSubscription(id, destination, options, intake, number);
        if (byId.putIfAbsent(id, subscription) != null) {
            throw ClientMessages.subscribed(id);
        }
        return subscription;
    }

    /** Removes one; false if it is not there. */
    boolean remove(StompSubscription subscription) {
        return byId.remove(subscription.id(), subscription);
    }

    boolean has(StompSubscription subscription) {
        return byId.get(subscription.id()) == subscription;
    }

    /** {@return what a message is for; null if there is no such subscription} */
    StompSubscription find(StompFrame message) {
        String id = message.header("subscription");
        StompSubscription known = id == null ? null : byId.get(id);
        if (known != null) {
            return known;
        }
        // STOMP 1.0 may name the destination only; RabbitMQ has where it sends replies for the id of its own
        // subscription.
        String destination = id == null ? message.header("destination") : id;
        return byId.isEmpty()
                ? null
                : all().stream()
                        .filter(subscription -> subscription.destination().equals(destination))
                        .findFirst()
                        .orElse(null);
    }

    /** {@return all, in the order in which they were added} */
    List<StompSubscription> all() {
        List<StompSubscription> all = new ArrayList<>(byId.values());
        all.sort(Comparator.comparingLong(StompSubscription::number));
        return all;
    }

    /**
     * Subscribes on another connection to everything a broker has once taken, in the order in which it was added.
     *
     * @param link the connection
     * @return completes when all are back, or exceptionally
     */
    CompletableFuture<Void> replay(Link link) {
        return CompletableFuture.allOf(all().stream()
                .filter(StompSubscription::isConfirmed)
                .map(subscription -> again(link, subscription))
                .toArray(CompletableFuture[]::new));
    }

    private CompletableFuture<Void> again(Link link, StompSubscription subscription) {
        CompletableFuture<Void> back = link.subscribe(subscription);
        return has(subscription) ? back : back.thenCompose(nothing -> link.unsubscribe(subscription, Map.of()));
    }

    /** Drops what came by a connection that has ended. */
    void lost() {
        byId.values().forEach(subscription -> subscription.intake().lost());
    }

    /**
     * Lets no more messages in.
     *
     * @param cause why; null if that was asked for
     * @return completes when no message is being handled
     */
    CompletableFuture<Void> stop(StompException cause) {
        return CompletableFuture.allOf(byId.values().stream()
                .map(subscription -> subscription.intake().stop(cause))
                .toArray(CompletableFuture[]::new));
    }

    /** {@return how many messages are being handled} */
    int running() {
        return byId.values().stream()
                .mapToInt(subscription -> subscription.intake().running())
                .sum();
    }

    void clear() {
        byId.clear();
    }
}
