package io.carrotmq.transport.amqp;

import com.rabbitmq.client.AMQP;

/** Reads in frames on their way out what they make of their channel. Offsets are those of the AMQP 0-9-1 framing. */
final class ChannelState {
    private static final int CHANNEL_AT = 1;
    private static final int CLASS_AT = 7;
    private static final int METHOD_AT = 9;
    private static final int ARGUMENTS_AT = 11;

    private static final int CONNECTION = 10;
    private static final int CONNECTION_CLOSE = 50;
    private static final int CONNECTION_CLOSE_OK = 51;
    private static final int CHANNEL = 20;
    private static final int FLOW_OK = 21;
    private static final int CLOSE = 40;
    private static final int CLOSE_OK = 41;

    private ChannelState() {}

    static int channel(FrameBytes bytes, int frame) {
        return bytes.unsignedShortAt(frame + CHANNEL_AT);
    }

    /** Whether the broker will expect nothing more on the whole connection. */
    static boolean isConnectionEnd(FrameBytes bytes, int frame) {
        return isMethod(bytes, frame, CONNECTION, CONNECTION_CLOSE)
                || isMethod(bytes, frame, CONNECTION, CONNECTION_CLOSE_OK);
    }

    /** Whether the broker will expect nothing more on the channel. */
    static boolean isChannelEnd(FrameBytes bytes, int frame) {
        return isMethod(bytes, frame, CHANNEL, CLOSE) || isMethod(bytes, frame, CHANNEL, CLOSE_OK);
    }

    /** Whether we answer the broker's wish for more, or for fewer, messages. */
    static boolean isFlow(FrameBytes bytes, int frame) {
        return isMethod(bytes, frame, CHANNEL, FLOW_OK);
    }

    static boolean isFlowing(FrameBytes bytes, int frame) {
        return bytes.array()[frame + ARGUMENTS_AT] != 0;
    }

    private static boolean isMethod(FrameBytes bytes, int frame, int classId, int methodId) {
        return bytes.array()[frame] == AMQP.FRAME_METHOD
                && bytes.unsignedShortAt(frame + CLASS_AT) == classId
                && bytes.unsignedShortAt(frame + METHOD_AT) == methodId;
    }
}
