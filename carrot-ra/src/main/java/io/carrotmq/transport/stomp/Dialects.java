package io.carrotmq.transport.stomp;

import io.carrotmq.stomp.command.Connected;
import java.util.Locale;

/** Finds a broker's dialect from what it says in {@code CONNECTED}. */
final class Dialects {
    private Dialects() {}

    /** {@return how to speak to it, or null if that is not known} */
    static Dialect of(Connected connected) {
        String server = connected.server() == null ? "" : connected.server();
        String[] parts = server.split("/", 2);
        String version = parts.length > 1 ? parts[1].split(" ", 2)[0] : "";
        String product = parts[0].toLowerCase(Locale.ROOT);
        return switch (product) {
            case "activemq" -> new ActiveMqDialect(version);
            case "activemq-artemis", "artemis" -> new ArtemisDialect(version);
            case "rabbitmq" -> new RabbitMqDialect(version);
            default -> null;
        };
    }
}
