package io.carrotmq;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The properties that go with the bodies of one publisher, for each kind of body built once: a transport recognises what
 * it has encoded before by its identity.
 */
final class Labels {
    /** More type names than any publisher should have. */
    private static final int REMEMBERED = 64;

    private final Compressor compressor;
    private final Label unnamed;
    private final Map<String, Label> named = new ConcurrentHashMap<>();

    Labels(Properties properties, Compressor compressor) {
        this.compressor = compressor;
        this.unnamed = label(properties);
    }

    /** Properties of bodies as they are, and of compressed ones, null if those are not compressed. */
    record Label(Properties plain, Properties compressed) {}

    private Label label(Properties properties) {
        return new Label(properties, compressor.labelled(properties));
    }

    /** The message to a place with a body that has a type name, or null. */
    OutgoingMessage message(SendOptions target, byte[] body, String typeName) {
        Label label = typeName == null || unnamed.plain().type() != null ? unnamed : named(typeName);
        boolean compressed = label.compressed() != null && compressor.takes(body);
        return new OutgoingMessage(
                target.exchange(),
                target.routingKey(),
                target.mandatory(),
                compressed ? label.compressed() : label.plain(),
                compressed ? compressor.compressed(body) : body,
                target.transactionMode());
    }

    private Label named(String typeName) {
        Label known = named.get(typeName);
        if (known != null) {
            return known;
        }
        Label made = label(unnamed.plain().toBuilder().type(typeName).build());
        if (named.size() >= REMEMBERED) {
            return made;
        }
        Label before = named.putIfAbsent(typeName, made);
        return before == null ? made : before;
    }
}
