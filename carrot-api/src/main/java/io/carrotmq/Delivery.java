package io.carrotmq;

/**
 * A message in a consumer's hands, to be settled exactly once: acknowledged, rejected or given back.
 *
 * <p>In a message-driven bean the adapter settles it when the bean's transaction has ended: commit means acknowledged,
 * anything else means failed. A bean may still call one of the methods that settle: the wish is remembered and carried out
 * in place of the acknowledgement if the transaction commits.
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
     * Gives the message back to the queue, to be delivered again, here or elsewhere. That is no failure and is not counted
     * as one.
     *
     * @throws MessageStateException if it is settled already; the broker is not asked
     */
    void requeue();

    /**
     * Says that the message could not be handled: it is delivered again later, or goes to the dead letters, as the
     * consumer's {@link Redelivery} and {@link DeadLettering} say. A handler that throws does the same.
     *
     * @param why what went wrong
     * @throws MessageStateException if it is settled already; the broker is not asked
     */
    void fail(Throwable why);

    /**
     * Sends the message to the dead letters at once, however often it was attempted, because trying again would not help.
     * It leaves its queue when the broker has confirmed that. Where messages are acknowledged when they come ({@link
     * Acknowledgement#AUTO}, {@link Acknowledgement#NONE}) it can be called as well, once; should the connection be lost
     * before the broker has confirmed, the message is lost. There, and only there, this waits while a thousand others are on
     * their way, for up to 10 seconds; with no room by then the message is lost, which is logged.
     *
     * @param why what is wrong with it
     * @throws MessageStateException if it is settled already, by other than Carrot or the broker; the broker is not asked
     */
    void deadLetter(Throwable why);

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
        REQUEUED,
        /** Not handled; it comes again, or goes to the dead letters, as the redelivery policy says. */
        FAILED,
        /** Sent to the dead letters. */
        DEAD_LETTERED
    }
}
