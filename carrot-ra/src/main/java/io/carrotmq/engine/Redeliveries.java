package io.carrotmq.engine;

import io.carrotmq.Acknowledgement;
import io.carrotmq.Delivery;
import io.carrotmq.transport.IncomingMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * What becomes of the messages of one channel that fail: they wait with their consumer until they are handed out again,
 * move elsewhere, or go back, as the policies of their consumers say. Safe for use by any number of threads.
 */
final class Redeliveries {
    private static final System.Logger LOG = System.getLogger("io.carrotmq.engine");

    /** A little longer than a message on its way waits for its confirm. */
    private static final Duration CLOSE_BOUND = Forwarding.CONFIRM_TIMEOUT.plusSeconds(1);

    /**
     * A message that has not come again for so long went to somebody else, most likely, and another that looks the same would
     * get its failures.
     */
    private static final Duration REMEMBERED = Duration.ofHours(1);

    private final Settlement settlement;
    private final long epoch;
    private final Recovery recovery;
    private final FailedDeliveries held;
    private final Moves moves;
    private final Predicate<QueueConsumer> keeps;
    private final Runnable wake;

    /**
     * Makes those of one channel.
     *
     * @param connection whose channel it is
     * @param keeps whether messages of a consumer can wait with it
     * @param wake called when one begins to wait
     */
    Redeliveries(
            OpenChannel channel,
            Settlement settlement,
            SharedConnection connection,
            Predicate<QueueConsumer> keeps,
            Runnable wake) {
        this.settlement = settlement;
        this.epoch = channel.epoch();
        this.recovery = connection.recovery();
        this.held = new FailedDeliveries(recovery.remembered());
        this.moves = new Moves(held, settlement, recovery, connection.threads(), this::waitInPlace);
        this.keeps = keeps;
        this.wake = wake;
    }

    Settlement settlement() {
        return settlement;
    }

    long epoch() {
        return epoch;
    }

    // Handing out

    /** {@return the delivery of a message that has come in, or null if it goes to the dead letters at once} */
    ChannelDelivery handOut(IncomingMessage message, QueueConsumer consumer) {
        if (message.redelivered()
                && consumer.mode == Acknowledgement.MANUAL
                && !recovery.remembered().isEmpty()) {
            Fingerprint fingerprint = Fingerprint.of(consumer.queue, message);
            RememberedFailures.Entry entry = recovery.remembered().take(fingerprint);
            if (entry != null && recovery.nanoTime().getAsLong() - entry.due() <= REMEMBERED.toNanos()) {
                return handOutAgain(message, new FailedDelivery(consumer, fingerprint, entry));
            }
        }
        return settlement.handedOut(new ChannelDelivery(message, consumer, consumer.mode, this, null), consumer.mode);
    }

    private ChannelDelivery handOutAgain(IncomingMessage message, FailedDelivery failed) {
        ChannelDelivery delivery = new ChannelDelivery(message, failed.consumer, Acknowledgement.MANUAL, this, failed);
        settlement.handedOut(delivery, Acknowledgement.MANUAL);
        failed.delivery = delivery;
        held.keep(failed);
        if (failed.deadLetter != null) {
            deadLetter(delivery, failed);
            return null;
        }
        if (!keeps.test(failed.consumer) || failed.due - recovery.nanoTime().getAsLong() <= 0) {
            return delivery;
        }
        waitUntil(failed, failed.due);
        return null;
    }

    /** {@return a delivery of one that nobody has taken, to be given back} */
    ChannelDelivery untaken(IncomingMessage message, QueueConsumer consumer) {
        return settlement.handedOut(
                new ChannelDelivery(message, consumer, Acknowledgement.MANUAL, this, null), Acknowledgement.MANUAL);
    }

    /** {@return one whose delay is over, or null} */
    ChannelDelivery due() {
        FailedDelivery failed = held.anyWaits() ? held.due(recovery.nanoTime().getAsLong()) : null;
        if (failed == null) {
            return null;
        }
        ChannelDelivery before = failed.delivery;
        ChannelDelivery fresh =
                new ChannelDelivery(before.message(), failed.consumer, Acknowledgement.MANUAL, this, failed);
        failed.delivery = fresh;
        settlement.replace(before, fresh);
        return fresh;
    }

    /** {@return how many nanoseconds to wait for the next whose delay is over, and no more than that many} */
    long untilDue(long most) {
        return held.anyWaits() ? held.untilDue(recovery.nanoTime().getAsLong(), most) : most;
    }

    // What the application says of them

    /** One that had failed before is settled. */
    void settled(FailedDelivery past, Delivery.State how) {
        if (how == Delivery.State.REQUEUED) {
            held.takeBack(failed -> failed == past);
        } else {
            held.remove(past);
        }
    }

    /** An attempt has failed. */
    void failed(ChannelDelivery delivery, Throwable why) {
        FailurePolicy policy = delivery.consumer().policy;
        int failures = delivery.envelope().attempt();
        if (policy.isExhausted(failures)) {
            deadLetter(delivery, DeadLetterCause.exhausted(why, policy.tracesStack()), failures);
            return;
        }
        switch (policy.place(failures)) {
            case BROKER -> {
                letGo(delivery);
                settlement.giveBackFailed(delivery);
            }
            case REQUEUE -> {
                letGo(delivery);
                settlement.settle(delivery, Delivery.State.REQUEUED);
            }
            case IN_PLACE -> hold(failure(delivery, failures, null), this::waitInPlace);
            case DELAY_QUEUE, AUTO -> hold(failure(delivery, failures, null), moves::retry);
        }
    }

    /** It is not to be attempted again. */
    void refused(ChannelDelivery delivery, Throwable why) {
        boolean trace = delivery.consumer().policy.tracesStack();
        deadLetter(
                delivery, DeadLetterCause.unfit(why, trace), delivery.envelope().attempt());
    }

    /** It is not to be attempted again, and its queue has it no more. */
    void refusedAfterAcknowledgement(ChannelDelivery delivery, Throwable why) {
        FailurePolicy policy = delivery.consumer().policy;
        int attempts = delivery.envelope().attempt();
        if (policy.movedByBroker()) {
            LOG.log(System.Logger.Level.ERROR, RedeliveryMessages.acknowledgedBefore(policy.queue()));
        } else if (policy.hasNoDeadLetters()) {
            LOG.log(System.Logger.Level.ERROR, RedeliveryMessages.dropped(policy.queue(), attempts));
        } else {
            moves.publish(failure(delivery, attempts, DeadLetterCause.unfit(why, policy.tracesStack())));
        }
    }

    private void deadLetter(ChannelDelivery delivery, DeadLetterCause cause, int attempts) {
        deadLetter(delivery, failure(delivery, attempts, cause));
    }

    private void deadLetter(ChannelDelivery delivery, FailedDelivery failed) {
        FailurePolicy policy = failed.policy();
        if (!policy.movedByBroker() && !policy.hasNoDeadLetters()) {
            hold(failed, moves::park);
            return;
        }
        letGo(delivery);
        if (policy.hasNoDeadLetters()) {
            LOG.log(System.Logger.Level.ERROR, RedeliveryMessages.dropped(policy.queue(), failed.failures));
        }
        settlement.settle(delivery, policy.canReject() ? Delivery.State.REJECTED : Delivery.State.ACKED);
    }

    /** Its queue has it again, and nothing of it is to be known here. */
    private void letGo(ChannelDelivery delivery) {
        if (delivery.past != null) {
            held.remove(delivery.past);
        }
    }

    private void hold(FailedDelivery failed, Consumer<FailedDelivery> next) {
        if (held.keep(failed)) {
            next.accept(failed);
        }
    }

    private FailedDelivery failure(ChannelDelivery delivery, int failures, DeadLetterCause cause) {
        FailedDelivery failed = delivery.past;
        if (failed == null) {
            QueueConsumer consumer = delivery.consumer();
            Instant first = FailedMessage.firstFailureOf(consumer.queue, delivery.message());
            failed = new FailedDelivery(
                    consumer,
                    Fingerprint.of(consumer.queue, delivery.message()),
                    delivery,
                    first == null ? recovery.now() : first);
        }
        failed.failures = failures;
        failed.last = recovery.now();
        failed.due = recovery.nanoTime().getAsLong();
        failed.deadLetter = cause;
        return failed;
    }

    private void waitInPlace(FailedDelivery failed) {
        Duration delay =
                failed.policy().inPlace(failed.failures, recovery.random().getAsDouble());
        waitUntil(failed, recovery.nanoTime().getAsLong() + delay.toNanos());
    }

    private void waitUntil(FailedDelivery failed, long due) {
        if (!held.await(failed, due)) {
            return;
        }
        wake.run();
        if (!keeps.test(failed.consumer)) {
            giveBack(each -> each == failed && each.stage == FailedDelivery.Stage.WAITING);
        }
    }

    // The end

    /** Gives back what waits with these consumers. */
    void giveBack(Collection<QueueConsumer> consumers) {
        giveBack(failed -> failed.stage == FailedDelivery.Stage.WAITING && consumers.contains(failed.consumer));
    }

    private void giveBack(Predicate<FailedDelivery> picked) {
        held.takeBack(picked).forEach(failed -> settlement.settle(failed.delivery, Delivery.State.REQUEUED));
    }

    /** Gives back what waits, and lets what is on its way arrive, bounded. */
    void close() {
        moves.stop();
        moves.giveBackStranded();
        giveBack(failed -> failed.stage == FailedDelivery.Stage.WAITING);
        try {
            held.awaitMoves(CLOSE_BOUND.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // what is still on its way comes again
        }
    }

    /** The channel has ended, and the broker has all back. Called by the connection's reader. */
    void ended() {
        settlement.ended();
        held.ended();
    }
}
