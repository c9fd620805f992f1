package io.carrotmq.engine;

import io.carrotmq.BrokerInfo;
import io.carrotmq.CarrotException;
import io.carrotmq.ConnectException;
import io.carrotmq.OutgoingMessage;
import io.carrotmq.PublishBlockedException;
import io.carrotmq.PublishException;
import io.carrotmq.Receipt;
import io.carrotmq.UnroutableException;
import io.carrotmq.UnsupportedException;
import io.carrotmq.transport.ChannelListener;
import io.carrotmq.transport.Closure;
import io.carrotmq.transport.TransportException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A channel that publishes with confirms. Safe for use by any number of threads, whose messages share one window and one
 * stream to the broker. It does not outlive its channel: once {@link #isOpen()} is false, open another.
 *
 * <p>Every wait here has a bound, the confirm timeout: for room in the window, for another thread that writes, for a
 * broker that has blocked the connection, for the confirm. A write that hangs longer, because the peer reads no more, is
 * ended with its whole connection.
 */
public final class PublishChannel implements AutoCloseable {
    private final String name;
    private final PublishLimits limits;
    private final EngineThreads threads;
    private final Consumer<Closure> onClosed;
    private final Semaphore room;
    private final ConfirmWindow window;
    private final Completions completions;
    private final OpenChannel channel;
    private final ChannelWriter writer;
    private final Admission admission;
    private final Future<?> sweep;
    /** When the broker was last seen to block, or null; only for the sweep. */
    private volatile Long blockedAt;

    private volatile boolean retired;

    /**
     * Opens one.
     *
     * @param onClosed told, on a worker, when the channel ends without having been asked to
     * @throws ConnectException if no broker can be reached
     */
    public PublishChannel(
            SharedConnection connection, PublishLimits limits, EngineThreads threads, Consumer<Closure> onClosed) {
        this.name = connection.name();
        this.limits = limits;
        this.threads = threads;
        this.onClosed = onClosed;
        this.room = new Semaphore(limits.maxUnconfirmed());
        this.window = new ConfirmWindow(name, limits.maxUnconfirmed(), this::left);
        this.completions = new Completions(threads);
        this.channel = connection.openChannel(new Events());
        if (channel.connection().returnsFirst()) {
            window.returnsComeFirst();
        }
        this.writer = new ChannelWriter(channel.channel());
        this.admission = new Admission(name, channel, threads, limits.confirmTimeout());
        try {
            channel.channel().confirmPublishes();
        } catch (TransportException e) {
            channel.close();
            throw Messages.noChannel(name, e.closure());
        }
        long period = Math.max(50, Math.min(500, limits.confirmTimeout().toMillis() / 4));
        sweep = threads.every(Duration.ofMillis(period), this::sweep);
    }

    /** {@return the broker it reached} */
    public BrokerInfo broker() {
        return channel.broker();
    }

    /**
     * Checks that the broker can do what a message asks for.
     *
     * @throws io.carrotmq.UnsupportedException if it cannot
     */
    public void requireSupported(OutgoingMessage message) {
        admission.requireSupported(message);
    }

    /**
     * Publishes and waits for the outcome.
     *
     * @throws ConnectException if the channel has ended; nothing was sent. So do the other ways to publish
     */
    public Receipt publish(OutgoingMessage message) {
        requireSupported(message);
        Unconfirmed sent = Unconfirmed.of(message);
        send(sent);
        writer.flush();
        return await(sent);
    }

    /**
     * Publishes several messages and waits for all their outcomes.
     *
     * @throws ConnectException if the channel had ended before the first; nothing was sent
     * @throws PublishException the first failure in order, with the others suppressed in it; messages after one that
     *     could not be handed over were not sent
     */
    public List<Receipt> publishAll(List<OutgoingMessage> messages) {
        messages.forEach(this::requireSupported);
        Batch batch = new Batch(name, messages);
        // Each further one might wait as long for the same reason; what has no queue says nothing of the others.
        batch.send(this::send, failure -> !(failure instanceof UnroutableException));
        writer.flush();
        batch.await(this::await);
        return batch.receipts();
    }

    /**
     * Publishes several messages, each whatever becomes of the others, and waits for all their outcomes.
     *
     * @return for each, in the same order, why it was not confirmed, or null if it was. Those after one for which the broker
     *     was waited for in vain were not sent
     * @throws ConnectException if the channel had ended before the first; nothing was sent
     */
    public List<CarrotException> publishEach(List<OutgoingMessage> messages) {
        Batch batch = new Batch(name, messages);
        batch.send(
                entry -> {
                    requireSupported(entry.message());
                    send(entry);
                },
                PublishBlockedException.class::isInstance);
        writer.flush();
        batch.await(this::await);
        return batch.failures();
    }

    /** Publishes without waiting for the outcome; the future completes exactly once, on a callback thread. */
    public CompletableFuture<Receipt> publishAsync(OutgoingMessage message) {
        requireSupported(message);
        Unconfirmed sent = Unconfirmed.staged(message);
        try {
            send(sent);
        } catch (ConnectException e) {
            throw e;
        } catch (CarrotException e) {
            return CompletableFuture.failedFuture(e);
        }
        return sent.stage();
    }

    /** Publishes and forgets. The broker confirms it all the same, and until then it takes its room in the window. */
    public void tell(OutgoingMessage message) {
        OutgoingMessage optional = message.mandatory() ? message.optional() : message;
        requireSupported(optional);
        send(Unconfirmed.of(optional));
    }

    private void send(Unconfirmed entry) {
        OutgoingMessage message = entry.message();
        try {
            admission.await(message);
            awaitRoom(message);
            boolean waiting = false;
            try {
                awaitTurn(message);
                try {
                    write(entry);
                    waiting = true;
                } finally {
                    writer.endTurn();
                }
            } finally {
                if (!waiting) {
                    room.release();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Messages.interrupted(name, message, false);
        }
    }

    private void awaitRoom(OutgoingMessage message) throws InterruptedException {
        if (room.tryAcquire()) {
            return;
        }
        writer.flush(); // those that take the room may be waiting for that
        if (!room.tryAcquire(limits.confirmTimeout().toMillis(), TimeUnit.MILLISECONDS)) {
            throw Messages.windowFull(name, message, limits.maxUnconfirmed(), limits.confirmTimeout());
        }
    }

    private void awaitTurn(OutgoingMessage message) throws InterruptedException {
        if (!writer.takeTurn(limits.confirmTimeout())) {
            throw Messages.writerHangs(name, message, limits.confirmTimeout());
        }
    }

    /** Only for whoever has the turn. When it returns, the message has left the window or will. */
    private void write(Unconfirmed entry) {
        OutgoingMessage message = entry.message();
        if (!isOpen()) {
            throw Messages.alreadyClosed(name, message);
        }
        long sequence = writer.nextSequence();
        if (!window.add(sequence, entry)) {
            throw Messages.alreadyClosed(name, message);
        }
        try {
            writer.write(message);
        } catch (TransportException e) {
            if (window.withdraw(sequence)) { // otherwise the channel's end has told the outcome
                throw Messages.notSent(name, message, e.closure());
            }
        } catch (UnsupportedException e) {
            if (window.withdraw(sequence)) {
                throw e;
            }
        } catch (RuntimeException e) {
            if (window.withdraw(sequence)) {
                throw Messages.notEncodable(name, message, e);
            }
        }
    }

    /** Waits for an outcome, a little longer than the sweep that ends every wait. */
    private Receipt await(Unconfirmed sent) {
        try {
            if (!sent.await(limits.confirmTimeout().plusSeconds(2).toNanos())) {
                throw Messages.notConfirmed(name, sent.message(), limits.confirmTimeout());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Messages.interrupted(name, sent.message(), true);
        }
        return sent.outcome();
    }

    /** What has left the window, often on the connection's reader thread. */
    private void left(List<Unconfirmed> ended) {
        room.release(ended.size());
        boolean staged = false;
        for (Unconfirmed entry : ended) {
            if (entry.stage() == null) {
                entry.end();
            } else {
                completions.add(entry);
                staged = true;
            }
        }
        if (staged) {
            completions.hand();
        }
        if (retired) {
            closeIfSettled();
        }
    }

    /** On the timer: ends waits that are over, and a write that hangs. */
    private void sweep() {
        if (!channel.isOpen()) {
            sweep.cancel(false); // it ended before there was a sweep to cancel
        }
        window.expire(limits, isExcused());
        if (writer.hangs(limits.confirmTimeout())) {
            threads.execute(channel::breakConnection);
        }
    }

    private boolean isExcused() {
        if (!limits.outlastsBlocking()) {
            return false;
        }
        long now = System.nanoTime();
        if (channel.isBlocked()) {
            blockedAt = now;
        }
        return blockedAt != null && now - blockedAt <= limits.confirmTimeout().toNanos();
    }

    public boolean isOpen() {
        return !retired && channel.isOpen();
    }

    /** {@return whether it is open, and its connection as well; to be asked before it is used after a while} */
    public boolean isConnected() {
        return !retired && channel.isConnected();
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
            if (closure.replyCode() == KnownNames.NOT_FOUND && channel != null) {
                channel.exchanges().forget();
            }
            window.closed(closure);
            completions.handTheLast();
            if (sweep != null) {
                sweep.cancel(false);
            }
            if (!closure.requested() && !retired) {
                threads.execute(() -> onClosed.accept(closure));
            }
        }
    }
}
