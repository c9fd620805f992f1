package io.carrotmq.engine;

import io.carrotmq.CarrotException;
import io.carrotmq.OutgoingMessage;
import io.carrotmq.Receipt;
import io.carrotmq.transport.ChannelListener;
import io.carrotmq.transport.Closure;
import io.carrotmq.transport.TransportException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * A channel that publishes with confirms. Safe for use by any number of threads. It does not outlive its channel: once
 * {@link #isOpen()} is false, open another.
 */
public final class PublishChannel implements AutoCloseable {
    private final SharedConnection connection;
    private final PublishLimits limits;
    private final EngineThreads threads;
    private final Consumer<Closure> onClosed;
    private final Semaphore room;
    private final ConfirmWindow window;
    private final Object order = new Object();
    private final OpenChannel channel;
    private final Future<?> sweep;
    private volatile boolean retired;

    /**
     * Opens one.
     *
     * @param onClosed told, on a worker, when the channel ends without having been asked to
     * @throws io.carrotmq.ConnectException if no broker can be reached
     */
    public PublishChannel(
            SharedConnection connection, PublishLimits limits, EngineThreads threads, Consumer<Closure> onClosed) {
        this.connection = connection;
        this.limits = limits;
        this.threads = threads;
        this.onClosed = onClosed;
        this.room = new Semaphore(limits.maxUnconfirmed());
        this.window = new ConfirmWindow(connection.name(), this::left);
        this.channel = connection.openChannel(new Events());
        try {
            channel.channel().confirmPublishes();
        } catch (TransportException e) {
            channel.close();
            throw Messages.noChannel(connection.name(), e.closure());
        }
        long period = Math.max(50, Math.min(500, limits.confirmTimeout().toMillis() / 4));
        sweep = threads.every(java.time.Duration.ofMillis(period), () -> window.expire(limits));
    }

    /** {@return the channel, to fetch and consume over the same connection} */
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
     * @throws io.carrotmq.PublishException the first failure in order, with the others suppressed in it; messages
     *     after one that could not be handed over were not sent
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

    /**
     * Publishes without waiting for the outcome; the stage completes exactly once, on a worker thread.
     */
    public CompletionStage<Receipt> publishAsync(OutgoingMessage message) {
        CompletableFuture<Receipt> sent;
        try {
            sent = send(message);
        } catch (CarrotException e) {
            return CompletableFuture.failedStage(e);
        }
        return sent.thenApplyAsync(receipt -> receipt, threads::complete);
    }

    /** Publishes; the future completes on the connection's reader thread. */
    CompletableFuture<Receipt> send(OutgoingMessage message) {
        awaitRoom(message);
        try {
            awaitUnblocked(message);
        } catch (RuntimeException e) {
            room.release();
            throw e;
        }
        synchronized (order) {
            long sequence = channel.channel().nextSequence();
            CompletableFuture<Receipt> receipt = window.add(sequence, message);
            try {
                channel.channel().publish(message);
            } catch (TransportException e) {
                // If the channel's end has told the receipt already, that is the outcome.
                if (window.withdraw(sequence)) {
                    throw Messages.notSent(connection.name(), message, e.closure());
                }
            } catch (IllegalArgumentException e) {
                window.withdraw(sequence);
                throw Messages.notEncodable(connection.name(), message, e);
            }
            return receipt;
        }
    }

    /** Publishes and forgets. The broker's confirm for it finds nobody waiting. */
    public void tell(OutgoingMessage message) {
        awaitUnblocked(message);
        OutgoingMessage optional = new OutgoingMessage(
                message.exchange(), message.routingKey(), false, message.properties(), message.body());
        synchronized (order) {
            try {
                channel.channel().publish(optional);
            } catch (TransportException e) {
                throw Messages.notSent(connection.name(), message, e.closure());
            } catch (IllegalArgumentException e) {
                throw Messages.notEncodable(connection.name(), message, e);
            }
        }
    }

    /** Waits for an outcome, a little longer than the sweep that ends every wait. */
    Receipt await(CompletableFuture<Receipt> receipt, OutgoingMessage message) {
        try {
            return receipt.get(limits.confirmTimeout().toMillis() + 2_000, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw rethrown(e.getCause());
        } catch (TimeoutException e) {
            throw Messages.notConfirmed(connection.name(), message, limits.confirmTimeout());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Messages.interrupted(connection.name(), message, true);
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
                throw Messages.windowFull(connection.name(), message, limits.maxUnconfirmed(), limits.confirmTimeout());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Messages.interrupted(connection.name(), message, false);
        }
    }

    private void awaitUnblocked(OutgoingMessage message) {
        try {
            String reason = connection.awaitUnblocked(limits.confirmTimeout());
            if (reason != null) {
                throw Messages.blockedTooLong(connection.name(), message, reason, limits.confirmTimeout());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Messages.interrupted(connection.name(), message, false);
        }
    }

    public boolean isOpen() {
        return channel.isOpen() && !retired;
    }

    /** Closes the channel once nothing waits for its confirm any more, without waiting for that here. */
    @Override
    public void close() {
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
