package io.carrotmq.transport.amqp;

import com.rabbitmq.client.Connection;
import io.carrotmq.Capability;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a broker can do, as far as it tells or its product and version are known for. */
final class Capabilities {
    private static final Pattern VERSION = Pattern.compile("(\\d{1,4})\\.(\\d{1,4})");

    /**
     * Since when RabbitMQ has what it has not always had. What only some of its types of queues have (priorities classic
     * ones, limits and delays quorum ones) is there, and the broker itself refuses it for the others. It refuses no
     * argument it has never heard of: before 4.3 a delayed retry passes without effect, which is why this is looked at.
     */
    private static final Map<Capability, int[]> RABBITMQ_SINCE = Map.of(
            Capability.QUORUM_QUEUES, new int[] {3, 8},
            Capability.DELIVERY_LIMIT, new int[] {3, 8},
            Capability.SINGLE_ACTIVE_CONSUMER, new int[] {3, 8},
            Capability.STREAMS, new int[] {3, 9},
            Capability.DELAYED_RETRY, new int[] {4, 3});

    private Capabilities() {}

    static Set<Capability> of(Connection connection) {
        if (!isRabbitMq(connection)) {
            EnumSet<Capability> plain = EnumSet.range(Capability.EXCHANGES, Capability.NESTED_HEADERS);
            plain.add(Capability.SINGLE_ACTIVE_CONSUMER);
            plain.add(Capability.TRANSACTIONS);
            return plain;
        }
        EnumSet<Capability> all = EnumSet.allOf(Capability.class);
        RABBITMQ_SINCE.forEach((capability, since) -> {
            if (!isRabbitMqSince(connection, since[0], since[1])) {
                all.remove(capability);
            }
        });
        return all;
    }

    static boolean isRabbitMq(Connection connection) {
        return property(connection, "product", "").equals("RabbitMQ");
    }

    static boolean isRabbitMqSince(Connection connection, int major, int minor) {
        Matcher version = VERSION.matcher(property(connection, "version", ""));
        if (!isRabbitMq(connection) || !version.lookingAt()) {
            return false;
        }
        int ours = Integer.parseInt(version.group(1));
        return ours > major || ours == major && Integer.parseInt(version.group(2)) >= minor;
    }

    static String property(Connection connection, String key, String otherwise) {
        Object value = connection.getServerProperties().get(key);
        return value == null ? otherwise : value.toString();
    }
}
