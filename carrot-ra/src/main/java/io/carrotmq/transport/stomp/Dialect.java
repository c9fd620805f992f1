package io.carrotmq.transport.stomp;

import io.carrotmq.Capability;
import io.carrotmq.OutgoingMessage;
import io.carrotmq.SubscribeOptions;
import io.carrotmq.stomp.frame.StompFrame;
import java.util.Map;
import java.util.Set;

/**
 * How one broker's STOMP differs from that of others: what its destinations are called, which of its headers carry what the
 * model has, and what it cannot do. Without state.
 *
 * <p>A queue name or routing key (of the default exchange) that begins with {@code /} is a destination of the broker and is
 * taken as it is.
 */
interface Dialect {
    /** {@return the product's name for {@link io.carrotmq.BrokerInfo}} */
    String product();

    Set<Capability> capabilities();

    /** {@return the destination of a message} */
    String destination(String exchange, String routingKey);

    /** {@return the destination to subscribe to for a queue's messages} */
    String source(String queue);

    /** Adds the headers of {@code SEND} that carry the message's properties; {@code destination} is there already. */
    void properties(OutgoingMessage message, Map<String, String> headers);

    /** Adds the headers of {@code SUBSCRIBE} that carry the options. */
    void subscription(SubscribeOptions options, Map<String, String> headers);

    /** {@return the message of a {@code MESSAGE} frame, without consumer tag and delivery tag} */
    Arrival arrival(StompFrame message);

    /** How a message goes back to its queue. */
    Return returning();

    /** How a message goes back to its queue. */
    enum Return {
        /** {@code NACK} does it. */
        NACK,
        /** {@code NACK} would do away with it: a copy is sent and the message acknowledged, in one transaction. */
        COPY
    }
}
