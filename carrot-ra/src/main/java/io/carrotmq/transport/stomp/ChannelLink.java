package io.carrotmq.transport.stomp;

import io.carrotmq.stomp.StompConnectionException;
import io.carrotmq.stomp.StompException;
import io.carrotmq.stomp.client.ConnectionHandler;
import io.carrotmq.stomp.client.StompConnection;
import io.carrotmq.stomp.command.StompErrorException;
import io.carrotmq.stomp.frame.StompFrame;
import io.carrotmq.stomp.frame.StompVersion;
import io.carrotmq.transport.Closure;
import io.carrotmq.transport.TransportException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** The connection of one channel: frames out, receipts in, and how it has ended. */
final class ChannelLink {
    /** Longest wait for what a broker answers at once. */
    static final Duration ANSWER_BOUND = Duration.ofSeconds(15);

    /** Longest wait for the reason after an end is known. */
    private static final Duration REASON_BOUND = Duration.ofSeconds(5);

    private static final Closure ENDED = new Closure(false, false, 0, "the channel has ended", null);

    private final StompBroker broker;
    private final CompletableFuture<Closure> end = new CompletableFuture<>();
    private volatile boolean requested;
    private volatile Closure abandoned;
    private volatile StompConnection stomp;
    private volatile int largestBody;
    private volatile int mostHeaders;

    ChannelLink(StompBroker broker) {
        this.broker = broker;
    }

    void connect(ConnectionHandler handler) {
        stomp = broker.door().open(handler);
    }

    /** {@return what log lines call the connection} */
    String name() {
        return broker.door().name();
    }

    StompVersion version() {
        return stomp.connected().version();
    }

    boolean isOpen() {
        return abandoned == null && !requested && !end.isDone() && stomp.isOpen();
    }

    void requireOpen() {
        if (!isOpen()) {
            throw new TransportException(end.getNow(ENDED));
        }
    }

    /** {@return how it has ended, which may show a moment after it has} */
    Closure closure() {
        try {
            return Uninterrupted.get(end, REASON_BOUND);
        } catch (ExecutionException | TimeoutException e) {
            return ENDED;
        }
    }

    /** Remembers what the broker may find too large. */
    void note(int bytes, int headers) {
        if (bytes > largestBody) {
            largestBody = bytes;
        }
        if (headers > mostHeaders) {
            mostHeaders = headers;
        }
    }

    /** Sends a frame with the next ones, within a millisecond or so. */
    void buffer(StompFrame frame) {
        write(() -> stomp.buffer(frame));
    }

    void send(StompFrame... frames) {
        write(() -> stomp.send(frames));
    }

    private void write(Runnable writing) {
        requireOpen();
        try {
            writing.run();
        } catch (StompConnectionException e) {
            throw new TransportException(end.isDone() ? end.join() : new Closure(false, false, 0, text(e), e));
        } catch (StompException e) { // nothing was sent
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private static String text(StompException e) {
        return "the channel has ended: " + e.getMessage();
    }

    void flush() {
        try {
            stomp.flush();
        } catch (StompException e) {
            Messages.LOG.log(System.Logger.Level.DEBUG, "flushing", e);
        }
    }

    /** Sends frames, and waits for the receipt of the last, also when the thread is interrupted. */
    void ask(Duration bound, StompFrame... frames) {
        CompletableFuture<StompFrame> receipt;
        try {
            receipt = sendForReceipt(frames);
        } catch (TransportException e) {
            throw new TransportException(closure());
        }
        try {
            Uninterrupted.get(receipt, bound);
        } catch (TimeoutException e) {
            throw abandon(bound);
        } catch (ExecutionException e) {
            throw new TransportException(closure());
        }
    }

    private CompletableFuture<StompFrame> sendForReceipt(StompFrame... frames) {
        requireOpen();
        String id = stomp.nextReceipt();
        CompletableFuture<StompFrame> receipt = awaiting(id);
        StompFrame[] asking = frames.clone();
        int last = frames.length - 1;
        asking[last] = frames[last].toBuilder().header("receipt", id).build();
        send(asking);
        return receipt;
    }

    private CompletableFuture<StompFrame> awaiting(String id) {
        try {
            return stomp.receipt(id);
        } catch (StompConnectionException e) {
            throw new TransportException(end.getNow(ENDED));
        }
    }

    /** {@return the frames that subscribe, of which the last can have a receipt} */
    StompFrame[] subscribing(StompFrame subscribe) {
        return broker.dialect().subscribing(subscribe).toArray(StompFrame[]::new);
    }

    /** Does something on a worker; nothing once there is none, when all connections are about to end. */
    void later(Runnable task) {
        broker.offer(task);
    }

    /** {@return what an {@code ERROR} on another connection says} */
    TransportException refused(StompFrame error) {
        return Messages.refused(broker.dialect().replyCode(error), Texts.words(error));
    }

    /** Ends it because an answer did not come: nobody knows what the broker has done. */
    TransportException abandon(Duration bound) {
        Closure why = Messages.silent(bound);
        abandoned = why;
        stomp.kill();
        return new TransportException(why);
    }

    /**
     * Finds out how it has ended.
     *
     * @param cause what its connection ended with
     * @param then told once, here or on a worker
     */
    void closed(StompException cause, Consumer<Closure> then) {
        Closure known = abandoned == null ? broker.end() : abandoned;
        if (known != null) {
            then.accept(known);
        } else if (cause instanceof StompErrorException error && error.frame() != null) {
            then.accept(new Closure(
                    false, false, broker.dialect().replyCode(error.frame()), Texts.words(error.frame()), error));
        } else if (requested) {
            then.accept(new Closure(true, false, 200, "closed by the application", null));
        } else {
            broker.later(() -> then.accept(lost(cause)));
        }
    }

    /** Whether the broker is gone or this connection only. */
    private Closure lost(StompException cause) {
        boolean there = broker.isThere();
        Closure whole = broker.end();
        if (whole != null) {
            return whole;
        }
        String text = "connection lost" + (cause == null ? "" : ": " + cause.getMessage())
                + (there ? broker.dialect().suspicion(largestBody, mostHeaders) : "");
        return new Closure(false, !there, 0, text, cause);
    }

    /** {@return whether that was not known yet} */
    boolean endedBy(Closure closure) {
        return end.complete(closure);
    }

    boolean hasEnded() {
        return end.isDone();
    }

    void kill() {
        if (stomp != null) { // it may end while it is made
            stomp.kill();
        }
    }

    /** Says goodbye once. */
    void disconnect(Duration bound) {
        if (!requested) {
            requested = true;
            boolean interrupted = Thread.interrupted(); // or it would not wait until what is buffered is sent
            try {
                stomp.disconnect(bound);
            } finally {
                Uninterrupted.restore(interrupted);
            }
        }
    }
}
