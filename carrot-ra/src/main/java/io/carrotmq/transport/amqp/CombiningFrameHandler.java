package io.carrotmq.transport.amqp;

import com.rabbitmq.client.WriteListener;
import com.rabbitmq.client.impl.AMQConnection;
import com.rabbitmq.client.impl.Frame;
import com.rabbitmq.client.impl.FrameHandler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketException;
import java.time.Duration;

/** The client's handler of a socket, which here only reads from it; what the client writes goes to the {@link FrameOutput}. */
final class CombiningFrameHandler implements FrameHandler {
    /** As long as the client's own handler takes for it. */
    private static final Duration CLOSE_BOUND = Duration.ofSeconds(1);

    private final FrameHandler socket;
    private final FrameOutput output;

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

    @Override
    public Frame readFrame() throws IOException {
        return socket.readFrame();
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
