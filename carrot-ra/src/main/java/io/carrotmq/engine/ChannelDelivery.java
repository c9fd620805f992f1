package io.carrotmq.engine;

import io.carrotmq.Delivery;
import io.carrotmq.Envelope;
import io.carrotmq.Properties;
import io.carrotmq.transport.IncomingMessage;
import java.util.concurrent.atomic.AtomicReference;

/** A delivery that is settled on the channel it came through. */
final class ChannelDelivery implements Delivery<byte[]> {
    private final IncomingMessage message;
    private final Envelope envelope;
    private final Settlement settlement;
    private final AtomicReference<State> state = new AtomicReference<>(State.RECEIVED);

    ChannelDelivery(IncomingMessage message, String queue, long epoch, Settlement settlement) {
        this.message = message;
        this.envelope = new Envelope(
                queue, message.exchange(), message.routingKey(), message.redelivered(), epoch, message.deliveryTag());
        this.settlement = settlement;
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
        settle(State.REJECTED);
    }

    @Override
    public void requeue() {
        settle(State.REQUEUED);
    }

    private void settle(State wanted) {
        if (!state.compareAndSet(State.RECEIVED, wanted)) {
            throw Messages.settledBefore(envelope, state.get(), wanted);
        }
        settlement.settle(message.deliveryTag(), wanted);
    }

    @Override
    public State state() {
        return state.get();
    }

    /** Bodies are never printed. */
    @Override
    public String toString() {
        return "delivery " + envelope + " " + state;
    }
}
