package io.carrotmq.ra.inbound;

import io.carrotmq.Delivery;
import io.carrotmq.Envelope;
import io.carrotmq.Properties;
import java.nio.charset.StandardCharsets;

/** A delivery of no broker, which remembers how it was settled. */
final class LooseDelivery implements Delivery<byte[]> {
    private final byte[] content;
    private State state = State.RECEIVED;
    private Throwable why;

    LooseDelivery(String content) {
        this.content = content.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public byte[] body() {
        return content;
    }

    @Override
    public byte[] content() {
        return content;
    }

    @Override
    public Properties properties() {
        return Properties.builder().contentType("application/json").build();
    }

    @Override
    public Envelope envelope() {
        return new Envelope("orders", "", "orders", false, 1, 7, 1);
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

    @Override
    public void fail(Throwable cause) {
        why = cause;
        settle(State.FAILED);
    }

    @Override
    public void deadLetter(Throwable cause) {
        why = cause;
        settle(State.DEAD_LETTERED);
    }

    /** {@return why it failed or went to the dead letters} */
    Throwable why() {
        return why;
    }

    private void settle(State outcome) {
        if (state != State.RECEIVED) {
            throw new AssertionError("settled twice");
        }
        state = outcome;
    }

    @Override
    public State state() {
        return state;
    }
}
