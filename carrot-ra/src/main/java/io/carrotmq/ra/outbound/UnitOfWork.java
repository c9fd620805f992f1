package io.carrotmq.ra.outbound;

import io.carrotmq.CarrotException;
import io.carrotmq.OutgoingMessage;
import io.carrotmq.PublishException;
import io.carrotmq.Receipt;
import io.carrotmq.engine.PublishChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The messages of one transaction: kept back until it commits, then published together and confirmed. Safe for use by
 * several threads, because a transaction that times out ends on another thread than it began.
 */
final class UnitOfWork {
    private enum Phase {
        OPEN,
        FLUSHED,
        OVER
    }

    private record Entry(OutgoingMessage message, boolean told, CompletableFuture<Receipt> receipt) {}

    private final FlushChannel flushChannel;
    private final List<Entry> entries = new ArrayList<>();
    private Phase phase = Phase.OPEN;

    UnitOfWork(FlushChannel flushChannel) {
        this.flushChannel = flushChannel;
    }

    /**
     * Adds a message. One that comes while the transaction completes, from a callback of somebody else, goes out at
     * once, and can still fail the transaction.
     *
     * @return a stage that completes when the transaction has ended
     */
    CompletionStage<Receipt> add(OutgoingMessage message) {
        return add(new Entry(message, false, new CompletableFuture<>()));
    }

    /** Adds a message nobody wants to hear about. */
    void tell(OutgoingMessage message) {
        add(new Entry(message, true, new CompletableFuture<>()));
    }

    private synchronized CompletionStage<Receipt> add(Entry entry) {
        if (phase == Phase.OVER) {
            throw Messages.transactionOver(jakarta.transaction.Status.STATUS_ROLLEDBACK);
        }
        if (phase == Phase.FLUSHED) {
            flushChannel.channel().publish(entry.message);
        }
        entries.add(entry);
        return entry.receipt;
    }

    /**
     * Publishes everything and waits for the confirms.
     *
     * @throws CarrotException if any message was not confirmed: the transaction must not commit
     */
    synchronized void flush() {
        if (phase != Phase.OPEN) {
            return;
        }
        phase = Phase.FLUSHED;
        if (entries.isEmpty()) {
            return;
        }
        PublishChannel channel = flushChannel.channel();
        List<OutgoingMessage> confirmed = new ArrayList<>();
        for (Entry entry : entries) {
            if (entry.told) {
                channel.tell(entry.message);
            } else {
                confirmed.add(entry.message);
            }
        }
        try {
            channel.publishAll(confirmed);
        } catch (PublishException e) {
            long others = Arrays.stream(e.getSuppressed())
                    .filter(CarrotException.class::isInstance)
                    .count();
            throw Messages.notAllConfirmed(1 + others, entries.size(), e);
        }
    }

    /** Ends it: the receipts say how. */
    synchronized void end(boolean committed) {
        if (phase == Phase.OVER) {
            return;
        }
        boolean flushed = phase == Phase.FLUSHED;
        phase = Phase.OVER;
        for (Entry entry : entries) {
            if (committed) {
                entry.receipt.complete(Receipt.of(Receipt.Outcome.CONFIRMED, entry.message));
            } else {
                entry.receipt.completeExceptionally(Messages.rolledBack(flushed));
            }
        }
        entries.clear();
    }
}
