package io.carrotmq;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** Removes some of the messages that are in a queue now. */
final class Discarding<T> {
    private final Connection connection;
    private final String queue;
    private final Function<Delivery<byte[]>, Delivery<T>> decode;

    Discarding(Connection connection, String queue, Function<Delivery<byte[]>, Delivery<T>> decode) {
        this.connection = connection;
        this.queue = queue;
        this.decode = decode;
    }

    /**
     * Looks at each message once: those that are kept are given back after the last one, in their order, or they would
     * come again.
     */
    long discard(Predicate<? super Delivery<T>> filter) {
        long present = connection.messageCount(queue).orElseThrow(() -> Messages.noSuchQueue(queue));
        List<Delivery<byte[]>> kept = new ArrayList<>();
        long discarded = 0;
        try {
            for (long seen = 0; seen < present; seen++) {
                Optional<Delivery<byte[]>> next = connection.fetch(queue);
                if (next.isEmpty()) {
                    break;
                }
                kept.add(next.get());
                if (matches(filter, next.get())) {
                    kept.remove(kept.size() - 1).ack();
                    discarded++;
                }
            }
        } finally {
            kept.stream()
                    .filter(delivery -> delivery.state() == Delivery.State.RECEIVED)
                    .forEach(Delivery::requeue);
        }
        return discarded;
    }

    private boolean matches(Predicate<? super Delivery<T>> filter, Delivery<byte[]> delivery) {
        Delivery<T> decoded;
        try {
            decoded = decode.apply(delivery);
        } catch (CodecException e) {
            return false;
        }
        return filter.test(decoded);
    }
}
