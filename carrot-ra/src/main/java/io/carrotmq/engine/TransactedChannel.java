package io.carrotmq.engine;

import io.carrotmq.Capability;
import io.carrotmq.ConnectException;
import io.carrotmq.OutgoingMessage;
import io.carrotmq.PublishException;
import io.carrotmq.UnsupportedException;
import io.carrotmq.transport.ChannelListener;
import io.carrotmq.transport.Closure;
import io.carrotmq.transport.TransportException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Future;

/**
 * A channel that publishes in transactions of the broker, one after the other. For one thread at a time. It does not outlive
 * its channel: once {@link #isOpen()} is false, open another.
 *
 * <p>Every wait here has a bound, the confirm timeout: for a broker that has blocked the connection, and for its answer. A
 * write that hangs longer, because the peer reads no more, is ended with its whole connection.
 */
public final class TransactedChannel implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("io.carrotmq.engine");

    /** AMQP 0-9-1, the reply codes with which a broker closes a channel over a publish, and so before the commit. */
    private static final Set<Integer> BEFORE_THE_COMMIT = Set.of(403, KnownNames.NOT_FOUND);

    /** AMQP 0-9-1: with it RabbitMQ tells that a queue did not take its part of the transaction. */
    private static final int PRECONDITION_FAILED = 406;

    /** How much longer than the bound a call may take before its connection is broken. */
    private static final Duration GRACE = Duration.ofSeconds(2);

    private final String name;
    private final Duration bound;
    private final EngineThreads threads;
    private final OpenChannel channel;
    private final ChannelWriter writer;
    private final Admission admission;
    private final Future<?> sweep;
    private final Object lock = new Object();
    private final List<TransactedMessage> sent = new ArrayList<>();
    private volatile Closure end;

    /**
     * Opens one.
     *
     * @throws ConnectException if no broker can be reached
     * @throws io.carrotmq.UnsupportedException if the broker has no transactions
     */
    public TransactedChannel(SharedConnection connection, PublishLimits limits, EngineThreads threads) {
        this.name = connection.name();
        this.bound = limits.confirmTimeout();
        this.threads = threads;
        this.channel = connection.openChannel(new Events());
        this.writer = new ChannelWriter(channel.channel());
        this.admission = new Admission(name, channel, threads, bound);
        if (!channel.broker().supports(Capability.TRANSACTIONS)) {
            channel.close();
            throw Messages.noTransactions(name, channel.broker());
        }
        try {
            channel.channel().transactPublishes();
        } catch (TransportException e) {
            channel.close();
            throw Messages.noChannel(name, e.closure());
        }
        sweep = threads.every(Duration.ofMillis(Math.max(50, Math.min(500, bound.toMillis() / 4))), this::breakHanging);
    }

    private void breakHanging() {
        if (writer.hangs(bound)) {
            threads.execute(channel::breakConnection);
        }
    }

    public boolean isOpen() {
        return channel.isOpen();
    }

    /** {@return whether it is open, and its connection as well; to be asked before it is used after a while} */
    public boolean isConnected() {
        return channel.isConnected();
    }

    /**
     * Publishes a message in the transaction.
     *
     * @throws ConnectException if the channel has ended before the transaction's first message; nothing was sent
     * @throws PublishException if the message cannot be published; or if the channel has ended, and with it the transaction
     * @throws io.carrotmq.UnsupportedException if the broker cannot do what the message asks for
     */
    public TransactedMessage publish(OutgoingMessage message) {
        admission.requireSupported(message);
        requireOpen(message);
        try {
            admission.await(message);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Messages.interrupted(name, message, false);
        }
        requireOpen(message);
        TransactedMessage published = new TransactedMessage(message);
        synchronized (lock) {
            sent.add(published); // before it is sent, because it may come back at once
        }
        try {
            writer.write(message);
        } catch (RuntimeException e) {
            synchronized (lock) {
                sent.remove(published);
            }
            throw failure(message, e);
        }
        return published;
    }

    private RuntimeException failure(OutgoingMessage message, RuntimeException e) {
        if (e instanceof TransportException ended) {
            return gone(message, ended.closure());
        }
        return e instanceof UnsupportedException ? e : Messages.notEncodable(name, message, e);
    }

    private void requireOpen(OutgoingMessage message) {
        if (!isOpen()) {
            throw gone(message, end);
        }
    }

    private RuntimeException gone(OutgoingMessage message, Closure why) {
        int before = count();
        return before == 0 ? Messages.alreadyClosed(name, message) : Messages.transactionGone(name, before, why);
    }

    private int count() {
        synchronized (lock) {
            return sent.size();
        }
    }

    /**
     * Commits. After that each message has been taken by the queues it was routed to, unless it {@linkplain
     * TransactedMessage#cameBack came back}.
     *
     * @throws PublishException if that fails; what it says of delivery goes for all messages. The channel is of no use then
     */
    public void commit() {
        int messages = count();
        try {
            requireReading(messages);
            calling(() -> channel.channel().commit(bound));
        } catch (TransportException e) {
            throw failure(messages, e.closure());
        } finally {
            forget();
        }
    }

    private void requireReading(int messages) {
        if (!isOpen()) {
            throw Messages.transactionGone(name, messages, end);
        }
        try {
            String reason = channel.awaitUnblocked(bound);
            if (reason != null) {
                throw Messages.commitBlocked(name, messages, reason, bound);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Messages.commitInterrupted(name, messages);
        }
        if (!isOpen()) {
            throw Messages.transactionGone(name, messages, end);
        }
    }

    private PublishException failure(int messages, Closure closure) {
        if (BEFORE_THE_COMMIT.contains(closure.replyCode())) {
            return Messages.transactionGone(name, messages, closure);
        }
        return closure.replyCode() == PRECONDITION_FAILED
                ? Messages.commitRefused(name, messages, closure)
                : Messages.commitUnanswered(name, messages, closure);
    }

    /** Undoes what was published since the last commit. If that fails, the channel ends, which comes to the same. */
    public void rollback() {
        if (count() == 0 || !isOpen()) {
            return;
        }
        forget();
        try {
            calling(() -> channel.channel().rollback(bound));
        } catch (TransportException e) {
            LOG.log(System.Logger.Level.DEBUG, "rolling back", e);
            close();
        }
    }

    private void forget() {
        synchronized (lock) {
            sent.clear();
        }
    }

    /** The answer is waited for with a bound; the write before it ends with its socket at the latest. */
    private void calling(Runnable call) {
        Future<?> hanging = threads.schedule(channel::breakConnection, bound.plus(GRACE));
        try {
            call.run();
        } finally {
            hanging.cancel(false);
        }
    }

    /** Closes the channel without waiting for that here; what was not committed is undone. */
    @Override
    public void close() {
        sweep.cancel(false);
        threads.execute(channel::close);
    }

    private final class Events implements ChannelListener {
        @Override
        public void returned(OutgoingMessage message, int replyCode, String replyText) {
            synchronized (lock) {
                TransactedMessage found = find(message);
                if (found != null) {
                    found.cameBack(() -> Messages.unroutable(name, found.message(), replyCode, replyText));
                }
            }
        }

        /** As in a {@link ConfirmWindow}; a message that came back must not pass for one that did not. */
        private TransactedMessage find(OutgoingMessage message) {
            TransactedMessage similar = null;
            for (TransactedMessage each : sent) {
                if (!each.cameBack() && ReturnedMessage.hasSameBody(each.message(), message)) {
                    if (ReturnedMessage.matches(each.message(), message)) {
                        return each;
                    }
                    similar = similar == null ? each : similar;
                }
            }
            return similar;
        }

        @Override
        public void closed(Closure closure) {
            end = closure;
            if (closure.replyCode() == KnownNames.NOT_FOUND && channel != null) {
                channel.exchanges().forget();
            }
            if (sweep != null) {
                sweep.cancel(false);
            }
        }
    }
}
