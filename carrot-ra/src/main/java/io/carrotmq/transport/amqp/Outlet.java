package io.carrotmq.transport.amqp;

import com.rabbitmq.client.AMQP;
import java.io.IOException;
import java.io.OutputStream;

/**
 * What a channel sends past the client library, which makes some thirty objects for each message: publishes and
 * acknowledgements. It sends nothing once the client has told the broker that the channel is closed, or the broker has
 * told the client and that has answered: a frame after that would end the whole connection.
 *
 * <p>Safe for use by any number of threads.
 */
final class Outlet {
    private static final int BASIC = 60;
    private static final int ACK = 80;
    private static final int ACK_LENGTH = 4 + Long.BYTES + 1;

    /** Bytes of a frame beside its payload. */
    private static final int FRAME_OVERHEAD = 8;

    private static final int BODY_SIZE_AT = 4;

    /** Larger bodies are not copied into the buffer. */
    private static final int LARGEST_COPIED = 128 << 10;

    private final FrameOutput output;
    private final int channel;
    private final int frameMax;
    private volatile boolean ended; // changed with the lock
    private boolean stopped;

    Outlet(FrameOutput output, int channel, int frameMax) {
        this.output = output;
        this.channel = channel;
        this.frameMax = frameMax;
    }

    /** Held by whoever has the output's lock. */
    void end() {
        ended = true;
    }

    /** Held by whoever has the output's lock; returns whether the frame changes what may be sent. */
    boolean note(FrameBytes bytes, int frame) {
        if (ChannelState.isChannelEnd(bytes, frame)) {
            ended = true;
            return true;
        }
        if (ChannelState.isFlow(bytes, frame)) {
            stopped = !ChannelState.isFlowing(bytes, frame);
            return true;
        }
        return false;
    }

    /** {@return whether the broker has been told of the channel's end} */
    boolean hasEnded() {
        return ended;
    }

    /** {@return the longest header payload the broker accepts} */
    int longestHeader() {
        return frameMax == 0 ? Integer.MAX_VALUE : frameMax - FRAME_OVERHEAD;
    }

    /**
     * Sends a message, at once if the connection is idle and soon if it is not.
     *
     * @param method the payload of the method frame
     * @param header the payload of the header frame, for a body of any length
     * @return false if the channel is closed; nothing was sent then
     */
    boolean publish(byte[] method, byte[] header, byte[] body) throws IOException {
        FrameBytes to = output.begin();
        boolean large = body.length > LARGEST_COPIED;
        boolean ready = false;
        try {
            while (!ended && (stopped || large && output.isWriting())) {
                output.awaitChange();
            }
            if (ended) {
                return false;
            }
            int copied = large ? 0 : body.length + (body.length / longestHeader() + 1) * FRAME_OVERHEAD;
            to.ensure(method.length + header.length + 2 * FRAME_OVERHEAD + copied); // from here on nothing fails
            ready = true;
        } finally {
            if (!ready) {
                output.abandon();
            }
        }
        frame(to, AMQP.FRAME_METHOD, method);
        int start = to.size() + FRAME_OVERHEAD - 1;
        frame(to, AMQP.FRAME_HEADER, header);
        to.longAt(start + BODY_SIZE_AT, body.length);
        if (large) {
            output.endWith(socket -> writeBody(socket, body));
        } else {
            addBody(to, body);
            output.end(false);
        }
        return true;
    }

    private void addBody(FrameBytes to, byte[] body) {
        int most = longestHeader();
        for (int offset = 0; offset < body.length; offset += most) {
            int length = Math.min(most, body.length - offset);
            begin(to, AMQP.FRAME_BODY, length);
            to.write(body, offset, length);
            to.write(AMQP.FRAME_END);
        }
    }

    private void writeBody(OutputStream socket, byte[] body) throws IOException {
        int most = longestHeader();
        FrameBytes around = new FrameBytes(FRAME_OVERHEAD);
        for (int offset = 0; offset < body.length; offset += most) {
            int length = Math.min(most, body.length - offset);
            begin(around, AMQP.FRAME_BODY, length);
            socket.write(around.array(), 0, around.size());
            socket.write(body, offset, length);
            around.clear();
            around.write(AMQP.FRAME_END);
        }
        socket.write(around.array(), 0, around.size());
    }

    /**
     * Acknowledges, at once.
     *
     * @return false if the channel is closed; nothing was sent then
     */
    boolean ack(long deliveryTag, boolean multiple) throws IOException {
        FrameBytes to = output.begin();
        boolean ready = false;
        try {
            if (ended) {
                return false;
            }
            to.ensure(ACK_LENGTH + FRAME_OVERHEAD);
            ready = true;
        } finally {
            if (!ready) {
                output.abandon();
            }
        }
        begin(to, AMQP.FRAME_METHOD, ACK_LENGTH);
        to.writeShort(BASIC);
        to.writeShort(ACK);
        to.writeLong(deliveryTag);
        to.write(multiple ? 1 : 0);
        to.write(AMQP.FRAME_END);
        output.end(true);
        return true;
    }

    private void frame(FrameBytes to, int type, byte[] payload) {
        begin(to, type, payload.length);
        to.write(payload, 0, payload.length);
        to.write(AMQP.FRAME_END);
    }

    private void begin(FrameBytes to, int type, int length) {
        to.write(type);
        to.writeShort(channel);
        to.writeInt(length);
    }
}
