package io.carrotmq.transport.amqp;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.impl.Frame;
import io.carrotmq.Properties;
import io.carrotmq.transport.ChannelListener;
import io.carrotmq.transport.IncomingMessage;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.BiConsumer;

/**
 * What a channel receives past the client library: confirms and deliveries, the two that come in masses. Everything else
 * stays the client's business. Names and properties that are the same as those of the message before are taken over
 * from it.
 *
 * <p>For the connection's reader thread only.
 */
final class Inlet {
    /** What the client takes too. */
    static final int LARGEST_BODY = 64 << 20;

    private static final int BASIC = 60;
    private static final int DELIVER = 60;
    private static final int ACK = 80;
    private static final int NACK = 120;
    private static final int METHOD_AT = 2;
    private static final int ARGUMENTS_AT = 4;
    private static final int SHORTEST_BASIC_METHOD = 4;
    private static final int BODY_SIZE_AT = 4;
    private static final int PROPERTIES_AT = 12;

    private final ChannelListener listener;
    private final Outlet outlet;
    private final BiConsumer<String, RuntimeException> onFailure;

    // The delivery whose frames are coming in.
    private boolean delivering;
    private long deliveryTag;
    private boolean redelivered;
    private byte[] body;
    private int bodySize;
    private int bodyFilled;

    // What they have in common with those before.
    private final RepeatedText consumerTag = new RepeatedText();
    private final RepeatedText exchange = new RepeatedText();
    private final RepeatedText routingKey = new RepeatedText();
    private byte[] header = new byte[0];
    private Properties properties;

    /**
     * Makes one.
     *
     * @param outlet the same channel's other direction, which knows when the channel has ended
     * @param onFailure told what failed if the listener throws
     */
    Inlet(ChannelListener listener, Outlet outlet, BiConsumer<String, RuntimeException> onFailure) {
        this.listener = listener;
        this.outlet = outlet;
        this.onFailure = onFailure;
    }

    /** {@return whether the frame was one for here} */
    boolean take(Frame frame) throws IOException {
        byte[] payload = frame.getPayload();
        switch (frame.getType()) {
            case AMQP.FRAME_METHOD:
                return method(payload);
            case AMQP.FRAME_HEADER:
                if (delivering) {
                    header(payload);
                }
                return delivering;
            case AMQP.FRAME_BODY:
                if (delivering) {
                    body(payload);
                }
                return delivering;
            default:
                return false;
        }
    }

    private boolean method(byte[] payload) {
        delivering = false;
        if (payload.length < SHORTEST_BASIC_METHOD || unsignedShort(payload, 0) != BASIC) {
            return false;
        }
        int method = unsignedShort(payload, METHOD_AT);
        if (method == ACK || method == NACK) {
            confirm(method, payload);
            return true;
        }
        if (method == DELIVER) {
            deliver(payload);
            delivering = true;
        }
        return delivering;
    }

    private void confirm(int method, byte[] payload) {
        if (outlet.hasEnded()) {
            return; // as the client, which has told everybody
        }
        long sequence = longAt(payload, ARGUMENTS_AT);
        boolean multiple = (payload[ARGUMENTS_AT + Long.BYTES] & 1) != 0;
        try {
            if (method == ACK) {
                listener.confirmed(sequence, multiple);
            } else {
                listener.refused(sequence, multiple);
            }
        } catch (RuntimeException e) {
            onFailure.accept("a confirm listener", e);
        }
    }

    private void deliver(byte[] payload) {
        int at = consumerTag.read(payload, ARGUMENTS_AT);
        deliveryTag = longAt(payload, at);
        redelivered = (payload[at + Long.BYTES] & 1) != 0;
        at = exchange.read(payload, at + Long.BYTES + 1);
        routingKey.read(payload, at);
        body = null;
        bodyFilled = 0;
    }

    private void header(byte[] payload) throws IOException {
        long size = longAt(payload, BODY_SIZE_AT);
        if (size < 0 || size > LARGEST_BODY) {
            throw new IllegalStateException(
                    "a message of " + size + " bytes came, and " + LARGEST_BODY + " are the limit");
        }
        bodySize = (int) size;
        if (properties == null
                || !Arrays.equals(payload, PROPERTIES_AT, payload.length, header, PROPERTIES_AT, header.length)) {
            DataInputStream in =
                    new DataInputStream(new ByteArrayInputStream(payload, METHOD_AT, payload.length - METHOD_AT));
            properties = AmqpProperties.toCarrot(new AMQP.BasicProperties(in));
            header = payload;
        }
        if (bodySize == 0) {
            body = new byte[0];
            complete();
        }
    }

    private void body(byte[] fragment) {
        if (bodyFilled == 0 && fragment.length == bodySize) {
            body = fragment;
        } else {
            if (body == null) {
                body = new byte[bodySize];
            }
            System.arraycopy(fragment, 0, body, bodyFilled, fragment.length);
        }
        bodyFilled += fragment.length;
        if (bodyFilled == bodySize) {
            complete();
        }
    }

    private void complete() {
        IncomingMessage message = new IncomingMessage(
                consumerTag.text(), deliveryTag, redelivered, exchange.text(), routingKey.text(), properties, body);
        body = null;
        if (outlet.hasEnded()) {
            return;
        }
        try {
            listener.delivered(message);
        } catch (RuntimeException e) {
            onFailure.accept("a consumer", e);
        }
    }

    private static int unsignedShort(byte[] bytes, int at) {
        return (bytes[at] & 0xFF) << 8 | bytes[at + 1] & 0xFF;
    }

    private static long longAt(byte[] bytes, int at) {
        long value = 0;
        for (int i = at; i < at + Long.BYTES; i++) {
            value = value << 8 | bytes[i] & 0xFF;
        }
        return value;
    }

    /** A short string that is often the same one as before. */
    private static final class RepeatedText {
        private byte[] encoded = new byte[0];
        private String text = "";

        /** {@return where what follows it begins} */
        int read(byte[] bytes, int at) {
            int start = at + 1;
            int end = start + (bytes[at] & 0xFF);
            if (!Arrays.equals(bytes, start, end, encoded, 0, encoded.length)) {
                encoded = Arrays.copyOfRange(bytes, start, end);
                text = new String(encoded, StandardCharsets.UTF_8);
            }
            return end;
        }

        String text() {
            return text;
        }
    }
}
