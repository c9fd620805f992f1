package io.carrotmq.transport.amqp;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.LongString;
import io.carrotmq.Properties;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Message properties between Carrot's types and the client's. */
final class AmqpProperties {
    private static final int TRANSIENT = 1;
    private static final int PERSISTENT = 2;

    private AmqpProperties() {}

    static AMQP.BasicProperties toAmqp(Properties from) {
        return new AMQP.BasicProperties.Builder()
                .contentType(from.contentType())
                .contentEncoding(from.contentEncoding())
                .headers(from.headers().isEmpty() ? null : headersToAmqp(from.headers()))
                .deliveryMode(from.persistent() == null ? null : from.persistent() ? PERSISTENT : TRANSIENT)
                .priority(from.priority())
                .correlationId(from.correlationId())
                .replyTo(from.replyTo())
                .expiration(
                        from.expiration() == null
                                ? null
                                : Long.toString(from.expiration().toMillis()))
                .messageId(from.messageId())
                .timestamp(from.timestamp() == null ? null : Date.from(from.timestamp()))
                .type(from.type())
                .userId(from.userId())
                .appId(from.appId())
                .build();
    }

    private static Map<String, Object> headersToAmqp(Map<?, ?> headers) {
        Map<String, Object> table = new LinkedHashMap<>();
        headers.forEach((name, value) -> table.put(String.valueOf(name), valueToAmqp(value)));
        return table;
    }

    private static Object valueToAmqp(Object value) {
        if (value instanceof Instant instant) {
            return Date.from(instant);
        }
        if (value instanceof Map<?, ?> map) {
            return headersToAmqp(map);
        }
        if (value instanceof List<?> list) {
            return list.stream().map(AmqpProperties::valueToAmqp).toList();
        }
        return value;
    }

    static Properties toCarrot(AMQP.BasicProperties from) {
        return Properties.builder()
                .contentType(from.getContentType())
                .contentEncoding(from.getContentEncoding())
                .headers(headersToCarrot(from.getHeaders()))
                .persistent(from.getDeliveryMode() == null ? null : from.getDeliveryMode() == PERSISTENT)
                .priority(from.getPriority())
                .correlationId(from.getCorrelationId())
                .replyTo(from.getReplyTo())
                .expiration(expiration(from.getExpiration()))
                .messageId(from.getMessageId())
                .timestamp(
                        from.getTimestamp() == null ? null : from.getTimestamp().toInstant())
                .type(from.getType())
                .userId(from.getUserId())
                .appId(from.getAppId())
                .build();
    }

    /** A foreign sender may have written anything there; what is no count of milliseconds that a broker takes is no expiration. */
    private static Duration expiration(String text) {
        if (text == null || !text.matches("\\d{1,10}") || Long.parseLong(text) > 0xFFFF_FFFFL) {
            return null;
        }
        return Duration.ofMillis(Long.parseLong(text));
    }

    private static Map<String, Object> headersToCarrot(Map<?, ?> table) {
        Map<String, Object> headers = new LinkedHashMap<>();
        if (table != null) {
            table.forEach((name, value) -> headers.put(String.valueOf(name), valueToCarrot(value)));
        }
        return headers;
    }

    private static Object valueToCarrot(Object value) {
        if (value instanceof LongString text) {
            return text.toString();
        }
        if (value instanceof Date date) {
            return date.toInstant();
        }
        if (value instanceof Map<?, ?> map) {
            return headersToCarrot(map);
        }
        if (value instanceof List<?> list) {
            return list.stream().map(AmqpProperties::valueToCarrot).toList();
        }
        return value;
    }
}
