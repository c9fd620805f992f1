package io.carrotmq.engine;

import io.carrotmq.Properties;
import io.carrotmq.transport.IncomingMessage;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Map;

/** By which a message is known again that the broker delivers once more: its queue, and a digest of all that is in it. */
record Fingerprint(String queue, ByteBuffer digest) {

    static Fingerprint of(String queue, IncomingMessage message) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            add(digest, message.exchange());
            add(digest, message.routingKey());
            Properties properties = message.properties();
            add(digest, properties.toBuilder().headers(Map.of()).build().toString());
            properties.headers().forEach((name, value) -> {
                if (!FailedMessage.COUNTS_OF_THE_BROKER.contains(name)) {
                    add(digest, name);
                    addValue(digest, value);
                }
            });
            digest.update(message.body());
            return new Fingerprint(queue, ByteBuffer.wrap(digest.digest()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static void addValue(MessageDigest digest, Object value) {
        if (value instanceof byte[] bytes) {
            digest.update(bytes);
        } else if (value instanceof Map<?, ?> map) {
            map.forEach((name, each) -> {
                add(digest, String.valueOf(name));
                addValue(digest, each);
            });
        } else if (value instanceof List<?> list) {
            list.forEach(each -> addValue(digest, each));
        } else {
            add(digest, String.valueOf(value));
        }
    }

    private static void add(MessageDigest digest, String text) {
        digest.update(text.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
    }
}
