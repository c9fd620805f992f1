package io.carrotmq.stomp.client;

import io.carrotmq.stomp.StompException;
import io.carrotmq.stomp.frame.StompFrame;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Notes what happens to a connection. */
class Recorder implements ConnectionHandler {
    final BlockingQueue<StompFrame> messages = new LinkedBlockingQueue<>();
    final BlockingQueue<Optional<StompException>> ends = new LinkedBlockingQueue<>();

    @Override
    public void message(StompFrame message) {
        messages.add(message);
    }

    @Override
    public void closed(StompException cause) {
        ends.add(Optional.ofNullable(cause));
    }

    StompFrame nextMessage() throws InterruptedException {
        StompFrame message = messages.poll(30, TimeUnit.SECONDS);
        if (message == null) {
            throw new AssertionError("no message");
        }
        return message;
    }

    /** Waits for the end; null if it was asked for. */
    StompException end() throws InterruptedException {
        Optional<StompException> end = ends.poll(30, TimeUnit.SECONDS);
        if (end == null) {
            throw new AssertionError("the connection has not ended");
        }
        return end.orElse(null);
    }
}
