package io.carrotmq.ra.outbound;

import io.carrotmq.CarrotException;
import io.carrotmq.OutgoingMessage;
import io.carrotmq.Receipt;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The messages of one transaction that are kept back until it has committed, and published then, on the thread that commits
 * and before its commit returns. Nobody can be told of one that is lost then but its stage, and the log. Safe for use by
 * several threads, because a transaction that times out ends on another thread than it began.
 */
final class AfterCommit implements Enlistment, Synchronization {
    /** So many losses of one transaction have a line of their own in the log. */
    private static final int MOST_LINES = 20;

    private record Entry(OutgoingMessage message, CompletableFuture<Receipt> receipt) {}

    private final FlushChannels channels;
    private final Object lock = new Object();
    private final List<Entry> entries = new ArrayList<>();
    private boolean over;

    AfterCommit(FlushChannels channels) {
        this.channels = channels;
    }

    @Override
    public CompletionStage<Receipt> add(OutgoingMessage message) {
        Entry entry = new Entry(message, new CompletableFuture<>());
        synchronized (lock) {
            if (over) {
                throw Messages.transactionOver();
            }
            entries.add(entry);
        }
        return entry.receipt.copy();
    }

    @Override
    public void beforeCompletion() {
        // it is not known yet whether it commits
    }

    /** It must not throw, and an interrupt that came before has nothing to do with these messages. */
    @Override
    public void afterCompletion(int status) {
        List<Entry> ended;
        synchronized (lock) {
            ended = over ? List.of() : List.copyOf(entries);
            over = true;
        }
        if (ended.isEmpty()) {
            return;
        }
        if (status != Status.STATUS_COMMITTED) {
            channels.complete(
                    () -> ended.forEach(entry -> entry.receipt.completeExceptionally(Messages.rolledBack(false))));
            return;
        }
        boolean interrupted = Thread.interrupted();
        try {
            tell(ended, publish(ended.stream().map(Entry::message).toList()));
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private List<? extends RuntimeException> publish(List<OutgoingMessage> messages) {
        try {
            return channels.publishEach(messages);
        } catch (RuntimeException e) {
            return Collections.nCopies(messages.size(), e);
        }
    }

    private void tell(List<Entry> ended, List<? extends RuntimeException> failures) {
        report(ended, failures);
        channels.complete(() -> {
            for (int i = 0; i < ended.size(); i++) {
                Entry entry = ended.get(i);
                if (failures.get(i) == null) {
                    entry.receipt.complete(Receipt.of(Receipt.Outcome.CONFIRMED, entry.message));
                } else {
                    entry.receipt.completeExceptionally(failures.get(i));
                }
            }
        });
    }

    private void report(List<Entry> ended, List<? extends RuntimeException> failures) {
        int lost = 0;
        for (int i = 0; i < ended.size(); i++) {
            RuntimeException failure = failures.get(i);
            if (failure != null && ++lost <= MOST_LINES) {
                Messages.LOG.log(
                        System.Logger.Level.ERROR,
                        Messages.lostAfterCommit(channels.name(), ended.get(i).message, failure),
                        failure instanceof CarrotException ? null : failure);
            }
        }
        if (lost > MOST_LINES) {
            Messages.LOG.log(
                    System.Logger.Level.ERROR, Messages.moreLostAfterCommit(channels.name(), lost - MOST_LINES));
        }
    }
}
