package io.carrotmq;

/** Who tells the broker that a message is done with, and when. */
public enum Acknowledgement {
    /** The application settles each delivery. */
    MANUAL,
    /**
     * Carrot acknowledges each message when it hands it out, before decoder and handlers see it: the delivery arrives in
     * state {@link Delivery.State#ACKED}. A message whose handler fails is not delivered again.
     */
    AUTO,
    /**
     * The broker forgets each message when it sends it ({@code no-ack}): the fastest, and what is on its way when a
     * connection is lost is lost with it. The delivery arrives in state {@link Delivery.State#ACKED}; prefetch does not
     * apply.
     */
    NONE
}
