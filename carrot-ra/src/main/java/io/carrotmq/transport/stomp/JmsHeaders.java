package io.carrotmq.transport.stomp;

import io.carrotmq.OutgoingMessage;
import io.carrotmq.Properties;
import io.carrotmq.stomp.frame.StompFrame;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The headers of brokers that are brokers for JMS in the first place. What JMS has goes by its headers, so that other clients
 * see it; what it has not, or counts differently, goes by headers of our own beside them.
 */
final class JmsHeaders {
    /** Says that a message is a copy of one that was given back. */
    static final String REDELIVERED = "carrot-redelivered";

    /** Where a copy was published, which its own destination does not tell. */
    static final String EXCHANGE = "carrot-exchange";

    static final String ROUTING_KEY = "carrot-routing-key";

    private static final String QUEUE = "/queue/";
    private static final String TOPIC = "/topic/";

    private static final String CONTENT_ENCODING = "content-encoding";
    private static final String PRIORITY = "amqp-priority";
    private static final String EXPIRATION = "amqp-expiration";
    private static final String MESSAGE_ID = "amqp-message-id";
    private static final String TIMESTAMP = "amqp-timestamp";
    private static final String USER_ID = "user-id";
    private static final String APP_ID = "app-id";

    private static final int DEFAULT_PRIORITY = 4;
    private static final int HIGHEST_PRIORITY = 9;

    /** What brokers write into {@code MESSAGE}, and must not be sent. */
    private static final Set<String> BROKERS = Set.of(
            "destination",
            "message-id",
            "ack",
            "subscription",
            "redelivered",
            "content-length",
            "timestamp",
            "receipt",
            "destination-type",
            "original-destination",
            "originalExpiration",
            "transaction");

    private static final Set<String> OTHERS = Set.of(
            "persistent",
            "priority",
            "expires",
            "correlation-id",
            "reply-to",
            "type",
            "destination-type",
            "original-destination",
            "originalExpiration",
            "timestamp",
            "selector",
            "browser",
            "transformation",
            "_AMQ_DUPL_ID",
            "_AMQ_GROUP_ID",
            "JMSXGroupID",
            "JMSXGroupSeq",
            "AMQ_SCHEDULED_DELAY",
            CONTENT_ENCODING,
            PRIORITY,
            EXPIRATION,
            MESSAGE_ID,
            TIMESTAMP,
            USER_ID,
            APP_ID,
            REDELIVERED,
            EXCHANGE,
            ROUTING_KEY);

    private static final HeaderCodec HEADERS = new HeaderCodec(OTHERS);

    private final Clock clock;

    /** One that counts expiration from what the clock says, which should be what the broker's says. */
    JmsHeaders(Clock clock) {
        this.clock = clock;
    }

    void write(OutgoingMessage message, Map<String, String> headers) {
        Properties from = message.properties();
        put(headers, "content-type", from.contentType());
        put(headers, CONTENT_ENCODING, from.contentEncoding());
        put(headers, "persistent", Boolean.TRUE.equals(from.persistent()) ? "true" : null);
        if (from.priority() != null) {
            put(headers, "priority", Math.min(from.priority(), HIGHEST_PRIORITY));
            put(headers, PRIORITY, from.priority());
        }
        put(headers, "correlation-id", from.correlationId());
        put(headers, "reply-to", from.replyTo() == null ? null : destination(from.replyTo()));
        if (from.expiration() != null) {
            // Zero would be for ever; one that is over when it arrives is not delivered.
            put(
                    headers,
                    "expires",
                    clock.millis() + Math.max(1, from.expiration().toMillis()));
            put(headers, EXPIRATION, from.expiration().toMillis());
        }
        put(headers, MESSAGE_ID, from.messageId());
        put(
                headers,
                TIMESTAMP,
                from.timestamp() == null ? null : from.timestamp().getEpochSecond());
        put(headers, "type", from.type());
        put(headers, USER_ID, from.userId());
        put(headers, APP_ID, from.appId());
        HEADERS.write(from.headers(), headers);
    }

    private static void put(Map<String, String> headers, String name, Object value) {
        if (value != null) {
            headers.put(name, value.toString());
        }
    }

    /** {@return where a message to the queue of that name is sent} */
    static String destination(String queue) {
        return queue.startsWith("/") ? queue : QUEUE + queue;
    }

    /** {@return the queue of that destination, or the destination if it is something else} */
    static String queue(String destination) {
        return destination.startsWith(QUEUE) ? destination.substring(QUEUE.length()) : destination;
    }

    /** {@return the message, which was published to that exchange and key unless it is a copy that knows better} */
    Arrival read(StompFrame message, String exchange, String routingKey) {
        boolean copy = "true".equals(message.header(REDELIVERED));
        String knownExchange = copy ? message.header(EXCHANGE) : null;
        String knownKey = copy ? message.header(ROUTING_KEY) : null;
        return new Arrival(
                copy || "true".equals(message.header("redelivered")),
                knownExchange == null ? exchange : knownExchange,
                knownKey == null ? routingKey : knownKey,
                properties(message));
    }

    private static Properties properties(StompFrame message) {
        String replyTo = message.header("reply-to");
        return Properties.builder()
                .contentType(message.header("content-type"))
                .contentEncoding(message.header(CONTENT_ENCODING))
                .headers(HEADERS.read(message))
                .persistent("true".equals(message.header("persistent")) ? Boolean.TRUE : null)
                .priority(priority(message))
                .correlationId(message.header("correlation-id"))
                .replyTo(replyTo == null ? null : queue(replyTo))
                .expiration(expiration(message))
                .messageId(message.header(MESSAGE_ID))
                .timestamp(Texts.seconds(message.header(TIMESTAMP)))
                .type(message.header("type"))
                .userId(message.header(USER_ID))
                .appId(message.header(APP_ID))
                .build();
    }

    /** The brokers tell of a priority always; of their default nobody knows whether it was meant. */
    private static Integer priority(StompFrame message) {
        Integer own = Texts.integer(message.header(PRIORITY), 0, 255);
        if (own != null) {
            return own;
        }
        Integer theirs = Texts.integer(message.header("priority"), 0, HIGHEST_PRIORITY);
        return theirs == null || theirs == DEFAULT_PRIORITY ? null : theirs;
    }

    private static Duration expiration(StompFrame message) {
        Duration own = Texts.millis(message.header(EXPIRATION));
        Long end = Texts.number(message.header("expires"));
        Long start = Texts.number(message.header("timestamp"));
        boolean known = own == null && end != null && start != null && end > 0 && start > 0;
        return known ? Texts.millis(Long.toString(end - start)) : own;
    }

    /**
     * {@return the headers of a copy of a message that goes back to its queue, {@code destination} with them; null if there
     * is nothing to go back to, because it came from a topic}
     */
    Map<String, String> copy(StompFrame message, String to, Arrival arrival) {
        if (to.startsWith(TOPIC)) {
            return null;
        }
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("destination", to);
        message.headerMap().forEach((name, value) -> {
            boolean forever = name.equals("expires") && value.equals("0");
            if (!BROKERS.contains(name) && !forever) {
                headers.put(name, value);
            }
        });
        headers.put(REDELIVERED, "true");
        headers.put(EXCHANGE, arrival.exchange());
        headers.put(ROUTING_KEY, arrival.routingKey());
        return headers;
    }
}
