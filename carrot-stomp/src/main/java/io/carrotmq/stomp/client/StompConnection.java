package io.carrotmq.stomp.client;

import io.carrotmq.stomp.StompException;
import io.carrotmq.stomp.command.Connected;
import io.carrotmq.stomp.command.HeartBeat;
import io.carrotmq.stomp.command.StompCommands;
import io.carrotmq.stomp.frame.StompFrame;
import io.carrotmq.stomp.frame.StompVersion;
import io.carrotmq.stomp.session.Liveness;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One connection to one broker: what the clients are made of, and the way to a client of one's own. It beats by itself, ends
 * when the broker is silent for too long or sends {@code ERROR}, and never reconnects. Safe for use by any number of threads,
 * also virtual ones: no monitor is held across I/O.
 *
 * <p>A thread of its own reads, and calls the handler; a second one, made when first needed, writes what nobody flushes, and
 * heart-beats. Nothing here waits without a bound: a broker that does not read for {@link ConnectionOptions#writeTimeout}
 * loses the connection, and everybody who waits for it gets an exception. An interrupted virtual thread that is writing ends
 * the connection, as the JDK has it.
 */
public final class StompConnection implements AutoCloseable {
    private static final Duration CLOSE_BOUND = Duration.ofSeconds(3);

    private final String name;
    private final ConnectionOptions options;
    private final ConnectionHandler handler;
    private final BrokerSocket socket;
    private final Ending ending;
    private final FrameOutput output;
    private final Receipts receipts;
    private final CompletableFuture<Void> reached = new CompletableFuture<>();
    private final CompletableFuture<Connected> established = new CompletableFuture<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final AtomicBoolean disconnecting = new AtomicBoolean();
    private final ThreadFactory threads;
    private volatile Thread reader;
    private volatile HeartBeat agreed;
    private volatile boolean answered;
    /** For the reading thread. */
    private Pulse pulse;

    private StompConnection(String host, int port, ConnectionOptions options, ConnectionHandler handler) {
        this.name = host + ":" + port;
        this.options = options;
        this.handler = Objects.requireNonNull(handler, "handler");
        socket = new BrokerSocket(host, port, options);
        ending = new Ending(name, this::release);
        threads = options.threads() == null ? this::daemon : options.threads();
        output = new FrameOutput(ending, threads);
        receipts = new Receipts(name, ending);
    }

    private Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "stomp-" + name);
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Connects and waits for {@code CONNECTED}. The handler is told nothing of a connection that cannot be made; of one that
     * can be made it may learn something before this returns.
     *
     * @param host the broker's host, a name or an address
     * @param port its port
     * @param options how to connect
     * @param handler told what happens
     * @return an open connection
     * @throws io.carrotmq.stomp.StompTimeoutException if either timeout is over
     * @throws io.carrotmq.stomp.command.StompErrorException if the broker refuses
     * @throws io.carrotmq.stomp.StompProtocolException if it answers something else than {@code CONNECTED} in one of the
     *     versions
     * @throws io.carrotmq.stomp.StompFrameException if what it answers is no STOMP
     * @throws io.carrotmq.stomp.StompConnectionException if it cannot be reached, or the thread is interrupted
     */
    public static StompConnection connect(String host, int port, ConnectionOptions options, ConnectionHandler handler) {
        return connect(host, port, options, options.connectTimeout().plus(options.connectedTimeout()), handler);
    }

    /**
     * Does the same with a bound on the whole as well, for callers who have promised one.
     *
     * @param host the broker's host, a name or an address
     * @param port its port
     * @param options how to connect; what is left of the bound counts where it is less than a timeout
     * @param bound how long reaching the broker and its answer may take together; zero or less fails at once
     * @param handler told what happens
     * @return an open connection
     * @throws io.carrotmq.stomp.StompTimeoutException if the bound or either timeout is over
     * @throws StompException as {@link #connect(String, int, ConnectionOptions, ConnectionHandler)}
     */
    public static StompConnection connect(
            String host, int port, ConnectionOptions options, Duration bound, ConnectionHandler handler) {
        StompConnection connection = new StompConnection(host, port, options, handler);
        connection.establish(bound);
        return connection;
    }

    private void establish(Duration bound) {
        long deadline = System.nanoTime() + bound.toNanos();
        Duration most = shorter(options.connectTimeout(), bound);
        StompException failure;
        try {
            threads.newThread(this::read).start();
            reached.get(most.toNanos(), TimeUnit.NANOSECONDS);
            most = shorter(options.connectedTimeout(), Duration.ofNanos(deadline - System.nanoTime()));
            established.get(most.toNanos(), TimeUnit.NANOSECONDS);
            return;
        } catch (TimeoutException e) {
            failure =
                    reached.isDone() ? Messages.notConnectedInTime(name, most) : Messages.notReachedInTime(name, most);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            failure = Messages.notReached(name, e);
        } catch (ExecutionException e) {
            failure = (StompException) e.getCause();
        } catch (OutOfMemoryError | RuntimeException e) { // no thread to be had
            failure = Messages.notReached(name, e);
        }
        if (established.completeExceptionally(failure) || established.isCompletedExceptionally()) {
            ending.end(failure);
            throw failure;
        }
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /** Done once, by whoever ends the connection: everybody who waits for it goes on. */
    private void release() {
        socket.abort();
        output.end();
    }

    private void read() {
        reader = Thread.currentThread();
        try {
            FrameInput input = open();
            if (greet(input)) {
                for (StompFrame frame = next(input); frame != null; frame = next(input)) {
                    take(frame);
                }
            }
        } catch (StompException e) {
            ending.end(e);
        } catch (Throwable e) {
            ending.end(failure(e));
        } finally {
            finish();
        }
    }

    private StompException failure(Throwable cause) {
        if (disconnecting.get()) {
            return null; // that the broker ends it is what was asked for
        }
        return reached.isDone() ? Messages.lost(name, cause.toString(), cause) : Messages.notReached(name, cause);
    }

    private FrameInput open() throws IOException {
        socket.open();
        output.open(socket.output());
        FrameInput input = new FrameInput(socket.input(), options.limits());
        reached.complete(null);
        return input;
    }

    /** {@return whether it is in time} */
    private boolean greet(FrameInput input) throws IOException {
        output.send(StompCommands.connect(
                options.versions(),
                options.virtualHost(),
                options.login(),
                options.passcode(),
                options.versions().equals(List.of(StompVersion.V1_0)) ? null : options.heartBeat(),
                options.headers()));
        StompFrame answer = next(input);
        while (answer != null && answer.isHeartBeat()) {
            answer = next(input);
        }
        if (answer == null) {
            return false;
        }
        Connected connected = StompCommands.connected(answer, options.versions());
        agreed = connected.version() == StompVersion.V1_0
                ? HeartBeat.NONE
                : options.heartBeat().with(connected.heartBeat());
        Liveness liveness = new Liveness(agreed, options.thresholds(), System.nanoTime());
        input.agree(connected.version(), liveness);
        output.agree(connected.version(), liveness);
        boolean inTime = established.complete(connected);
        pulse = new Pulse(name, ending, socket, output, liveness, agreed, options.writeTimeout());
        pulse.run();
        return inTime;
    }

    private StompFrame next(FrameInput input) throws IOException {
        StompFrame frame = input.next();
        if (frame == null) {
            ending.end(disconnecting.get() ? null : Messages.lost(name, "the broker has closed it", null));
        }
        return frame;
    }

    private void take(StompFrame frame) {
        switch (frame.command()) {
            case "MESSAGE" -> deliver(frame);
            case "ERROR" -> throw StompCommands.error(frame);
            case "" -> {} // a heart-beat
            default -> {
                String receipt = StompCommands.receipt(frame);
                if (!receipts.complete(receipt, frame)) {
                    handle(() -> handler.receipt(receipt));
                }
            }
        }
    }

    private void deliver(StompFrame message) {
        StompCommands.message(message, connected().version());
        handle(() -> handler.message(message));
    }

    private void handle(Runnable event) {
        try {
            event.run();
        } catch (Throwable e) {
            throw Messages.handlerFailed(name, e);
        }
    }

    private void finish() {
        StompException cause = ending.cause();
        StompException failure = cause == null ? ending.exception() : cause;
        reached.completeExceptionally(failure);
        established.completeExceptionally(failure);
        boolean told = !established.isCompletedExceptionally(); // somebody has it
        receipts.fail();
        if (pulse != null) {
            pulse.stop();
        }
        try {
            if (told) {
                handler.closed(cause);
            }
        } catch (Throwable e) {
            Messages.LOG.log(
                    System.Logger.Level.ERROR, Messages.handlerFailed(name, e).getMessage(), e);
        } finally {
            closed.countDown();
        }
    }

    /** {@return what the broker said} */
    public Connected connected() {
        return established.join();
    }

    /** {@return the intervals both sides have agreed on} */
    public HeartBeat heartBeat() {
        return agreed;
    }

    /**
     * Sends frames at once, with everything that was buffered before, and with no frame of another thread between them. The
     * receipts they ask for are not awaited. If another thread is writing, that one takes them along, and this returns before
     * they are sent.
     *
     * @param frames made by {@link io.carrotmq.stomp.command.StompCommands}
     * @throws io.carrotmq.stomp.StompConnectionException if the connection has ended
     * @throws io.carrotmq.stomp.StompFrameException if one cannot be written in the version; those before it are sent soon
     */
    public void send(StompFrame... frames) {
        output.send(frames);
    }

    /**
     * Puts a frame behind those that were sent, to be sent with others: by {@link #flush}, by the next {@link #send}, when the
     * buffer is large, or by the connection itself within a millisecond or so. Waits only while the buffer is full. Frames
     * keep their order.
     *
     * @param frame made by {@link io.carrotmq.stomp.command.StompCommands}
     * @throws io.carrotmq.stomp.StompConnectionException if the connection has ended
     * @throws io.carrotmq.stomp.StompFrameException if it cannot be written in the version; nothing was sent then
     */
    public void buffer(StompFrame frame) {
        output.buffer(frame);
    }

    /**
     * Sends what is buffered, unless another thread is doing so.
     *
     * @throws io.carrotmq.stomp.StompConnectionException if the connection has ended
     */
    public void flush() {
        output.flush();
    }

    /** {@return a receipt id no frame of this connection has had} */
    public String nextReceipt() {
        return receipts.next();
    }

    /**
     * Registers a wait for a receipt, to be called before the frame that asks for it is sent. Whoever gives up waiting
     * completes or cancels it, and may then await that receipt anew.
     *
     * @param receipt the receipt's id
     * @return completes with the {@code RECEIPT} frame on the reading thread, or exceptionally when the connection ends: with
     *     the broker's {@link io.carrotmq.stomp.command.StompErrorException} if that names this receipt, with a {@link
     *     io.carrotmq.stomp.StompConnectionException} otherwise
     * @throws io.carrotmq.stomp.StompProtocolException if that receipt is awaited already
     */
    public CompletableFuture<StompFrame> receipt(String receipt) {
        return receipts.await(receipt);
    }

    /** {@return whether it has not ended} */
    public boolean isOpen() {
        return !ending.isEnded();
    }

    /** Ends it at once and without a word to the broker; threads that hang in it get an exception. Does not wait. */
    public void kill() {
        ending.end(null);
    }

    /**
     * Says goodbye, waits for the broker's receipt, and closes. Messages that come meanwhile still go to the handler; nothing
     * can be sent any more. On the reading thread, which cannot wait for itself, it says goodbye and closes.
     *
     * @param bound how long that may take; then it is closed all the same
     * @return whether the broker has answered in time
     */
    public boolean disconnect(Duration bound) {
        long deadline = System.nanoTime() + bound.toNanos();
        if (disconnecting.compareAndSet(false, true)) {
            sayGoodbye(deadline);
            ending.end(null);
            awaitClosed(deadline);
        } else {
            awaitClosed(deadline);
            ending.end(null);
        }
        return answered;
    }

    private void sayGoodbye(long deadline) {
        try {
            String receipt = nextReceipt();
            CompletableFuture<StompFrame> goodbye = receipt(receipt);
            output.last(StompCommands.disconnect(receipt));
            if (Thread.currentThread() == reader) {
                output.awaitWritten(deadline - System.nanoTime());
            } else {
                goodbye.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                answered = true;
                socket.farewell();
            }
        } catch (StompException | ExecutionException | TimeoutException e) {
            Messages.LOG.log(System.Logger.Level.DEBUG, "[" + name + "] closed without goodbye", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitClosed(long deadline) {
        if (Thread.currentThread() != reader) {
            try {
                closed.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** {@link #disconnect} within three seconds. */
    @Override
    public void close() {
        disconnect(CLOSE_BOUND);
    }

    /** {@return the broker's host and port} */
    @Override
    public String toString() {
        return name;
    }
}
