package io.carrotmq.transport.amqp;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.WriteListener;
import com.rabbitmq.client.impl.AMQConnection;
import com.rabbitmq.client.impl.Frame;
import com.rabbitmq.client.impl.FrameHandler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The client's handler of a socket with two by-passes: what the client writes goes to the {@link FrameOutput}, and
 * what comes in for an {@link Inlet} goes there.
 */
final class CombiningFrameHandler implements FrameHandler {
    /** As long as the client's own handler takes for it. */
    private static final Duration CLOSE_BOUND = Duration.ofSeconds(1);

    /** To the client, a sign of life from the broker and nothing else. */
    private static final Frame HEARTBEAT = new Frame(AMQP.FRAME_HEARTBEAT, 0, new byte[0]);

    private final FrameHandler socket;
    private final FrameOutput output;
    private final Map<Integer, Inlet> inlets = new ConcurrentHashMap<>();
    private boolean silent = true; // towards the client; the reader's

    CombiningFrameHandler(FrameHandler socket, FrameOutput output) {
        this.socket = socket;
        this.output = output;
    }

    @Override
    public void writeFrame(Frame frame) throws IOException {
        output.add(frame);
    }

    @Override
    public void flush(WriteListener listener) throws IOException {
        try {
            output.flush();
        } catch (IOException e) {
            if (listener != null) {
                listener.done(false, e);
            }
            throw e;
        }
        if (listener != null) {
            listener.done(true, null);
        }
    }

    @Override
    public void close() {
        output.close(CLOSE_BOUND);
        socket.close();
    }

    FrameOutput output() {
        return output;
    }

    /** From now on it gets its frames of a channel; it takes the place of the one that had the number before. */
    void add(int channel, Inlet inlet) {
        inlets.put(channel, inlet);
    }

    /** From now on it gets nothing more, and whoever it tells is not kept. */
    void remove(int channel, Inlet inlet) {
        inlets.remove(channel, inlet);
    }

    /** {@return the next frame for the client, or null if none came for a while} */
    @Override
    public Frame readFrame() throws IOException {
        Frame frame = socket.readFrame();
        while (frame != null && isTaken(frame)) {
            silent = false;
            frame = socket.readFrame();
        }
        if (frame == null && !silent) {
            frame = HEARTBEAT; // or the client would miss heartbeats while the broker is busy sending
        }
        silent = true;
        return frame;
    }

    private boolean isTaken(Frame frame) throws IOException {
        Inlet inlet = inlets.get(frame.getChannel());
        return inlet != null && inlet.take(frame);
    }

    @Override
    public void sendHeader() throws IOException {
        socket.sendHeader();
    }

    @Override
    public boolean internalHearbeat() {
        return socket.internalHearbeat();
    }

    @Override
    public void initialize(AMQConnection connection) {
        socket.initialize(connection);
    }

    @Override
    public void startProcessing() {
        socket.startProcessing();
    }

    @Override
    public void finishConnectionNegotiation() {
        socket.finishConnectionNegotiation();
    }

    @Override
    public void setFrameMax(int frameMax) {
        socket.setFrameMax(frameMax);
    }

    @Override
    public void setTimeout(int millis) throws SocketException {
        socket.setTimeout(millis);
    }

    @Override
    public int getTimeout() throws SocketException {
        return socket.getTimeout();
    }

    @Override
    public InetAddress getLocalAddress() {
        return socket.getLocalAddress();
    }

    @Override
    public int getLocalPort() {
        return socket.getLocalPort();
    }

    @Override
    public InetAddress getAddress() {
        return socket.getAddress();
    }

    @Override
    public int getPort() {
        return socket.getPort();
    }
}
