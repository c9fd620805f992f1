package io.carrotmq.transport.stomp;

import io.carrotmq.stomp.command.AckMode;
import io.carrotmq.stomp.command.StompCommands;
import io.carrotmq.stomp.command.SubscriptionToken;
import io.carrotmq.stomp.frame.StompFrame;
import io.carrotmq.stomp.frame.StompVersion;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;

/** The way of a dialect to its broker: the connection of the channel it works for, or one that is thrown away. */
interface Wire {
    /**
     * Sends frames and waits for the receipt of the last one, to which it adds the header.
     *
     * @throws io.carrotmq.transport.TransportException if the broker refuses one, or does not answer in time
     */
    void ask(StompFrame... frames);

    /**
     * Does the same on a connection of its own, which is closed afterwards.
     *
     * @return the {@code ERROR} the broker answered with, or null for its receipt
     * @throws io.carrotmq.transport.TransportException if there is no answer
     */
    StompFrame probe(StompFrame... frames);

    /**
     * Sends frames that the broker refuses, on a connection of its own, and waits for that.
     *
     * @return the {@code ERROR} the broker answered with, or null if it has not refused them in time
     * @throws io.carrotmq.transport.TransportException if there can be no answer
     */
    StompFrame provoke(StompFrame... frames);

    /**
     * Subscribes on a connection of its own, and takes what comes without acknowledging it, so that it is back when that
     * connection is closed, at the end.
     *
     * @param subscribe a {@code SUBSCRIBE} with an id
     * @param enough told of each message, and whether it is the last
     * @param quiet how long to wait for the next message
     * @return whether the last has come
     */
    boolean listen(StompFrame subscribe, Predicate<StompFrame> enough, Duration quiet);

    /** Subscribes and leaves at once, which makes a queue that is not there; the headers keep what waits from coming. */
    default void touch(String destination, Map<String, String> headers) {
        String id = "touch-" + UUID.randomUUID(); // others may do the same on this connection
        ask(
                StompCommands.subscribe(destination, id, AckMode.CLIENT_INDIVIDUAL, headers, null, StompVersion.V1_2),
                StompCommands.unsubscribe(new SubscriptionToken("id", id), Map.of(), null, StompVersion.V1_2));
    }
}
