package io.carrotmq.cdi.internal.consume.read;

import io.carrotmq.Delivery;
import io.carrotmq.Envelope;
import io.carrotmq.Properties;

/** A delivery as a consumer hands it over. */
record Handed<T>(T body, Properties properties, Envelope envelope) implements Delivery<T> {
    static <T> Handed<T> of(T body) {
        return of(body, Properties.NONE);
    }

    static <T> Handed<T> of(T body, Properties properties) {
        return new Handed<>(body, properties, new Envelope("orders", "shop", "order.paid", false, 1, 7, 2));
    }

    @Override
    public byte[] content() {
        return new byte[0];
    }

    @Override
    public void ack() {}

    @Override
    public void reject() {}

    @Override
    public void requeue() {}

    @Override
    public void fail(Throwable why) {}

    @Override
    public void deadLetter(Throwable why) {}

    @Override
    public State state() {
        return State.RECEIVED;
    }
}
