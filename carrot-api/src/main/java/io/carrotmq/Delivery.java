package io.carrotmq;

/**
 * A message in a consumer's hands, to be settled exactly once: acknowledged, rejected or given back.
 *
 * <p>In a message-driven bean the adapter settles it when the bean's transaction has ended: commit means acknowledged,
 * anything else means redelivered. A bean may still call {@link #reject()} or {@link #requeue()}: the wish is
 * remembered and carried out in place of the acknowledgement if the transaction commits.
 *
 * <p><strong>Threads:</strong> settle from one thread at a time. <strong>Lifecycle:</strong> valid until settled or
 * until its connection is lost; settling it after that does nothing, because the broker delivers the message again.
 *
 * @param <T> the type of the decoded body
 */
public interface Delivery<T> {

    /** {@return the decoded body} */
    T body();

    /** {@return the body as it came over the wire; the array is not copied and must not be changed} */
    byte[] content();

    /** {@return the message's properties} */
    Properties properties();

    /** {@return how the message got here} */
    Envelope envelope();

    /**
     * Acknowledges the message: the broker may forget it.
     *
     * @throws MessageStateException if it is settled already; the broker is not asked
     */
    void ack();

    /**
     * Refuses the message for good: the broker moves it to the queue's dead-letter exchange if there is one, and drops
     * it otherwise.
     *
     * @throws MessageStateException if it is settled already; the broker is not asked
     * @throws UnsupportedException if the broker lacks {@link Capability#REJECT} and would deliver the message again; it
     *     can still be acknowledged or given back
     */
    void reject();

    /**
     * Gives the message back to the queue, to be delivered again, here or elsewhere.
     *
     * @throws MessageStateException if it is settled already; the broker is not asked
     */
    void requeue();

    /** {@return what has become of the message so far} */
    State state();

    /**
     * The same delivery with another body. Both settle the one message and share its state.
     *
     * @param other the body the new view shows
     * @param <U> its type
     * @return a view of this delivery
     */
    default <U> Delivery<U> withBody(U other) {
        return new DeliveryView<>(this, other);
    }

    /** The states of a delivery. */
    enum State {
        /** Not settled yet. */
        RECEIVED,
        /** Acknowledged. */
        ACKED,
        /** Refused for good. */
        REJECTED,
        /** Given back to the queue. */
        REQUEUED
    }
}
