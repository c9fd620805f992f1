package io.carrotmq;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * The properties of a message, as AMQP 0-9-1 defines them for the class {@code basic}. Immutable; obtained from a
 * {@link Delivery}, or built with {@link #builder()}. Every property may be absent, which is null here, except the
 * headers, which are then empty.
 *
 * @param contentType the body's media type
 * @param contentEncoding the body's character set or encoding, such as {@code utf-8}
 * @param headers the application's headers: strings, numbers, booleans, instants, byte arrays, lists and maps of these
 * @param persistent whether the broker keeps the message over a restart in a durable queue; null if not stated
 * @param priority the priority, 0 to 255
 * @param correlationId what the message answers or belongs to
 * @param replyTo where to answer
 * @param expiration how long the message may wait in a queue, up to 49 days, with a precision of milliseconds
 * @param messageId the application's name for the message
 * @param timestamp when it was sent, with a precision of seconds
 * @param type the application's name for the kind of message
 * @param userId the user who sent it; RabbitMQ checks it
 * @param appId the application that sent it
 */
public record Properties(
        String contentType,
        String contentEncoding,
        Map<String, Object> headers,
        Boolean persistent,
        Integer priority,
        String correlationId,
        String replyTo,
        Duration expiration,
        String messageId,
        Instant timestamp,
        String type,
        String userId,
        String appId) {

    /** What every broker can count in milliseconds: a little less than fifty days. */
    private static final Duration LONGEST = Duration.ofMillis(0xFFFF_FFFFL);

    /** No property at all. */
    public static final Properties NONE = builder().build();

    /** Checks the ranges and copies the headers. */
    public Properties {
        Objects.requireNonNull(headers, "headers");
        if (priority != null && (priority < 0 || priority > 255)) {
            throw Messages.priorityOutOfRange(priority);
        }
        if (expiration != null && (expiration.isNegative() || expiration.compareTo(LONGEST) > 0)) {
            throw Messages.expirationOutOfRange(expiration);
        }
        headers = headers.isEmpty() ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    }

    /** {@return a builder with no property set} */
    public static Builder builder() {
        return new Builder();
    }

    /** {@return a builder that starts with these properties} */
    public Builder toBuilder() {
        return new Builder()
                .contentType(contentType)
                .contentEncoding(contentEncoding)
                .headers(headers)
                .persistent(persistent)
                .priority(priority)
                .correlationId(correlationId)
                .replyTo(replyTo)
                .expiration(expiration)
                .messageId(messageId)
                .timestamp(timestamp)
                .type(type)
                .userId(userId)
                .appId(appId);
    }

    /** Builds {@link Properties}. Not safe for use by several threads. Each setter takes null for "absent". */
    public static final class Builder {
        private final Map<String, Object> headers = new LinkedHashMap<>();
        private String contentType;
        private String contentEncoding;
        private Boolean persistent;
        private Integer priority;
        private String correlationId;
        private String replyTo;
        private Duration expiration;
        private String messageId;
        private Instant timestamp;
        private String type;
        private String userId;
        private String appId;

        private Builder() {}

        /**
         * Sets the media type.
         *
         * @param value the body's media type
         * @return this
         */
        public Builder contentType(String value) {
            contentType = value;
            return this;
        }

        /**
         * Sets the character set or encoding.
         *
         * @param value the body's character set or encoding
         * @return this
         */
        public Builder contentEncoding(String value) {
            contentEncoding = value;
            return this;
        }

        /**
         * Replaces all headers.
         *
         * @param values the new headers, not null
         * @return this
         */
        public Builder headers(Map<String, ?> values) {
            headers.clear();
            headers.putAll(values);
            return this;
        }

        /**
         * Sets one header.
         *
         * @param name the header's name
         * @param value its value; null removes the header
         * @return this
         */
        public Builder header(String name, Object value) {
            if (value == null) {
                headers.remove(name);
            } else {
                headers.put(name, value);
            }
            return this;
        }

        /**
         * Sets the delivery mode.
         *
         * @param value true for persistent, false for transient
         * @return this
         */
        public Builder persistent(Boolean value) {
            persistent = value;
            return this;
        }

        /**
         * Sets the priority.
         *
         * @param value 0 to 255
         * @return this
         */
        public Builder priority(Integer value) {
            priority = value;
            return this;
        }

        /**
         * Sets the correlation id.
         *
         * @param value what the message answers or belongs to
         * @return this
         */
        public Builder correlationId(String value) {
            correlationId = value;
            return this;
        }

        /**
         * Sets the reply address.
         *
         * @param value where to answer
         * @return this
         */
        public Builder replyTo(String value) {
            replyTo = value;
            return this;
        }

        /**
         * Sets the time to live.
         *
         * @param value zero to 49 days; parts below a millisecond are dropped
         * @return this
         */
        public Builder expiration(Duration value) {
            expiration = value;
            return this;
        }

        /**
         * Sets the message id.
         *
         * @param value the application's name for the message
         * @return this
         */
        public Builder messageId(String value) {
            messageId = value;
            return this;
        }

        /**
         * Sets the time of sending.
         *
         * @param value when; parts below a second are dropped on the wire
         * @return this
         */
        public Builder timestamp(Instant value) {
            timestamp = value;
            return this;
        }

        /**
         * Sets the kind of message.
         *
         * @param value the application's name for it
         * @return this
         */
        public Builder type(String value) {
            type = value;
            return this;
        }

        /**
         * Sets the sending user.
         *
         * @param value the user the connection is authenticated as, or the broker may refuse the message
         * @return this
         */
        public Builder userId(String value) {
            userId = value;
            return this;
        }

        /**
         * Sets the sending application.
         *
         * @param value its name
         * @return this
         */
        public Builder appId(String value) {
            appId = value;
            return this;
        }

        /**
         * Builds the properties.
         *
         * @return what was set
         * @throws ConfigurationException if the priority or the expiration is out of range
         */
        public Properties build() {
            return new Properties(
                    contentType,
                    contentEncoding,
                    headers,
                    persistent,
                    priority,
                    correlationId,
                    replyTo,
                    expiration,
                    messageId,
                    timestamp,
                    type,
                    userId,
                    appId);
        }
    }
}
