package io.carrotmq.engine;

import io.carrotmq.Acknowledgement;
import io.carrotmq.CarrotException;
import io.carrotmq.Delivery;
import io.carrotmq.transport.IncomingMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What becomes of the messages of one channel that fail. Each is in one place at a time: with its consumer until its delay
 * is over, with the application again, or on its way to a delay queue or the dead letters, unsettled until it has arrived
 * there. When the channel ends, the broker has all of them back, and what is known of them is remembered.
 *
 * <p>Safe for use by any number of threads. Nobody waits for the network with the lock, because the connection's reader
 * takes it.
 */
final class Redeliveries {
    private static final System.Logger LOG = System.getLogger("io.carrotmq.engine");
    private static final Duration REPORTS = Duration.ofSeconds(30);
    private static final int LONGEST_STRANDING_SECONDS = 30;

    private final Settlement settlement;
    private final long epoch;
    private final EngineThreads threads;
    private final Recovery recovery;
    private final Predicate<QueueConsumer> keeps;
    private final Runnable wake;
    private final OnceInAWhile retryReports;
    private final OnceInAWhile parkingReports;
    private final OnceInAWhile parkedReports;
    private final Object lock = new Object();
    private final Set<FailedDelivery> all = new HashSet<>();
    private final PriorityQueue<FailedDelivery> waiting =
            new PriorityQueue<>(Comparator.comparingLong((FailedDelivery failed) -> failed.due));
    private int moving;
    private boolean stopping;
    private boolean ended;
    private volatile boolean waits;

    /**
     * Makes those of one channel.
     *
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
        this.threads = connection.threads();
        this.recovery = connection.recovery();
        this.keeps = keeps;
        this.wake = wake;
        this.retryReports = new OnceInAWhile(REPORTS, recovery.nanoTime());
        this.parkingReports = new OnceInAWhile(REPORTS, recovery.nanoTime());
        this.parkedReports = new OnceInAWhile(REPORTS, recovery.nanoTime());
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
            if (entry != null) {
                return handOutAgain(message, new FailedDelivery(consumer, fingerprint, entry), entry);
            }
        }
        return settlement.handedOut(new ChannelDelivery(message, consumer, consumer.mode, this, null), consumer.mode);
    }

    private ChannelDelivery handOutAgain(
            IncomingMessage message, FailedDelivery failed, RememberedFailures.Entry entry) {
        ChannelDelivery delivery = new ChannelDelivery(message, failed.consumer, Acknowledgement.MANUAL, this, failed);
        settlement.handedOut(delivery, Acknowledgement.MANUAL);
        failed.delivery = delivery;
        keep(failed);
        if (entry.deadLetter() == null) {
            return delivery;
        }
        deadLetter(delivery, entry.deadLetter(), entry.failures());
        return null;
    }

    /** {@return one whose delay is over, or null} */
    ChannelDelivery due() {
        if (!waits) {
            return null;
        }
        ChannelDelivery before;
        ChannelDelivery fresh;
        synchronized (lock) {
            FailedDelivery failed = waiting.peek();
            if (failed == null || failed.due - recovery.nanoTime().getAsLong() > 0) {
                return null;
            }
            waiting.poll();
            waits = !waiting.isEmpty();
            failed.stage = FailedDelivery.Stage.HANDED_OUT;
            before = failed.delivery;
            fresh = new ChannelDelivery(before.message(), failed.consumer, Acknowledgement.MANUAL, this, failed);
            failed.delivery = fresh;
        }
        settlement.replace(before, fresh);
        return fresh;
    }

    /** {@return how long to wait for the next whose delay is over, and no longer than that many nanoseconds} */
    long untilDue(long nanos) {
        if (!waits) {
            return nanos;
        }
        synchronized (lock) {
            FailedDelivery failed = waiting.peek();
            return failed == null
                    ? nanos
                    : Math.max(
                            0, Math.min(nanos, failed.due - recovery.nanoTime().getAsLong()));
        }
    }

    // What the application says of them

    /** One that had failed before is settled. */
    void settled(FailedDelivery past, Delivery.State how) {
        synchronized (lock) {
            if (all.remove(past) && how == Delivery.State.REQUEUED) {
                remember(past);
            }
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
        switch (policy.place(failures, delivery.message())) {
            case BROKER -> settlement.giveBackFailed(delivery);
            case REQUEUE -> settlement.settle(delivery, Delivery.State.REQUEUED);
            case IN_PLACE -> hold(delivery, null, failures, this::waitInPlace);
            case DELAY_QUEUE, AUTO -> hold(delivery, null, failures, this::retry);
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
            FailedDelivery failed = failure(delivery, attempts, DeadLetterCause.unfit(why, policy.tracesStack()));
            failed.acknowledged = true;
            keep(failed);
            park(failed);
        }
    }

    private FailedDelivery failure(ChannelDelivery delivery, int failures, DeadLetterCause cause) {
        FailedDelivery failed = delivery.past;
        if (failed == null) {
            Instant first = FailedMessage.firstFailureOf(delivery.message());
            QueueConsumer consumer = delivery.consumer();
            failed = new FailedDelivery(
                    consumer,
                    Fingerprint.of(consumer.queue, delivery.message()),
                    delivery,
                    first == null ? recovery.now() : first);
        }
        synchronized (lock) {
            failed.failures = failures;
            failed.last = recovery.now();
            failed.deadLetter = cause;
        }
        return failed;
    }

    private interface Step {
        void take(FailedDelivery failed);
    }

    private void hold(ChannelDelivery delivery, DeadLetterCause cause, int failures, Step step) {
        FailedDelivery failed = failure(delivery, failures, cause);
        if (keep(failed)) {
            step.take(failed);
        }
    }

    /** {@return false if the channel has ended, so that it comes again} */
    private boolean keep(FailedDelivery failed) {
        synchronized (lock) {
            if (!ended) {
                all.add(failed);
            } else if (failed.remembered == null) {
                remember(failed);
            } else {
                recovery.remembered().replace(failed.fingerprint, failed.remembered, failed.entry());
            }
            return !ended;
        }
    }

    private void remember(FailedDelivery failed) {
        if (!failed.acknowledged) {
            failed.remembered = failed.entry();
            recovery.remembered().add(failed.fingerprint, failed.remembered);
        }
    }

    // Waiting

    private void waitInPlace(FailedDelivery failed) {
        Duration delay =
                failed.policy().inPlace(failed.failures, recovery.random().getAsDouble());
        synchronized (lock) {
            if (!all.contains(failed)) {
                return;
            }
            failed.stage = FailedDelivery.Stage.WAITING;
            failed.due = recovery.nanoTime().getAsLong() + delay.toNanos();
            waiting.add(failed);
            waits = true;
        }
        wake.run();
        if (!keeps.test(failed.consumer)) {
            giveBack(each -> each == failed && each.stage == FailedDelivery.Stage.WAITING);
        }
    }

    private void retry(FailedDelivery failed) {
        FailurePolicy policy = failed.policy();
        Duration delay = policy.delay(failed.failures);
        Duration exactly = policy.jittered(delay, recovery.random().getAsDouble());
        String queue = policy.delayQueue(delay);
        begin(failed);
        recovery.forwarding()
                .forward(
                        policy.delayTopology(delay),
                        failed.message().retry(queue, exactly),
                        failure -> retried(failed, queue, delay, failure));
    }

    private void retried(FailedDelivery failed, String queue, Duration delay, RuntimeException failure) {
        if (failure == null) {
            arrived(failed);
            return;
        }
        if (retryReports.due()) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    RedeliveryMessages.retryFailed(failed.consumer.queue, queue, delay),
                    failure);
        }
        waitInPlace(failed);
        end(failed);
    }

    // Dead letters

    private void deadLetter(ChannelDelivery delivery, DeadLetterCause cause, int attempts) {
        FailurePolicy policy = delivery.consumer().policy;
        if (policy.movedByBroker() || policy.hasNoDeadLetters()) {
            if (delivery.past != null) {
                settled(delivery.past, Delivery.State.REJECTED);
            }
            if (policy.hasNoDeadLetters()) {
                LOG.log(System.Logger.Level.ERROR, RedeliveryMessages.dropped(policy.queue(), attempts));
            }
            settlement.settle(delivery, policy.canReject() ? Delivery.State.REJECTED : Delivery.State.ACKED);
        } else {
            hold(delivery, cause, attempts, this::park);
        }
    }

    private void park(FailedDelivery failed) {
        FailurePolicy policy = failed.policy();
        begin(failed);
        recovery.forwarding()
                .forward(
                        policy.deadLetterTopology(),
                        failed.message()
                                .deadLetter(
                                        policy.deadLetterExchange(),
                                        policy.deadLetterKey(failed.delivery.message()),
                                        failed.deadLetter),
                        failure -> parked(failed, failure));
    }

    private void parked(FailedDelivery failed, RuntimeException failure) {
        if (failure == null) {
            if (parkedReports.due()) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        RedeliveryMessages.parked(
                                failed.consumer.queue,
                                failed.deadLetter.reason(),
                                failed.failures,
                                failed.deadLetter.exception(),
                                failed.policy().deadLetterTarget()));
            }
            arrived(failed);
        } else if (isTooLarge(failure) && failed.deadLetter.shorter() != null) {
            failed.deadLetter = failed.deadLetter.shorter();
            park(failed);
            end(failed);
        } else if (failed.acknowledged) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    RedeliveryMessages.lost(
                            failed.consumer.queue, failed.policy().deadLetterTarget()),
                    failure);
            arrived(failed);
        } else {
            strand(failed, failure);
        }
    }

    private static boolean isTooLarge(RuntimeException failure) {
        return failure instanceof CarrotException known && known.code().equals(Messages.NOT_ENCODABLE);
    }

    private void strand(FailedDelivery failed, RuntimeException failure) {
        boolean last;
        Duration delay;
        synchronized (lock) {
            delay = Duration.ofSeconds(Math.min(LONGEST_STRANDING_SECONDS, 1L << Math.min(failed.strandings++, 5)));
            failed.stage = FailedDelivery.Stage.STRANDED;
            last = stopping;
        }
        if (parkingReports.due()) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    RedeliveryMessages.parkingFailed(
                            failed.consumer.queue, failed.policy().deadLetterTarget(), delay),
                    failure);
        }
        if (last) {
            giveBack(each -> each == failed);
        } else {
            threads.schedule(() -> parkAgain(failed), delay);
        }
        end(failed);
    }

    private void parkAgain(FailedDelivery failed) {
        synchronized (lock) {
            if (!all.contains(failed) || failed.stage != FailedDelivery.Stage.STRANDED) {
                return;
            }
            failed.stage = FailedDelivery.Stage.MOVING;
        }
        park(failed);
    }

    // Moving

    private void begin(FailedDelivery failed) {
        synchronized (lock) {
            failed.stage = FailedDelivery.Stage.MOVING;
            moving++;
        }
    }

    private void arrived(FailedDelivery failed) {
        boolean ours;
        synchronized (lock) {
            ours = all.remove(failed);
        }
        if (ours && !failed.acknowledged) {
            settlement.settle(failed.delivery, Delivery.State.ACKED);
        }
        end(failed);
    }

    private void end(FailedDelivery failed) {
        synchronized (lock) {
            moving--;
            lock.notifyAll();
        }
    }

    // The end

    /** Gives back what waits with these consumers. */
    void giveBack(Collection<QueueConsumer> consumers) {
        giveBack(failed -> failed.stage == FailedDelivery.Stage.WAITING && consumers.contains(failed.consumer));
    }

    private void giveBack(Predicate<FailedDelivery> picked) {
        List<FailedDelivery> back = new ArrayList<>();
        synchronized (lock) {
            all.stream().filter(picked).forEach(back::add);
            all.removeAll(back);
            waiting.removeAll(back);
            waits = !waiting.isEmpty();
            back.forEach(this::remember); // first: the broker may deliver it at once
        }
        back.forEach(failed -> settlement.settle(failed.delivery, Delivery.State.REQUEUED));
    }

    /** Gives back what waits, and lets what is on its way arrive, bounded. */
    void stop() {
        synchronized (lock) {
            stopping = true;
        }
        giveBack(failed ->
                failed.stage == FailedDelivery.Stage.WAITING || failed.stage == FailedDelivery.Stage.STRANDED);
        try {
            awaitArrivals(Forwarding.CONFIRM_TIMEOUT.plusSeconds(1).toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // what is still on its way comes again
        }
    }

    private void awaitArrivals(long nanos) throws InterruptedException {
        long end = System.nanoTime() + nanos;
        synchronized (lock) {
            for (long left = nanos; moving > 0 && !ended && left > 0; left = end - System.nanoTime()) {
                lock.wait(left / 1_000_000 + 1);
            }
        }
    }

    /** The channel has ended, and the broker has all back. Called by the connection's reader. */
    void ended() {
        synchronized (lock) {
            ended = true;
            all.forEach(this::remember);
            all.clear();
            waiting.clear();
            waits = false;
            lock.notifyAll();
        }
    }
}
