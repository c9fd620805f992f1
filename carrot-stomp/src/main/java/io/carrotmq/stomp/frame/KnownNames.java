package io.carrotmq.stomp.frame;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** Names of headers that STOMP defines, or many servers have, as they begin a line in every version. */
final class KnownNames {
    private static final Map<String, byte[]> BYTES = new HashMap<>();

    static {
        for (String name : new String[] {
            "accept-version",
            "ack",
            "content-length",
            "content-type",
            "correlation-id",
            "destination",
            "expires",
            "heart-beat",
            "host",
            "id",
            "login",
            "message",
            "message-id",
            "passcode",
            "persistent",
            "priority",
            "receipt",
            "receipt-id",
            "redelivered",
            "reply-to",
            "selector",
            "server",
            "session",
            "subscription",
            "timestamp",
            "transaction",
            "type",
            "version"
        }) {
            BYTES.put(name, (name + ':').getBytes(StandardCharsets.US_ASCII));
        }
    }

    private KnownNames() {}

    /** The name and the colon; null if it is none of these. */
    static byte[] bytes(String name) {
        return BYTES.get(name);
    }
}
