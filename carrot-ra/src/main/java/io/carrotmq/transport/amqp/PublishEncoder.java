package io.carrotmq.transport.amqp;

import com.rabbitmq.client.impl.AMQContentHeader;
import io.carrotmq.OutgoingMessage;
import io.carrotmq.Properties;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * Makes the payloads of the frames that go before a body. What it made last it keeps: most publishers send to one place,
 * with the same properties each time. Not safe for use by several threads.
 */
final class PublishEncoder {
    private static final int BASIC = 60;
    private static final int PUBLISH = 40;
    private static final int LONGEST_SHORT_STRING = 255;
    private static final int KEPT = 8;

    private final Properties[] keptProperties = new Properties[KEPT];
    private final byte[][] keptHeaders = new byte[KEPT][];
    private int nextKept;
    private String exchange;
    private String routingKey;
    private boolean mandatory;
    private byte[] method;

    /**
     * {@return the payload of the method frame}
     *
     * @throws IllegalArgumentException if a name is too long for the protocol
     */
    byte[] method(OutgoingMessage message) {
        if (method == null
                || message.mandatory() != mandatory
                || !message.routingKey().equals(routingKey)
                || !message.exchange().equals(exchange)) {
            byte[] encoded = encodeMethod(message);
            exchange = message.exchange();
            routingKey = message.routingKey();
            mandatory = message.mandatory();
            method = encoded;
        }
        return method;
    }

    private static byte[] encodeMethod(OutgoingMessage message) {
        byte[] exchange = shortString("exchange", message.exchange());
        byte[] routingKey = shortString("routing key", message.routingKey());
        FrameBytes to = new FrameBytes(9 + exchange.length + routingKey.length);
        to.writeShort(BASIC);
        to.writeShort(PUBLISH);
        to.writeShort(0); // reserved
        to.write(exchange.length);
        to.write(exchange, 0, exchange.length);
        to.write(routingKey.length);
        to.write(routingKey, 0, routingKey.length);
        to.write(message.mandatory() ? 1 : 0);
        return to.array();
    }

    private static byte[] shortString(String what, String text) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        if (encoded.length > LONGEST_SHORT_STRING) {
            throw new IllegalArgumentException("the " + what + " has " + encoded.length
                    + " bytes, and the protocol takes " + LONGEST_SHORT_STRING + " at most");
        }
        return encoded;
    }

    /**
     * {@return the payload of the header frame, for a body of length zero}
     *
     * @param longest how long it may be
     * @throws IllegalArgumentException if the properties do not fit the protocol
     */
    byte[] header(Properties properties, int longest) {
        for (int i = 0; i < KEPT; i++) {
            if (keptProperties[i] == properties) {
                return keptHeaders[i];
            }
        }
        byte[] header = encodeHeader(AmqpProperties.toAmqp(properties));
        if (header.length > longest) {
            throw new IllegalArgumentException(
                    "the properties have " + header.length + " bytes, and the broker takes " + longest + " at most");
        }
        if (isUnchangeable(properties)) {
            keptProperties[nextKept] = properties;
            keptHeaders[nextKept] = header;
            nextKept = (nextKept + 1) % KEPT;
        }
        return header;
    }

    /** The client's own encoding, so that there is one. */
    private static byte[] encodeHeader(AMQContentHeader header) {
        try {
            return header.toFrame(0, 0).getPayload();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // it writes to memory
        }
    }

    /** Nobody can change its encoding later, and keeping it keeps no class of an application. */
    private static boolean isUnchangeable(Properties properties) {
        for (Object value : properties.headers().values()) {
            if (!(value instanceof String
                    || value instanceof Integer
                    || value instanceof Long
                    || value instanceof Boolean
                    || value instanceof Double
                    || value instanceof Instant)) {
                return false;
            }
        }
        return true;
    }
}
