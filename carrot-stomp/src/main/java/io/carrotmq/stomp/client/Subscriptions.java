package io.carrotmq.stomp.client;

import io.carrotmq.stomp.StompException;
import io.carrotmq.stomp.StompTimeoutException;
import io.carrotmq.stomp.frame.StompFrame;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/** The subscriptions of a client, by id: begins, ends and renews them. Safe for use by any number of threads. */
final class Subscriptions {
    private final ClientCore core;
    private final Map<String, StompSubscription> byId = new ConcurrentHashMap<>();
    private final AtomicLong last = new AtomicLong();

    Subscriptions(ClientCore core) {
        this.core = core;
    }

    /** A message has come, on the thread that reads. */
    void received(Link by, StompFrame frame) {
        StompSubscription subscription = find(frame);
        Lane lane = subscription == null ? null : subscription.lane();
        if (lane == null || lane.link() != by) {
            ClientMessages.LOG.log(System.Logger.Level.WARNING, ClientMessages.unexpected(frame));
        } else {
            subscription.intake().offer(lane.receive(frame, subscription));
        }
    }

    /** Subscribes by a connection. */
    CompletableFuture<StompSubscription> subscribe(
            Link by, String destination, SubscriptionOptions how, Intake intake) {
        if (core.isDisconnecting()) {
            return CompletableFuture.failedFuture(ClientMessages.notConnected(null));
        }
        StompSubscription subscription;
        try {
            subscription = add(destination, how, intake);
        } catch (StompException e) {
            return CompletableFuture.failedFuture(e);
        }
        CompletableFuture<StompSubscription> outcome = new CompletableFuture<>();
        outcome.whenComplete((taken, failure) -> {
            if (failure != null) {
                withdraw(by, subscription, failure);
            }
        });
        by.subscribe(subscription).whenComplete((nothing, failure) -> {
            if (failure == null) {
                outcome.complete(subscription);
            } else {
                outcome.completeExceptionally(Waiting.failure(failure));
            }
        });
        return outcome;
    }

    /** Takes a subscription back that has failed, or that nobody waits for any more. */
    private void withdraw(Link by, StompSubscription subscription, Throwable failure) {
        remove(subscription);
        subscription.intake().stop(failure instanceof StompException cause ? cause : null);
        if (failure instanceof StompTimeoutException || failure instanceof CancellationException) {
            core.executor().execute(() -> by.unsubscribe(subscription, Map.of())); // the broker may yet take it
        }
    }

    /** Waits for the handlers of a subscription and ends it; what it writes is written by that executor. */
    CompletableFuture<Void> unsubscribe(StompSubscription subscription, Map<String, String> headers, Executor writer) {
        return quiet(subscription)
                .handleAsync(
                        (nothing, failure) -> {
                            CompletableFuture<Void> said = forget(subscription, headers);
                            return failure == null ? said : CompletableFuture.<Void>failedFuture(failure);
                        },
                        writer)
                .thenCompose(Function.identity());
    }

    /** Has no further handler of a subscription begin; completes, in bounded time, when the last one is done. */
    CompletableFuture<Void> quiet(StompSubscription subscription) {
        if (!has(subscription)) {
            return CompletableFuture.completedFuture(null);
        }
        subscription.stop();
        Duration bound = core.options().disconnectTimeout();
        Intake intake = subscription.intake();
        return core.deadlines()
                .bound(
                        intake.stop(null).thenRun(() -> {}),
                        bound,
                        () -> ClientMessages.handlersRunning("unsubscribing", intake.running(), bound));
    }

    /** Ends a subscription; completes when the broker has confirmed it. */
    CompletableFuture<Void> forget(StompSubscription subscription, Map<String, String> headers) {
        Lane lane = subscription.lane();
        return !remove(subscription) || lane == null
                ? CompletableFuture.completedFuture(null)
                : lane.link().unsubscribe(subscription, headers);
    }

    /** Ends a subscription because a message of it cannot be handled. */
    void stop(StompSubscription subscription, Throwable cause) {
        if (!has(subscription) || !subscription.stop()) {
            return;
        }
        core.events().stopped(subscription, cause);
        unsubscribe(subscription, Map.of(), core.executor()).whenComplete((nothing, failure) -> {
            if (failure != null) {
                ClientMessages.LOG.log(
                        System.Logger.Level.WARNING, Waiting.cause(failure).getMessage());
            }
        });
    }

    /**
     * Adds one.
     *
     * @param destination what to subscribe to
     * @param options how
     * @param intake where its messages go
     * @return the subscription
     */
    private StompSubscription add(String destination, SubscriptionOptions options, Intake intake) {
        long number = last.incrementAndGet();
        String id = options.id() == null ? "s-" + number : options.id();
        StompSubscription subscription = new StompSubscription(id, destination, options, intake, number);
        if (byId.putIfAbsent(id, subscription) != null) {
            throw ClientMessages.subscribed(id);
        }
        return subscription;
    }

    /** Removes one; false if it is not there. */
    private boolean remove(StompSubscription subscription) {
        return byId.remove(subscription.id(), subscription);
    }

    private boolean has(StompSubscription subscription) {
        return byId.get(subscription.id()) == subscription;
    }

    /** {@return what a message is for; null if there is no such subscription} */
    private StompSubscription find(StompFrame message) {
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
    private List<StompSubscription> all() {
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
