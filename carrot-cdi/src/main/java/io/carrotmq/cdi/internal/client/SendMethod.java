package io.carrotmq.cdi.internal.client;

import io.carrotmq.Properties;
import io.carrotmq.Publisher;
import io.carrotmq.SendOptions;
import java.util.List;

/** One method of a client, with all that can be known before it is called. Safe for use by any number of threads. */
final class SendMethod implements ClientMethod {
    private final Publisher<Object> publisher;

    /** Null if the routing key is always the same. */
    private final RoutingKeys keys;

    private final Slot[] properties;
    private final int body;
    private final Reply reply;

    SendMethod(Publisher<Object> publisher, RoutingKeys keys, List<Slot> properties, int body, Reply reply) {
        this.publisher = publisher;
        this.keys = keys;
        this.properties = properties.toArray(new Slot[0]);
        this.body = body;
        this.reply = reply;
    }

    @Override
    public Object call(Object client, Object[] values) {
        Publisher<Object> to = keys == null && properties.length == 0
                ? publisher
                : publisher.with(options -> labelled(addressed(options, values), values));
        return reply.send(to, values[body]);
    }

    private SendOptions addressed(SendOptions options, Object[] values) {
        return keys == null ? options : options.routingKey(keys.of(values));
    }

    private SendOptions labelled(SendOptions options, Object[] values) {
        return properties.length == 0 ? options : options.properties(present -> set(present, values));
    }

    private Properties.Builder set(Properties.Builder to, Object[] values) {
        for (Slot slot : properties) {
            slot.set(to, values);
        }
        return to;
    }
}
