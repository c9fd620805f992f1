package io.carrotmq.ra.inbound;

import io.carrotmq.Delivery;
import io.carrotmq.Envelope;
import io.carrotmq.Properties;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/** A delivery in a bean's hands: what the bean wants to become of it is remembered until its transaction has ended. */
final class BeanDelivery implements Delivery<byte[]> {
    private final Delivery<byte[]> origin;
    private final Consumer<Envelope> rejectable;
    private final AtomicReference<State> state = new AtomicReference<>(State.RECEIVED);

    BeanDelivery(Delivery<byte[]> origin) {
        this(origin, envelope -> {});
    }

    /**
     * Wraps a delivery.
     *
     * @param rejectable throws if the broker cannot reject messages: the wish must fail while the bean can see it
     */
    BeanDelivery(Delivery<byte[]> origin, Consumer<Envelope> rejectable) {
        this.origin = origin;
        this.rejectable = rejectable;
    }

    /**
     * Settles the message for good.
     *
     * @param processed whether the bean has handled it and its work is committed
     */
    void settle(boolean processed) {
        State wish = state.compareAndExchange(State.RECEIVED, processed ? State.ACKED : State.REQUEUED);
        if (!processed) {
            state.set(State.REQUEUED);
            origin.requeue();
            return;
        }
        switch (wish) {
            case RECEIVED, ACKED -> origin.ack();
            case REJECTED -> origin.reject();
            case REQUEUED -> origin.requeue();
            case FAILED, DEAD_LETTERED -> throw new UnsupportedOperationException();
        }
    }

    private void wish(State wanted) {
        State before = state.compareAndExchange(State.RECEIVED, wanted);
        if (before != State.RECEIVED) {
            throw Messages.settledBefore(origin.envelope(), before, wanted);
        }
    }

    @Override
    public byte[] body() {
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
        wish(State.ACKED);
    }

    @Override
    public void reject() {
        if (state.get() == State.RECEIVED) {
            rejectable.accept(origin.envelope());
        }
        wish(State.REJECTED);
    }

    @Override
    public void requeue() {
        wish(State.REQUEUED);
    }

    @Override
    public void fail(Throwable why) {
        wish(State.FAILED);
    }

    @Override
    public void deadLetter(Throwable why) {
        wish(State.DEAD_LETTERED);
    }

    @Override
    public State state() {
        return state.get();
    }

    /** Bodies are never printed. */
    @Override
    public String toString() {
        return "delivery " + envelope() + " " + state;
    }
}
