package io.carrotmq.contract;

import io.carrotmq.Delivery;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A subscriber that asks when it is told to, and acknowledges what it gets. */
final class Requesting<T> implements Flow.Subscriber<Delivery<T>> {
    private final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();
    private final List<T> bodies = new CopyOnWriteArrayList<>();
    private volatile boolean complete;
    private volatile Throwable failure;

    void request(long count) throws InterruptedException, ExecutionException, TimeoutException {
        subscription.get(Bench.PATIENCE.toSeconds(), TimeUnit.SECONDS).request(count);
    }

    void cancel() throws InterruptedException, ExecutionException, TimeoutException {
        subscription.get(Bench.PATIENCE.toSeconds(), TimeUnit.SECONDS).cancel();
    }

    List<T> bodies() {
        return bodies;
    }

    boolean isComplete() {
        return complete;
    }

    Throwable failure() {
        return failure;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription.complete(given);
    }

    @Override
    public void onNext(Delivery<T> delivery) {
        bodies.add(delivery.body());
        delivery.ack();
    }

    @Override
    public void onError(Throwable thrown) {
        failure = thrown;
    }

    @Override
    public void onComplete() {
        complete = true;
    }
}
