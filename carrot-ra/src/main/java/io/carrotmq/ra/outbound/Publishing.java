package io.carrotmq.ra.outbound;

import io.carrotmq.CarrotException;
import io.carrotmq.OutgoingMessage;
import io.carrotmq.PublishException;
import io.carrotmq.Receipt;
import io.carrotmq.TransactionMode;
import io.carrotmq.engine.PublishChannel;
import io.carrotmq.spi.DeliveryScope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** What one managed connection publishes: in the transaction its mode, or the message's own, joins, or else at once. */
final class Publishing {
    private final Broker broker;
    private final PublishChannel channel;
    private final LastResource localTransaction;
    private final Consumer<Exception> onLost;

    /**
     * Makes one.
     *
     * @param onLost told when the channel turns out to have ended
     */
    Publishing(Broker broker, PublishChannel channel, LastResource localTransaction, Consumer<Exception> onLost) {
        this.broker = broker;
        this.channel = channel;
        this.localTransaction = localTransaction;
        this.onLost = onLost;
    }

    /** {@return whether what is published now, with no mode of its own, waits for a transaction} */
    boolean isTransacted() {
        return broker.mode() != TransactionMode.NONE
                && (localTransaction.isActive() || broker.transactions().isActive());
    }

    /** {@return what the message belongs to, or null if it goes out at once} */
    private Enlistment enlistment(OutgoingMessage message) {
        TransactionMode mode = message.transactionMode() == null ? broker.mode() : message.transactionMode();
        Enlistment joined =
                switch (mode) {
                    case SYNCHRONIZATION, AFTER_COMMIT -> broker.transactions().current(mode, broker.flushChannels());
                    case LOCAL, TX -> lastResource(mode);
                    case NONE -> null;
                };
        if (joined != null) {
            channel.requireSupported(message); // of what goes out at once the channel requires it itself
        }
        return joined;
    }

    private Enlistment lastResource(TransactionMode mode) {
        boolean active = broker.transactions().requireCommittable();
        Enlistment current = localTransaction.current(mode);
        if (active && current == null) {
            throw isLastResource(broker.mode())
                    ? Messages.notEnlisted(mode)
                    : Messages.notALastResource(mode, broker.mode());
        }
        return current;
    }

    /** {@return whether the container has to know of connections with that mode} */
    static boolean isLastResource(TransactionMode mode) {
        return mode == TransactionMode.LOCAL || mode == TransactionMode.TX;
    }

    Receipt publish(OutgoingMessage message) {
        Enlistment enlistment = enlistment(message);
        if (enlistment == null) {
            return watched(() -> channel.publish(message));
        }
        enlistment.add(message);
        return Receipt.of(Receipt.Outcome.ENLISTED, message);
    }

    CompletionStage<Receipt> publishAsync(OutgoingMessage message) {
        Enlistment enlistment = enlistment(message);
        if (enlistment == null) {
            CompletableFuture<Receipt> sent = watched(() -> channel.publishAsync(message));
            // What the application does to its copy changes nothing for the delivery.
            return DeliveryScope.track(sent) ? sent.copy() : sent;
        }
        try {
            return enlistment.add(message);
        } catch (PublishException e) {
            return CompletableFuture.failedStage(e);
        }
    }

    List<Receipt> publishAll(List<OutgoingMessage> messages) {
        List<Enlistment> enlistments = new ArrayList<>(messages.size());
        messages.forEach(message -> enlistments.add(enlistment(message)));
        if (enlistments.stream().allMatch(Objects::isNull)) {
            return watched(() -> channel.publishAll(messages));
        }
        messages.forEach(channel::requireSupported); // before any of them is part of anything
        Receipt[] receipts = new Receipt[messages.size()];
        List<OutgoingMessage> atOnce = new ArrayList<>();
        for (int i = 0; i < receipts.length; i++) {
            OutgoingMessage message = messages.get(i);
            if (enlistments.get(i) == null) {
                atOnce.add(message);
            } else {
                enlistments.get(i).add(message);
                receipts[i] = Receipt.of(Receipt.Outcome.ENLISTED, message);
            }
        }
        List<Receipt> confirmed = atOnce.isEmpty() ? List.of() : watched(() -> channel.publishAll(atOnce));
        for (int i = 0, next = 0; i < receipts.length; i++) {
            receipts[i] = receipts[i] == null ? confirmed.get(next++) : receipts[i];
        }
        return Arrays.asList(receipts);
    }

    void tell(OutgoingMessage message) {
        Enlistment enlistment = enlistment(message);
        if (enlistment != null) {
            enlistment.add(message.optional());
            return;
        }
        watched(() -> {
            channel.tell(message);
            return null;
        });
    }

    /** The caller learns of the failure; so must the pool, before the handle is closed. */
    private <T> T watched(Supplier<T> operation) {
        try {
            return operation.get();
        } catch (CarrotException e) {
            if (!channel.isOpen()) {
                onLost.accept(e);
            }
            throw e;
        }
    }
}
