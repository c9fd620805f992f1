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
    private final QueueConsumer consumer;
    private final Redeliveries redeliveries;
    private final boolean settledBefore;
    private volatile State state;

    /** What is known of its failures on this channel, or null if there were none. */
    final FailedDelivery past;

    // The place among the outstanding ones of the channel, guarded by its settlement.
    ChannelDelivery previous;
    ChannelDelivery next;
    boolean untold;

    ChannelDelivery(
            IncomingMessage message,
            QueueConsumer consumer,
            Acknowledgement mode,
            Redeliveries redeliveries,
            FailedDelivery past) {
        int failures = past == null ? consumer.policy.failures(message) : past.failures;
        boolean waited = FailedMessage.hasWaited(consumer.queue, message);
        this.message = message;
        this.envelope = new Envelope(
                consumer.queue,
                waited ? FailedMessage.exchangeOf(message) : message.exchange(),
                waited ? FailedMessage.routingKeyOf(message) : message.routingKey(),
                failures > 0 || message.redelivered(),
                redeliveries.epoch(),
                message.deliveryTag(),
                failures + 1);
        this.consumer = consumer;
        this.redeliveries = redeliveries;
        this.past = past;
        this.settledBefore = mode != Acknowledgement.MANUAL;
        this.state = settledBefore ? State.ACKED : State.RECEIVED;
    }

    IncomingMessage message() {
        return message;
    }

    QueueConsumer consumer() {
        return consumer;
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
            redeliveries.settlement().requireReject(envelope);
        }
        settle(State.REJECTED);
    }

    @Override
    public void requeue() {
        settle(State.REQUEUED);
    }

    private void settle(State wanted) {
        become(wanted);
        if (past != null) {
            redeliveries.settled(past, wanted);
        }
        redeliveries.settlement().settle(this, wanted);
    }

    @Override
    public void fail(Throwable why) {
        become(State.FAILED);
        redeliveries.failed(this, why);
    }

    /** One that is acknowledged by itself, before anybody has looked at it, must not vanish for that. */
    @Override
    public void deadLetter(Throwable why) {
        if (settledBefore && STATE.compareAndSet(this, State.ACKED, State.DEAD_LETTERED)) {
            redeliveries.refusedAfterAcknowledgement(this, why);
        } else {
            become(State.DEAD_LETTERED);
            redeliveries.refused(this, why);
        }
    }

    private void become(State wanted) {
        if (!STATE.compareAndSet(this, State.RECEIVED, wanted)) {
            throw Messages.settledBefore(envelope, state, wanted);
        }
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
