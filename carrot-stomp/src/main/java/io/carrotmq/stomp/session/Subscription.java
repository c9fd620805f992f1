package io.carrotmq.stomp.session;

import io.carrotmq.stomp.command.AckMode;
import io.carrotmq.stomp.command.SubscriptionToken;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * A subscription with everything needed to subscribe again as before, on another connection or at another broker. Immutable,
 * but for what {@code context} may be.
 *
 * @param destination what it is to
 * @param id its id; null is possible in 1.0 alone, and keeps it from ever being subscribed at a later version
 * @param ackMode how to acknowledge; null leaves the header away, which means {@link AckMode#AUTO}
 * @param headers further headers of {@code SUBSCRIBE}, in their order; null stands for none
 * @param receipt the receipt to ask for, or null
 * @param context whatever the client wants to find again when a message comes, such as a handler; null is possible
 */
public record Subscription(
        String destination, String id, AckMode ackMode, Map<String, String> headers, String receipt, Object context) {
    /** Copies the headers. */
    public Subscription {
        Objects.requireNonNull(destination, "destination");
        headers = headers == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    }

    /** {@return what tells it from others} */
    public SubscriptionToken token() {
        return id == null ? SubscriptionToken.destination(destination) : SubscriptionToken.id(id);
    }

    /**
     * The same subscription with another receipt.
     *
     * @param value the receipt to ask for, or null for none
     * @return the other one
     */
    public Subscription withReceipt(String value) {
        return new Subscription(destination, id, ackMode, headers, value, context);
    }
}
