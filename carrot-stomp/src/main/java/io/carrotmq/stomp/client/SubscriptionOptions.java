package io.carrotmq.stomp.client;

import io.carrotmq.stomp.command.AckMode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * How to subscribe. Immutable; start from {@link #DEFAULT}, whose methods give changed copies.
 *
 * @param ackMode how messages are acknowledged
 * @param id the subscription's id, as durable subscriptions need one; null means the client makes one
 * @param headers further headers of {@code SUBSCRIBE}, such as {@code selector}, in their order
 * @param prefetch how many messages the broker may send ahead of acknowledgements, 1 or more: in the header {@code
 *     activemq.prefetchSize} for ActiveMQ, {@code prefetch-count} for others, unless {@code headers} have it. Artemis counts
 *     bytes, some ten thousand unless {@code headers} have {@code consumer-window-size}. 0 leaves it to the broker, which on
 *     RabbitMQ means without limit. Means nothing in the ack mode {@code auto}
 * @param concurrency how many handlers may run at once, 1 or more; 0 means {@link ClientOptions#handlerConcurrency()}
 * @param acknowledges whether the client acknowledges: {@code ACK} when the handler is done. If not, handlers acknowledge by
 *     themselves, and a message they did not settle stays with the connection
 * @param errorDestination where copies of messages go whose handler has failed, or null
 * @param onMessageFailed decides what becomes of such a message; null means {@link FailureAction#FORWARD} if there is an error
 *     destination, else {@link FailureAction#STOP}
 */
public record SubscriptionOptions(
        AckMode ackMode,
        String id,
        Map<String, String> headers,
        int prefetch,
        int concurrency,
        boolean acknowledges,
        String errorDestination,
        FailureHandler onMessageFailed) {
    /**
     * Each message is acknowledged for itself by the client when its handler is done, the broker sends up to 100 ahead, and a
     * handler that fails ends the subscription.
     */
    public static final SubscriptionOptions DEFAULT =
            new SubscriptionOptions(AckMode.CLIENT_INDIVIDUAL, null, Map.of(), 100, 0, true, null, null);

    /** Copies the headers and checks the numbers. */
    public SubscriptionOptions {
        Objects.requireNonNull(ackMode, "ackMode");
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
        ClientMessages.requireAtLeast("prefetch", prefetch, 0);
        ClientMessages.requireAtLeast("concurrency", concurrency, 0);
    }

    /**
     * Changes the ack mode.
     *
     * @param mode how messages are acknowledged
     * @return changed options
     */
    public SubscriptionOptions ackMode(AckMode mode) {
        return new SubscriptionOptions(
                mode, id, headers, prefetch, concurrency, acknowledges, errorDestination, onMessageFailed);
    }

    /**
     * Names the subscription.
     *
     * @param name its id; null means the client makes one
     * @return changed options
     */
    public SubscriptionOptions id(String name) {
        return new SubscriptionOptions(
                ackMode, name, headers, prefetch, concurrency, acknowledges, errorDestination, onMessageFailed);
    }

    /**
     * Adds a header behind the others, or replaces the one of that name.
     *
     * @param name its name
     * @param value its value
     * @return changed options
     */
    public SubscriptionOptions header(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(Objects.requireNonNull(name, "name"), Objects.requireNonNull(value, "value"));
        return new SubscriptionOptions(
                ackMode, id, more, prefetch, concurrency, acknowledges, errorDestination, onMessageFailed);
    }

    /**
     * Changes how many messages the broker may send ahead.
     *
     * @param messages 1 or more; 0 leaves it to the broker
     * @return changed options
     */
    public SubscriptionOptions prefetch(int messages) {
        return new SubscriptionOptions(
                ackMode, id, headers, messages, concurrency, acknowledges, errorDestination, onMessageFailed);
    }

    /**
     * Changes how many handlers may run at once.
     *
     * @param handlers 1 or more; 0 means as the client's options say
     * @return changed options
     */
    public SubscriptionOptions concurrency(int handlers) {
        return new SubscriptionOptions(
                ackMode, id, headers, prefetch, handlers, acknowledges, errorDestination, onMessageFailed);
    }

    /**
     * Leaves acknowledging to the handlers.
     *
     * @return changed options
     */
    public SubscriptionOptions manual() {
        return new SubscriptionOptions(
                ackMode, id, headers, prefetch, concurrency, false, errorDestination, onMessageFailed);
    }

    /**
     * Says where copies of messages go whose handler has failed.
     *
     * @param destination where; null means nowhere
     * @return changed options
     */
    public SubscriptionOptions errorDestination(String destination) {
        return new SubscriptionOptions(
                ackMode, id, headers, prefetch, concurrency, acknowledges, destination, onMessageFailed);
    }

    /**
     * Decides message by message what becomes of those whose handler has failed.
     *
     * @param decision decides; null for the default
     * @return changed options
     */
    public SubscriptionOptions onMessageFailed(FailureHandler decision) {
        return new SubscriptionOptions(
                ackMode, id, headers, prefetch, concurrency, acknowledges, errorDestination, decision);
    }

    /**
     * Does the same with every message whose handler has failed.
     *
     * @param action what becomes of it
     * @return changed options
     */
    public SubscriptionOptions onMessageFailed(FailureAction action) {
        Objects.requireNonNull(action, "action");
        return onMessageFailed((message, cause) -> action);
    }

    /** {@return the headers of SUBSCRIBE beside those that STOMP defines, as a broker understands them} */
    Map<String, String> subscribeHeaders(Product product) {
        if (prefetch == 0 || ackMode == AckMode.AUTO || product.prefetchHeader() == null) {
            return headers;
        }
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.putIfAbsent(product.prefetchHeader(), Integer.toString(prefetch));
        return all;
    }
}
