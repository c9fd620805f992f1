package io.carrotmq.ra.inbound;

import io.carrotmq.Delivery;
import io.carrotmq.Envelope;
import io.carrotmq.Properties;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/** A delivery in a bean's hands: what the bean wants to become of it is remembered until its transaction has ended. */
final class BeanDelivery implements Delivery<byte[]> {
    private final Delivery<byte[]> origin;
    private final Consumer<Envelope> rejectable;
    private final AtomicReference<State> state = new AtomicReference<>(State.RECEIVED);
    private volatile Throwable why;

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

    /** The bean's work counts: what it wished for is done, or else the message acknowledged. */
    void committed() {
        State wish = state.compareAndExchange(State.RECEIVED, State.ACKED);
        switch (wish) {
            case RECEIVED, ACKED -> origin.ack();
            case REJECTED -> origin.reject();
            case REQUEUED -> origin.requeue();
            case FAILED -> origin.fail(why);
            case DEAD_LETTERED -> origin.deadLetter(why);
        }
    }

    /** The bean's work does not count, nor what it wished for. */
    void failed(Throwable cause) {
        state.set(State.FAILED);
        origin.fail(cause);
    }

    /** The message shall come again, as if it had not come. */
    void giveBack() {
        state.set(State.REQUEUED);
        origin.requeue();
    }

    /** {@return why the bean wished that the message had failed or went to the dead letters; null if it did not} */
    Throwable why() {
        return why;
    }

    private void wish(State wanted, Throwable cause) {
        Objects.requireNonNull(cause, "why");
        if (state.get() == State.RECEIVED) {
            why = cause;
        }
        wish(wanted);
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
    public void fail(Throwable cause) {
        wish(State.FAILED, cause);
    }

    @Override
    public void deadLetter(Throwable cause) {
        wish(State.DEAD_LETTERED, cause);
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
