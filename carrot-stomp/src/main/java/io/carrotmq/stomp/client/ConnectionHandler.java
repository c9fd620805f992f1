package io.carrotmq.stomp.client;

import io.carrotmq.stomp.StompException;
import io.carrotmq.stomp.frame.StompFrame;

/** What happens to a {@link StompConnection}. Called in order on the thread that reads, which must not be blocked. */
public interface ConnectionHandler {
    /**
     * A message for one of the subscriptions.
     *
     * @param message the {@code MESSAGE} frame, checked
     */
    void message(StompFrame message);

    /**
     * A receipt that is not awaited with {@link StompConnection#receipt}: for whoever has too many of them under way to keep
     * a future for each. Does nothing unless overridden.
     *
     * @param receipt the receipt's id
     */
    default void receipt(String receipt) {}

    /**
     * The connection has ended; called exactly once, whoever ended it, after every receipt that was awaited has failed.
     *
     * @param cause null if we asked for it, a {@link io.carrotmq.stomp.command.StompErrorException} if the broker sent {@code
     *     ERROR}, and whatever else ended it
     */
    void closed(StompException cause);
}
