package io.carrotmq.transport.memory;

import io.carrotmq.Properties;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a message's properties are after a journey over the wire: copied, and as precise as the wire. */
final class WireProperties {
    private static final int SHORT_TEXT = 255;

    private WireProperties() {}

    /**
     * Copies properties as the wire would.
     *
     * @throws IllegalArgumentException if they do not fit the wire
     */
    static Properties of(Properties from) {
        requireShort("contentType", from.contentType());
        requireShort("contentEncoding", from.contentEncoding());
        requireShort("correlationId", from.correlationId());
        requireShort("replyTo", from.replyTo());
        requireShort("messageId", from.messageId());
        requireShort("type", from.type());
        requireShort("userId", from.userId());
        requireShort("appId", from.appId());
        Properties.Builder copy = from.toBuilder().headers(table(from.headers()));
        if (from.timestamp() != null) {
            copy.timestamp(seconds(from.timestamp()));
        }
        if (from.expiration() != null) {
            copy.expiration(Duration.ofMillis(from.expiration().toMillis()));
        }
        return copy.build();
    }

    static void requireShort(String what, String text) {
        if (text != null
                && text.length() * 3 > SHORT_TEXT
                && text.getBytes(StandardCharsets.UTF_8).length > SHORT_TEXT) {
            throw new IllegalArgumentException(what + " has more than " + SHORT_TEXT + " bytes");
        }
    }

    private static Instant seconds(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS);
    }

    /** {@return a deep copy of a table; none of it can be changed but arrays of bytes, which are copied as well} */
    static Map<String, Object> table(Map<?, ?> from) {
        if (from.isEmpty()) {
            return Map.of();
        }
        Map<String, Object> table = new LinkedHashMap<>();
        from.forEach((name, value) -> {
            requireShort("a header's name", String.valueOf(name));
            table.put(String.valueOf(name), value(value));
        });
        return Collections.unmodifiableMap(table);
    }

    private static Object value(Object value) {
        if (value instanceof Instant instant) {
            return seconds(instant);
        }
        if (value instanceof Date date) {
            return seconds(date.toInstant());
        }
        if (value instanceof byte[] bytes) {
            return bytes.clone();
        }
        if (value instanceof Map<?, ?> map) {
            return table(map);
        }
        if (value instanceof Object[] array) {
            return list(Arrays.asList(array));
        }
        if (value instanceof List<?> list) {
            return list(list);
        }
        if (value == null || isScalar(value)) {
            return value;
        }
        throw new IllegalArgumentException(
                "a header's value is of type " + value.getClass().getName());
    }

    private static List<Object> list(List<?> from) {
        List<Object> list = new ArrayList<>(from.size());
        from.forEach(each -> list.add(value(each)));
        return Collections.unmodifiableList(list);
    }

    private static boolean isScalar(Object value) {
        return value instanceof String
                || value instanceof Boolean
                || value instanceof Byte
                || value instanceof Short
                || value instanceof Integer
                || value instanceof Long
                || value instanceof Float
                || value instanceof Double
                || value instanceof BigDecimal;
    }
}
