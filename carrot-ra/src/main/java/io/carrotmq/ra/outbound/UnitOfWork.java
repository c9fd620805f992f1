package io.carrotmq.ra.outbound;

import io.carrotmq.CarrotException;
import io.carrotmq.ConnectException;
import io.carrotmq.OutgoingMessage;
import io.carrotmq.PublishException;
import io.carrotmq.Receipt;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The messages of one transaction: kept back until it commits, then published together and confirmed. Safe for use by
 * several threads, because a transaction that times out ends on another thread than it began; nothing waits for the
 * network under the lock.
 */
final class UnitOfWork implements Enlistment {
    private enum Phase {
        OPEN,
        FLUSHED,
        OVER
    }

    private record Entry(OutgoingMessage message, CompletableFuture<Receipt> receipt) {}

    private final FlushChannels channels;
    private final Object lock = new Object();
    private final List<Entry> entries = new ArrayList<>();
    private Phase phase = Phase.OPEN;
    private boolean published;

    UnitOfWork(FlushChannels channels) {
        this.channels = channels;
    }

    /**
     * Adds a message. One that comes while the transaction completes, from a callback of somebody else, goes out at
     * once, and can still fail the transaction.
     *
     * @return a stage that completes when the transaction has ended
     * @throws PublishException if it has ended already
     */
    @Override
    public CompletionStage<Receipt> add(OutgoingMessage message) {
        Entry entry = new Entry(message, new CompletableFuture<>());
        boolean late;
        synchronized (lock) {
            if (phase == Phase.OVER) {
                throw Messages.transactionOver();
            }
            late = phase == Phase.FLUSHED;
            entries.add(entry);
        }
        if (late) {
            channels.publishAll(List.of(message));
        }
        return entry.receipt.copy();
    }

    /**
     * Publishes everything and waits for the confirms.
     *
     * @throws CarrotException if any message was not confirmed: the transaction must not commit
     */
    void flush() {
        List<OutgoingMessage> messages;
        synchronized (lock) {
            if (phase != Phase.OPEN) {
                return;
            }
            phase = Phase.FLUSHED;
            published = !entries.isEmpty();
            messages = entries.stream().map(Entry::message).toList();
        }
        if (messages.isEmpty()) {
            return;
        }
        try {
            channels.publishAll(messages);
        } catch (ConnectException e) {
            synchronized (lock) {
                published = false;
            }
            throw e;
        } catch (PublishException e) {
            long others = Arrays.stream(e.getSuppressed())
                    .filter(CarrotException.class::isInstance)
                    .count();
            throw Messages.notAllConfirmed(1 + others, messages.size(), e);
        }
    }

    /** Ends it: the receipts say how. Their callbacks run elsewhere, for this may be the thread of a reaper. */
    void end(boolean committed) {
        List<Entry> ended;
        boolean maybe;
        synchronized (lock) {
            if (phase == Phase.OVER) {
                return;
            }
            phase = Phase.OVER;
            maybe = published;
            ended = List.copyOf(entries);
            entries.clear();
        }
        if (ended.isEmpty()) {
            return;
        }
        channels.complete(() -> {
            for (Entry entry : ended) {
                if (committed) {
                    entry.receipt.complete(Receipt.of(Receipt.Outcome.CONFIRMED, entry.message));
                } else {
                    entry.receipt.completeExceptionally(Messages.rolledBack(maybe));
                }
            }
        });
    }
}
