package io.carrotmq.cdi.internal.consume.run;

import io.carrotmq.Delivery;
import java.util.List;

/**
 * What a method is called with at once: one delivery, or a batch.
 *
 * @param deliveries the deliveries, in the order they were taken
 * @param key what it has in common with those that are handled after it; null if it has nothing to do with any other
 */
record Charge(List<Delivery<?>> deliveries, Object key) {
    static Charge of(Delivery<?> delivery) {
        return new Charge(List.of(delivery), null);
    }

    int size() {
        return deliveries.size();
    }

    Delivery<?> only() {
        return deliveries.get(0);
    }
}
