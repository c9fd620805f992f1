package io.carrotmq.transport.memory;

import io.carrotmq.OutgoingMessage;
import io.carrotmq.Properties;
import io.carrotmq.transport.IncomingMessage;
import java.util.ArrayList;
import java.util.List;

/**
 * A message inside the broker. Immutable: its body's array is never handed out.
 *
 * @param exchange the exchange it was published to
 * @param routingKeys its routing key, and after that those of its header {@code CC}
 * @param properties its properties as they go to a consumer
 * @param body its body
 * @param deaths how often it was dead-lettered, and why
 */
record StoredMessage(String exchange, List<String> routingKeys, Properties properties, byte[] body, Deaths deaths) {
    static final String CC = "CC";
    static final String BCC = "BCC";

    static StoredMessage of(OutgoingMessage message, Properties onTheWire) {
        List<String> keys = new ArrayList<>();
        keys.add(message.routingKey());
        keys.addAll(keys(onTheWire, CC));
        Properties visible = onTheWire.headers().containsKey(BCC)
                ? onTheWire.toBuilder().header(BCC, null).build()
                : onTheWire;
        return new StoredMessage(message.exchange(), List.copyOf(keys), visible, message.body(), Deaths.NONE);
    }

    /** {@return the routing keys in a header, which must be a list} */
    static List<String> keys(Properties properties, String header) {
        Object value = properties.headers().get(header);
        if (value == null) {
            return List.of();
        }
        if (value instanceof List<?> list) {
            return list.stream()
                    .filter(String.class::isInstance)
                    .map(String.class::cast)
                    .toList();
        }
        throw Refusal.precondition(
                "invalid message: {unacceptable_type_in_header,longstr,<<\"" + header + "\">>,longstr}");
    }

    String routingKey() {
        return routingKeys.get(0);
    }

    IncomingMessage incoming(String consumerTag, long deliveryTag, boolean redelivered) {
        Properties own = properties.headers().isEmpty() ? properties : WireProperties.of(properties);
        return new IncomingMessage(consumerTag, deliveryTag, redelivered, exchange, routingKey(), own, body.clone());
    }
}
