package io.carrotmq.engine;

import io.carrotmq.CarrotException;
import io.carrotmq.OutgoingMessage;
import io.carrotmq.PublishException;
import io.carrotmq.Receipt;
import io.carrotmq.transport.ChannelListener;
import io.carrotmq.transport.Closure;
import io.carrotmq.transport.TransportException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * A channel that publishes with confirms. Safe for use by any number of threads. It does not outlive its channel: once
 * {@link #isOpen()} is false, open another.
 *
 * <p>Every wait here has a bound, the confirm timeout: for room in the window, for another thread that writes, for a
 * broker that has blocked the connection, for the confirm. A write that hangs longer, because the peer reads no more, is
 * ended with its whole connection.
 */
public final class PublishChannel implements AutoCloseable {
    private static final long NOT_WRITING = 0;

    private final String name;
    private final PublishLimits limits;
    private final EngineThreads threads;
    private final Consumer<Closure> onClosed;
    private final Semaphore room;
    private final ConfirmWindow window;
    private final ReentrantLock order = new ReentrantLock();
    private final OpenChannel channel;
    private final Future<?> sweep;
    private volatile long writingSince = NOT_WRITING;
    private volatile boolean retired;

    /**
     * Opens one.
     *
     * @param onClosed told, on a worker, when the channel ends without having been asked to
     * @throws io.carrotmq.ConnectException if no broker can be reached
     */
    public PublishChannel(
            SharedConnection connection, PublishLimits limits, EngineThreads threads, Consumer<Closure> onClosed) {
        this.name = connection.name();
        this.limits = limits;
        this.threads = threads;
        this.onClosed = onClosed;
        this.room = new Semaphore(limits.maxUnconfirmed());
        this.window = new ConfirmWindow(name, this::left);
        this.channel = connection.openChannel(new Events());
        try {
            channel.channel().confirmPublishes();
        } catch (TransportException e) {
            channel.close();
            throw Messages.noChannel(name, e.closure());
        }
        long period = Math.max(50, Math.min(500, limits.confirmTimeout().toMillis() / 4));
        sweep = threads.every(Duration.ofMillis(period), this::sweep);
    }

    /** {@return the channel, to tell which broker it reached} */
    public OpenChannel channel() {
        return channel;
    }

    /** Publishes and waits for the outcome. */
    public Receipt publish(OutgoingMessage message) {
        return await(send(message), message);
    }

    /**
     * Publishes several messages and waits for all their outcomes.
     *
     * @throws PublishException the first failure in order, with the others suppressed in it; messages after one that
     *     could not be handed over were not sent
     */
    public List<Receipt> publishAll(List<OutgoingMessage> messages) {
        List<CompletableFuture<Receipt>> sent = new ArrayList<>(messages.size());
        for (OutgoingMessage message : messages) {
            try {
                sent.add(send(message));
            } catch (CarrotException e) {
                sent.add(CompletableFuture.failedFuture(e));
                break; // each further one would wait as long for the same reason
            }
        }
        List<Receipt> receipts = new ArrayList<>(messages.size());
        RuntimeException failure = null;
        for (int i = 0; i < sent.size(); i++) {
            try {
                receipts.add(await(sent.get(i), messages.get(i)));
            } catch (CarrotException e) {
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
        return receipts;
    }

    /** Publishes without waiting for the outcome; the future completes exactly once, on a callback thread. */
    public CompletableFuture<Receipt> publishAsync(OutgoingMessage message) {
        CompletableFuture<Receipt> sent;
        try {
            sent = send(message);
        } catch (CarrotException e) {
            return CompletableFuture.failedFuture(e);
        }
        return sent.thenApplyAsync(receipt -> receipt, threads::complete);
    }

    /** Publishes; the future completes on the connection's reader thread. */
    private CompletableFuture<Receipt> send(OutgoingMessage message) {
        awaitRoom(message);
        boolean waiting = false;
        awaitTurn(message, room::release);
        try {
            long sequence = channel.channel().nextSequence();
            CompletableFuture<Receipt> receipt = window.add(sequence, message);
            waiting = true;
            try {
                write(message);
            } catch (RuntimeException e) {
                // If the channel's end has told the receipt already, that is the outcome.
                if (window.withdraw(sequence)) {
                    throw e;
                }
            }
            return receipt;
        } finally {
            order.unlock();
            if (!waiting) {
                room.release();
            }
        }
    }

    /** Publishes and forgets. The broker's confirm for it finds nobody waiting. */
    public void tell(OutgoingMessage message) {
        awaitTurn(message, () -> {
            // nothing was taken
        });
        try {
            window.told();
            write(message.mandatory() ? message.optional() : message);
        } finally {
            order.unlock();
        }
    }

    /** Only for the holder of the order. */
    private void write(OutgoingMessage message) {
        if (!channel.isOpen()) {
            throw Messages.alreadyClosed(name, message);
        }
        writingSince = System.nanoTime() | 1;
        try {
            channel.channel().publish(message);
        } catch (TransportException e) {
            throw Messages.notSent(name, message, e.closure());
        } catch (RuntimeException e) {
            // The client has counted a message the broker will never count: no confirm after this one can be trusted.
            retire();
            throw Messages.notEncodable(name, message, e);
        } finally {
            writingSince = NOT_WRITING;
        }
    }

    /** Waits for an outcome, a little longer than the sweep that ends every wait. */
    private Receipt await(CompletableFuture<Receipt> receipt, OutgoingMessage message) {
        try {
            return receipt.get(limits.confirmTimeout().toMillis() + 2_000, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw rethrown(e.getCause());
        } catch (TimeoutException e) {
            throw Messages.notConfirmed(name, message, limits.confirmTimeout());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Messages.interrupted(name, message, true);
        }
    }

    /** The failure was made on the reader's thread; here it gets the caller's stack as well. */
    private static RuntimeException rethrown(Throwable failure) {
        failure.addSuppressed(new SentFrom());
        return (RuntimeException) failure;
    }

    /** Shows where a failed message was sent. */
    private static final class SentFrom extends RuntimeException {
        private static final long serialVersionUID = 1L;

        SentFrom() {
            super("the message was sent from here");
        }
    }

    private void awaitRoom(OutgoingMessage message) {
        try {
            if (!room.tryAcquire() && !room.tryAcquire(limits.confirmTimeout().toMillis(), TimeUnit.MILLISECONDS)) {
                throw Messages.windowFull(name, message, limits.maxUnconfirmed(), limits.confirmTimeout());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Messages.interrupted(name, message, false);
        }
    }

    /** Waits until the broker accepts publishes and no other thread writes; then this thread holds the order. */
    private void awaitTurn(OutgoingMessage message, Runnable otherwise) {
        boolean turn = false;
        try {
            String reason = channel.awaitUnblocked(limits.confirmTimeout());
            if (reason != null) {
                throw Messages.blockedTooLong(name, message, reason, limits.confirmTimeout());
            }
            turn = order.tryLock() || order.tryLock(limits.confirmTimeout().toMillis(), TimeUnit.MILLISECONDS);
            if (!turn) {
                throw Messages.writerHangs(name, message, limits.confirmTimeout());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Messages.interrupted(name, message, false);
        } finally {
            if (!turn) {
                otherwise.run();
            }
        }
    }

    /** On the timer: ends waits that are over, and a write that hangs. */
    private void sweep() {
        if (!channel.isOpen()) {
            sweep.cancel(false); // it ended before there was a sweep to cancel
        }
        window.expire(limits);
        long since = writingSince;
        if (since != NOT_WRITING
                && System.nanoTime() - since > limits.confirmTimeout().toNanos()) {
            threads.execute(channel::breakConnection);
        }
    }

    public boolean isOpen() {
        return !retired && channel.isOpen();
    }

    /** Closes the channel once nothing waits for its confirm any more, without waiting for that here. */
    @Override
    public void close() {
        retire();
    }

    private void retire() {
        retired = true;
        closeIfSettled();
    }

    private void left() {
        room.release();
        if (retired) {
            closeIfSettled();
        }
    }

    private void closeIfSettled() {
        if (window.size() == 0) {
            sweep.cancel(false);
            threads.execute(channel::close);
        }
    }

    private final class Events implements ChannelListener {
        @Override
        public void confirmed(long sequence, boolean multiple) {
            window.confirmed(sequence, multiple);
        }

        @Override
        public void refused(long sequence, boolean multiple) {
            window.refused(sequence, multiple);
        }

        @Override
        public void returned(OutgoingMessage message, int replyCode, String replyText) {
            window.returned(message, replyCode, replyText);
        }

        @Override
        public void closed(Closure closure) {
            window.closed(closure);
            if (sweep != null) {
                sweep.cancel(false);
            }
            if (!closure.requested() && !retired) {
                threads.execute(() -> onClosed.accept(closure));
            }
        }
    }
}
