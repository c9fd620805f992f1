package io.carrotmq.stomp.client;

import io.carrotmq.stomp.command.Connected;
import io.carrotmq.stomp.command.HeartBeat;
import io.carrotmq.stomp.frame.StompFrame;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * One connection to one broker: what the clients are made of, and the way to a client of one's own. It beats by itself, ends
 * when the broker is silent for too long or sends {@code ERROR}, and never reconnects. Safe for use by any number of threads,
 * also virtual ones: no monitor is held across I/O.
 */
public final class StompConnection implements AutoCloseable {
    private StompConnection() {}

    /**
     * Connects and waits for {@code CONNECTED}.
     *
     * @param host the broker's host
     * @param port its port
     * @param options how to connect
     * @param handler told what happens
     * @return an open connection
     * @throws io.carrotmq.stomp.StompTimeoutException if either timeout is over
     * @throws io.carrotmq.stomp.command.StompErrorException if the broker refuses
     * @throws io.carrotmq.stomp.StompConnectionException if it cannot be reached
     */
    public static StompConnection connect(String host, int port, ConnectionOptions options, ConnectionHandler handler) {
        throw new UnsupportedOperationException("not yet");
    }

    /** {@return what the broker said} */
    public Connected connected() {
        throw new UnsupportedOperationException("not yet");
    }

    /** {@return the intervals both sides have agreed on} */
    public HeartBeat heartBeat() {
        throw new UnsupportedOperationException("not yet");
    }

    /**
     * Sends a frame at once. Its receipt, if it asks for one, is not awaited.
     *
     * @param frame made by {@link io.carrotmq.stomp.command.StompCommands}
     * @throws io.carrotmq.stomp.StompConnectionException if the connection has ended
     * @throws io.carrotmq.stomp.StompFrameException if it cannot be written in the version; nothing was sent then
     */
    public void send(StompFrame frame) {
        throw new UnsupportedOperationException("not yet");
    }

    /**
     * Puts a frame behind those that were sent, without sending it yet: {@link #flush} does, the next {@link #send}, or a
     * full buffer. Frames keep their order.
     *
     * @param frame made by {@link io.carrotmq.stomp.command.StompCommands}
     */
    public void buffer(StompFrame frame) {
        throw new UnsupportedOperationException("not yet");
    }

    /** Sends what is buffered, unless another thread is doing so. */
    public void flush() {
        throw new UnsupportedOperationException("not yet");
    }

    /** {@return a receipt id no frame of this connection has had} */
    public String nextReceipt() {
        throw new UnsupportedOperationException("not yet");
    }

    /**
     * Registers a wait for a receipt, to be called before the frame that asks for it is sent.
     *
     * @param receipt the receipt's id
     * @return completes with the {@code RECEIPT} frame on the reading thread, or exceptionally when the connection ends
     * @throws io.carrotmq.stomp.StompProtocolException if that receipt is awaited already
     */
    public CompletableFuture<StompFrame> receipt(String receipt) {
        throw new UnsupportedOperationException("not yet");
    }

    /** {@return whether it has not ended} */
    public boolean isOpen() {
        throw new UnsupportedOperationException("not yet");
    }

    /** Ends it at once and without a word to the broker; threads that hang in it get an exception. */
    public void kill() {
        throw new UnsupportedOperationException("not yet");
    }

    /**
     * Says goodbye, waits for the broker's receipt, and closes.
     *
     * @param bound how long that may take; then it is closed all the same
     * @return whether the broker has answered in time
     */
    public boolean disconnect(Duration bound) {
        throw new UnsupportedOperationException("not yet");
    }

    /** {@link #disconnect} within three seconds. */
    @Override
    public void close() {
        disconnect(Duration.ofSeconds(3));
    }
}
