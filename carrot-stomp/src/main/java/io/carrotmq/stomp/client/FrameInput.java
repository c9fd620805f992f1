package io.carrotmq.stomp.client;

import io.carrotmq.stomp.command.HeartBeat;
import io.carrotmq.stomp.frame.FrameLimits;
import io.carrotmq.stomp.frame.StompFrame;
import io.carrotmq.stomp.frame.StompParser;
import io.carrotmq.stomp.frame.StompVersion;
import io.carrotmq.stomp.session.HeartBeatThresholds;
import io.carrotmq.stomp.session.Liveness;
import java.io.IOException;
import java.io.InputStream;

/** Everything one connection gets. For the reading thread. */
final class FrameInput {
    private static final int CAPACITY = 32 << 10;

    private final InputStream socket;
    private final StompParser parser;
    private final byte[] buffer = new byte[CAPACITY];
    private int position;
    private int end;
    private boolean greeted;
    private Liveness liveness = new Liveness(HeartBeat.NONE, HeartBeatThresholds.DEFAULT, 0);

    FrameInput(InputStream socket, FrameLimits limits) {
        this.socket = socket;
        this.parser = new StompParser(limits);
    }

    /** What comes behind the last frame is read in that version, and a sign of life. */
    void agree(StompVersion on, Liveness told) {
        parser.version(on);
        liveness = told;
        greeted = true;
    }

    /**
     * Waits for the next frame.
     *
     * @return the frame or heart-beat, null at the end of the stream
     * @throws io.carrotmq.stomp.StompFrameException if what comes is no frame, once those before it have been taken
     */
    StompFrame next() throws IOException {
        while (true) {
            StompFrame frame = parser.next();
            if (frame != null) {
                return frame;
            }
            if (position == end && !fill()) {
                return null;
            }
            // Behind the greeting the version is another: until then nothing may be read too far.
            int length = greeted ? end - position : 1;
            parser.add(buffer, position, length);
            position += length;
        }
    }

    private boolean fill() throws IOException {
        end = socket.read(buffer, 0, CAPACITY);
        liveness.received(System.nanoTime());
        position = 0;
        return end > 0;
    }
}
