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
     * connection is lost or the consumer is closed is lost with it. The delivery arrives in state
     * {@link Delivery.State#ACKED}; prefetch does not apply, but a consumer that is some thousand messages, or 16 MiB,
     * behind is sent no more until it has caught up. What was sent ahead cannot be given back: it is kept while the
     * consumer is paused, and comes first when it goes on.
     */
    NONE
}
