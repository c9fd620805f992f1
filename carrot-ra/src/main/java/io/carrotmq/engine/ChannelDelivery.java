package io.carrotmq.engine;

import io.carrotmq.Acknowledgement;
import io.carrotmq.Delivery;
import io.carrotmq.Envelope;
import io.carrotmq.Properties;
import io.carrotmq.transport.IncomingMessage;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;

/** A delivery that is settled on the channel it came through. */
final class ChannelDelivery implements Delivery<byte[]> {
    private static final AtomicReferenceFieldUpdater<ChannelDelivery, State> STATE =
            AtomicReferenceFieldUpdater.newUpdater(ChannelDelivery.class, State.class, "state");

    private final IncomingMessage message;
    private final Envelope envelope;
    private final Settlement settlement;
    private volatile State state;

    // The place among the outstanding ones of the channel, guarded by its settlement.
    ChannelDelivery previous;
    ChannelDelivery next;
    boolean untold;

    ChannelDelivery(IncomingMessage message, String queue, long epoch, Acknowledgement mode, Settlement settlement) {
        this.message = message;
        this.envelope = new Envelope(
                queue,
                message.exchange(),
                message.routingKey(),
                message.redelivered(),
                epoch,
                message.deliveryTag(),
                1);
        this.settlement = settlement;
        this.state = mode == Acknowledgement.MANUAL ? State.RECEIVED : State.ACKED;
    }

    long tag() {
        return message.deliveryTag();
    }

    @Override
    public byte[] body() {
        return message.body();
    }

    @Override
    public byte[] content() {
        return message.body();
    }

    @Override
    public Properties properties() {
        return message.properties();
    }

    @Override
    public Envelope envelope() {
        return envelope;
    }

    @Override
    public void ack() {
        settle(State.ACKED);
    }

    @Override
    public void reject() {
        if (state == State.RECEIVED) {
            settlement.requireReject(envelope);
        }
        settle(State.REJECTED);
    }

    @Override
    public void requeue() {
        settle(State.REQUEUED);
    }

    @Override
    public void fail(Throwable why) {
        requeue();
    }

    @Override
    public void deadLetter(Throwable why) {
        reject();
    }

    private void settle(State wanted) {
        if (!STATE.compareAndSet(this, State.RECEIVED, wanted)) {
            throw Messages.settledBefore(envelope, state, wanted);
        }
        settlement.settle(this, wanted);
    }

    @Override
    public State state() {
        return state;
    }

    /** Bodies are never printed. */
    @Override
    public String toString() {
        return "delivery " + envelope + " " + state;
    }
}
