package io.carrotmq.example.it;

import io.carrotmq.CarrotException;
import io.carrotmq.Connection;
import io.carrotmq.ConnectionFactory;
import io.carrotmq.Publisher;
import io.carrotmq.Receipt;
import io.carrotmq.SendOptions;
import io.carrotmq.codec.Codecs;
import io.carrotmq.example.it.relay.Item;
import io.carrotmq.example.it.relay.RelayBean;
import io.carrotmq.testkit.Await;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** Sends items to the relay with Carrot outside a container, each again and again until it is confirmed. */
final class Feed implements Callable<Void> {
    private static final int BATCH = 200;
    private static final long CONFIRM_SECONDS = 60;
    private static final Duration OUTAGE_BOUND = Duration.ofSeconds(60);

    private final ConnectionFactory connections;
    private final Publisher<Item> publisher;
    private final Queue<Item> waiting = new ArrayDeque<>();
    private final Set<String> ids = new TreeSet<>();
    private volatile long attempts;
    private volatile long confirmed;
    private volatile long failed;

    Feed(ConnectionFactory connections, int count) {
        this.connections = connections;
        this.publisher = Publisher.of(
                connections,
                Codecs.of(Feed.class.getClassLoader()).<Item>codec("application/json", Item.class),
                SendOptions.DEFAULT.routingKey(RelayBean.IN));
        for (int i = 0; i < count; i++) {
            waiting.add(new Item(String.format("%06d", i)));
        }
    }

    @Override
    public Void call() throws Exception {
        while (!waiting.isEmpty()) {
            long failedBefore = failed;
            sendBatch();
            if (failed > failedBefore) {
                Await.until("the broker to be back", OUTAGE_BOUND, this::connects);
            }
        }
        return null;
    }

    private void sendBatch() throws Exception {
        Map<Item, CompletionStage<Receipt>> sent = new LinkedHashMap<>();
        while (sent.size() < BATCH && !waiting.isEmpty()) {
            Item item = waiting.remove();
            attempts++;
            sent.put(item, send(item));
        }
        for (Map.Entry<Item, CompletionStage<Receipt>> each : sent.entrySet()) {
            if (isConfirmed(each.getValue())) {
                confirmed++;
                ids.add(each.getKey().id());
            } else {
                failed++;
                waiting.add(each.getKey());
            }
        }
    }

    private CompletionStage<Receipt> send(Item item) {
        try {
            return publisher.sendAsync(item);
        } catch (CarrotException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** Every send ends, and by an exception of Carrot's own if not by a confirm. */
    private static boolean isConfirmed(CompletionStage<Receipt> sent) throws Exception {
        try {
            return sent.toCompletableFuture()
                    .get(CONFIRM_SECONDS, TimeUnit.SECONDS)
                    .confirmed();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof CarrotException) {
                return false;
            }
            throw e;
        }
    }

    private boolean connects() {
        try (Connection connection = connections.connect()) {
            return !connection.broker().product().isEmpty();
        }
    }

    long attempts() {
        return attempts;
    }

    long confirmed() {
        return confirmed;
    }

    long failed() {
        return failed;
    }

    /** The confirmed ones; to be asked for after the end. */
    Set<String> ids() {
        return ids;
    }

    @Override
    public String toString() {
        return attempts + " sends, " + confirmed + " confirmed, " + failed + " failed";
    }
}
