package io.carrotmq.contract;

import io.carrotmq.ConnectException;
import io.carrotmq.Connection;
import io.carrotmq.SubscribeOptions;
import io.carrotmq.Subscription;
import io.carrotmq.testkit.Await;
import java.util.Objects;

/** A subscription with the connection it is made through, as soon as there is one after a loss. */
final class Subscribed implements AutoCloseable {
    final Connection connection;
    final Subscription subscription;

    Subscribed(Bench bench, String queue, SubscribeOptions options) {
        connection = bench.connect();
        try {
            subscription = connection.subscribe(queue, options);
        } catch (RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    static Subscribed again(Bench bench, String queue, SubscribeOptions options) {
        return Await.value("a subscription", Bench.PATIENCE, () -> attempt(bench, queue, options), Objects::nonNull);
    }

    private static Subscribed attempt(Bench bench, String queue, SubscribeOptions options) {
        try {
            return new Subscribed(bench, queue, options);
        } catch (ConnectException e) { // the loss shows late
            return null;
        }
    }

    @Override
    public void close() {
        subscription.close();
        connection.close();
    }
}
