package io.carrotmq.engine;

import io.carrotmq.OutgoingMessage;
import io.carrotmq.Properties;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Recognises a message that came back among those sent. A broker returns the whole message; the wire has changed it only
 * in precision (seconds, milliseconds) and in the Java types of header values.
 */
final class ReturnedMessage {
    private ReturnedMessage() {}

    static boolean matches(OutgoingMessage sent, OutgoingMessage returned) {
        return hasSameBody(sent, returned) && comparable(sent.properties()).equals(comparable(returned.properties()));
    }

    static boolean hasSameBody(OutgoingMessage sent, OutgoingMessage returned) {
        return sent.mandatory()
                && sent.routingKey().equals(returned.routingKey())
                && sent.exchange().equals(returned.exchange())
                && Arrays.equals(sent.body(), returned.body());
    }

    private static List<Object> comparable(Properties properties) {
        return Arrays.asList(
                properties.contentType(),
                properties.contentEncoding(),
                comparable(properties.headers()),
                properties.persistent(),
                properties.priority(),
                properties.correlationId(),
                properties.replyTo(),
                properties.expiration() == null ? null : properties.expiration().toMillis(),
                properties.messageId(),
                comparable(properties.timestamp()),
                properties.type(),
                properties.userId(),
                properties.appId());
    }

    private static Object comparable(Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> sorted = new TreeMap<>();
            map.forEach((name, each) -> sorted.put(String.valueOf(name), comparable(each)));
            return sorted;
        }
        if (value instanceof List<?> list) {
            List<Object> copy = new ArrayList<>();
            list.forEach(each -> copy.add(comparable(each)));
            return copy;
        }
        if (value instanceof byte[] bytes) {
            return Arrays.toString(bytes);
        }
        if (value instanceof Instant instant) {
            return instant.truncatedTo(ChronoUnit.SECONDS);
        }
        return value == null ? null : value.toString();
    }
}
