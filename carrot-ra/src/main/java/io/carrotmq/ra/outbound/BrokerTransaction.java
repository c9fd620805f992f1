package io.carrotmq.ra.outbound;

import io.carrotmq.ConnectException;
import io.carrotmq.OutgoingMessage;
import io.carrotmq.PublishException;
import io.carrotmq.Receipt;
import io.carrotmq.engine.TransactedChannel;
import io.carrotmq.engine.TransactedMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The messages of one transaction that are published at once, in a transaction of the broker on a channel of its own. Safe
 * for use by several threads, because a transaction that times out ends on another thread than it began; who waits for
 * another does so with a bound.
 */
final class BrokerTransaction implements Enlistment {
    private record Entry(TransactedMessage sent, CompletableFuture<Receipt> receipt) {}

    /** What is known of the messages that did not come back. */
    private enum Fate {
        NOT_DELIVERED,
        UNKNOWN,
        DELIVERED
    }

    private final TransactedChannels channels;

    /** Held by whoever uses the channel, over the network. */
    private final ReentrantLock turn = new ReentrantLock();

    /** Guards the next two; never held over the network. */
    private final Object lock = new Object();

    private final List<Entry> entries = new ArrayList<>();
    private boolean told;

    private volatile TransactedChannel channel; // changed by whoever has the turn
    private volatile Fate fate = Fate.NOT_DELIVERED;
    private volatile boolean over;

    BrokerTransaction(TransactedChannels channels) {
        this.channels = channels;
    }

    @Override
    public CompletionStage<Receipt> add(OutgoingMessage message) {
        takeTurn();
        try {
            if (over) {
                throw Messages.transactionOver();
            }
            Entry entry = new Entry(publish(message), new CompletableFuture<>());
            if (!enter(entry)) {
                dropChannel();
                throw Messages.transactionOver();
            }
            return entry.receipt.copy();
        } finally {
            turn.unlock();
        }
    }

    /** {@return false if it has ended meanwhile} */
    private boolean enter(Entry entry) {
        synchronized (lock) {
            return !told && entries.add(entry);
        }
    }

    private List<Entry> entries() {
        synchronized (lock) {
            return List.copyOf(entries);
        }
    }

    private void takeTurn() {
        try {
            if (!turn.tryLock() && !turn.tryLock(channels.bound().toNanos(), TimeUnit.NANOSECONDS)) {
                throw Messages.transactionBusy(channels.bound());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Messages.interruptedInTransaction();
        }
    }

    private TransactedMessage publish(OutgoingMessage message) {
        while (channel == null && (channel = channels.takeIdle()) != null) {
            try {
                return channel.publish(message);
            } catch (ConnectException e) {
                Messages.LOG.log(System.Logger.Level.DEBUG, "a channel ended while it was idle", e);
                dropChannel();
            }
        }
        if (channel == null) {
            channel = channels.open();
        }
        try {
            return channel.publish(message);
        } catch (ConnectException e) {
            dropChannel();
            throw e;
        }
    }

    private void dropChannel() {
        channel.close();
        channel = null;
    }

    /**
     * Has the broker commit.
     *
     * @throws PublishException if it did not, or not everything: the transaction must not commit
     */
    void commit() {
        if (entries().isEmpty() && channel == null) {
            return;
        }
        takeTurn();
        try {
            over = true;
            if (!entries().isEmpty()) {
                commitAtTheBroker();
            }
        } finally {
            turn.unlock();
        }
        requireNoneCameBack(entries());
    }

    private void commitAtTheBroker() {
        try {
            channel.commit();
            fate = Fate.DELIVERED;
            channels.giveBack(channel);
            channel = null;
        } catch (PublishException e) {
            fate = e.mayHaveBeenDelivered() ? Fate.UNKNOWN : Fate.NOT_DELIVERED;
            dropChannel();
            throw e;
        }
    }

    private static void requireNoneCameBack(List<Entry> all) {
        List<Entry> back = all.stream().filter(entry -> entry.sent.cameBack()).toList();
        if (!back.isEmpty()) {
            throw Messages.cameBack(back.size(), all.size(), back.get(0).sent.failure());
        }
    }

    /** Ends it: undoes what was not committed, without waiting for that, and tells the receipts. */
    void end(boolean committed) {
        over = true;
        List<Entry> ended;
        synchronized (lock) {
            ended = told ? List.of() : List.copyOf(entries);
            told = true;
        }
        if (channel != null) {
            channels.execute(this::release);
        }
        if (!ended.isEmpty()) {
            channels.complete(() -> ended.forEach(entry -> tell(entry, committed)));
        }
    }

    /** On a worker: it may have to wait for the thread that publishes, and for the broker. */
    private void release() {
        turn.lock();
        try {
            if (channel != null) {
                channel.rollback();
                channels.giveBack(channel);
                channel = null;
            }
        } finally {
            turn.unlock();
        }
    }

    private void tell(Entry entry, boolean committed) {
        if (entry.sent.cameBack()) {
            entry.receipt.completeExceptionally(entry.sent.failure());
        } else if (committed) {
            entry.receipt.complete(Receipt.of(Receipt.Outcome.CONFIRMED, entry.sent.message()));
        } else {
            entry.receipt.completeExceptionally(
                    fate == Fate.DELIVERED
                            ? Messages.deliveredAllTheSame()
                            : Messages.rolledBack(fate == Fate.UNKNOWN));
        }
    }
}
