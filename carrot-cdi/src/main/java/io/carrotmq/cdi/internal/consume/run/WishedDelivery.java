package io.carrotmq.cdi.internal.consume.run;

import io.carrotmq.Delivery;
import io.carrotmq.Envelope;
import io.carrotmq.Properties;
import java.util.Objects;

/**
 * A delivery in the hands of a method in a transaction: what the method wants to become of it is remembered until the transaction
 * has ended.
 */
final class WishedDelivery implements Delivery<Object> {
    private final Delivery<?> origin;
    private final String consumer;
    private volatile State state = State.RECEIVED;
    private volatile Throwable why;

    WishedDelivery(Delivery<?> origin, String consumer) {
        this.origin = origin;
        this.consumer = consumer;
    }

    /** Does what was wished for. */
    void grant() {
        switch (state) {
            case RECEIVED -> {
                // nothing was
            }
            case ACKED -> origin.ack();
            case REJECTED -> origin.reject();
            case REQUEUED -> origin.requeue();
            case FAILED -> origin.fail(why);
            case DEAD_LETTERED -> origin.deadLetter(why);
        }
    }

    @Override
    public Object body() {
        return origin.body();
    }

    @Override
    public byte[] content() {
        return origin.content();
    }

    @Override
    public Properties properties() {
        return origin.properties();
    }

    @Override
    public Envelope envelope() {
        return origin.envelope();
    }

    @Override
    public void ack() {
        wish(State.ACKED, null);
    }

    @Override
    public void reject() {
        wish(State.REJECTED, null);
    }

    @Override
    public void requeue() {
        wish(State.REQUEUED, null);
    }

    @Override
    public void fail(Throwable cause) {
        wish(State.FAILED, Objects.requireNonNull(cause, "why"));
    }

    @Override
    public void deadLetter(Throwable cause) {
        wish(State.DEAD_LETTERED, Objects.requireNonNull(cause, "why"));
    }

    private synchronized void wish(State wanted, Throwable cause) {
        if (state != State.RECEIVED) {
            throw Messages.settledBefore(consumer, origin.envelope(), state, wanted);
        }
        why = cause;
        state = wanted;
    }

    @Override
    public State state() {
        return state;
    }

    /** Bodies are never printed. */
    @Override
    public String toString() {
        return "delivery " + envelope() + " " + state;
    }
}
