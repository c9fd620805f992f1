package io.carrotmq.stomp.client;

import io.carrotmq.stomp.StompException;
import java.util.concurrent.CompletableFuture;

/** Where the messages of a subscription go. Safe for use by any number of threads; none of its methods blocks. */
interface Intake {
    /** Lets messages in, at first and after {@link #stop}. */
    void start();

    /** Takes a message, on the thread that reads. */
    void offer(StompMessage message);

    /** Drops the messages of an ended connection that nobody has begun to handle and that come again. */
    void lost();

    /**
     * Lets no more messages in, and drops those that nobody has begun to handle, if the broker gives them again.
     *
     * @param cause why; null if that was asked for
     * @return completes when the others are handled and settled
     */
    CompletableFuture<Void> stop(StompException cause);

    /** {@return how many messages are being handled} */
    int running();
}
