package io.carrotmq.stomp.client;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** What goes to the error destination: the message, without what belongs to its delivery, and with why it failed. */
final class ErrorCopy {
    private static final Set<String> OF_THE_DELIVERY = Set.of(
            "message-id",
            "destination",
            "timestamp",
            "expires",
            "expiration",
            "priority",
            "subscription",
            "ack",
            "content-length",
            "receipt",
            "transaction",
            "redelivered",
            "user-id",
            "persistent",
            "destination-type");

    private static final String REASON = "message-failed";
    private static final int REASON_LENGTH = 1_000;

    private ErrorCopy() {}

    /**
     * The copy's headers.
     *
     * @param message what could not be handled
     * @param cause why
     * @return the headers that the application gave it, in their order, {@code persistent:true}, and {@code message-failed}
     *     unless it has that
     */
    static Map<String, String> headers(StompMessage message, Throwable cause) {
        Map<String, String> headers = new LinkedHashMap<>(message.headers());
        headers.keySet().removeAll(OF_THE_DELIVERY);
        headers.put("persistent", "true");
        headers.putIfAbsent(REASON, reason(cause));
        return headers;
    }

    /** One line of bounded length: STOMP 1.0 has no way to write another, and brokers bound headers. */
    private static String reason(Throwable cause) {
        String text = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        String line = text.strip().replaceAll("\\s*[\\r\\n\\u0000]+\\s*", " ");
        return line.length() <= REASON_LENGTH ? line : line.substring(0, REASON_LENGTH);
    }
}
