package io.carrotmq.engine;

import io.carrotmq.CarrotException;
import io.carrotmq.Delivery;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Moves failed messages of one channel to delay queues and to the dead letters: publishes them, and acknowledges them once
 * the broker has confirmed that. One that cannot be put into a delay queue waits with its consumer instead; one that
 * cannot be put among the dead letters stays unsettled, and that alone is tried again.
 */
final class Moves {
    private static final System.Logger LOG = System.getLogger("io.carrotmq.engine");
    private static final Duration REPORTS = Duration.ofSeconds(30);
    private static final int LONGEST_STRANDING_SECONDS = 30;

    /** How many that were acknowledged before may be on their way. */
    private static final int MANY = 1_000;

    private final FailedDeliveries held;
    private final Settlement settlement;
    private final Recovery recovery;
    private final EngineThreads threads;
    private final Consumer<FailedDelivery> waitInPlace;
    private final OnceInAWhile retryReports;
    private final OnceInAWhile strandingReports;
    private final OnceInAWhile lossReports;
    private volatile boolean stopping;

    /**
     * Makes those of one channel.
     *
     * @param waitInPlace lets a message wait with its consumer
     */
    Moves(
            FailedDeliveries held,
            Settlement settlement,
            Recovery recovery,
            EngineThreads threads,
            Consumer<FailedDelivery> waitInPlace) {
        this.held = held;
        this.settlement = settlement;
        this.recovery = recovery;
        this.threads = threads;
        this.waitInPlace = waitInPlace;
        this.retryReports = new OnceInAWhile(REPORTS, recovery.nanoTime());
        this.strandingReports = new OnceInAWhile(REPORTS, recovery.nanoTime());
        this.lossReports = new OnceInAWhile(REPORTS, recovery.nanoTime());
    }

    /** From now on, what cannot be moved is given back. */
    void stop() {
        stopping = true;
    }

    // To a delay queue

    void retry(FailedDelivery failed) {
        if (!held.begin(failed)) {
            return;
        }
        FailurePolicy policy = failed.policy();
        Duration delay = policy.delay(failed.failures);
        String queue = policy.delayQueue(delay);
        Consumer<RuntimeException> outcome = failure -> retried(failed, queue, delay, failure);
        try {
            Duration exactly = policy.jittered(delay, recovery.random().getAsDouble());
            recovery.forwarding()
                    .forward(
                            policy.delayTopology(delay),
                            failed.message().retry(queue, exactly),
                            true,
                            () -> held.holds(failed),
                            outcome);
        } catch (RuntimeException e) {
            outcome.accept(e);
        }
    }

    private void retried(FailedDelivery failed, String queue, Duration delay, RuntimeException failure) {
        if (failure == null) {
            arrived(failed);
        } else if (held.holds(failed)) {
            if (retryReports.due()) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        RedeliveryMessages.retryFailed(failed.consumer.queue, queue, delay),
                        failure);
            }
            waitInPlace.accept(failed);
        }
        held.end();
    }

    // To the dead letters

    void park(FailedDelivery failed) {
        if (!held.begin(failed)) {
            return;
        }
        publish(failed, () -> held.holds(failed), failure -> parked(failed, failure));
    }

    /**
     * Publishes one that was acknowledged before: it stays nowhere if that fails. Since its queue does not count it any more,
     * nothing but this bounds how many there are, so this waits while there are many.
     */
    void publish(FailedDelivery failed) {
        if (held.begin(MANY, Forwarding.CONFIRM_TIMEOUT.toNanos())) {
            publishOnce(failed);
        } else {
            lost(failed, null);
        }
    }

    private void publishOnce(FailedDelivery failed) {
        publish(failed, () -> true, failure -> published(failed, failure));
    }

    private void publish(FailedDelivery failed, BooleanSupplier wanted, Consumer<RuntimeException> outcome) {
        FailurePolicy policy = failed.policy();
        try {
            recovery.forwarding()
                    .forward(
                            policy.deadLetterTopology(),
                            failed.message()
                                    .deadLetter(
                                            policy.deadLetterExchange(),
                                            policy.deadLetterKey(failed.delivery.message()),
                                            failed.deadLetter),
                            false,
                            wanted,
                            outcome);
        } catch (RuntimeException e) {
            outcome.accept(e);
        }
    }

    private void parked(FailedDelivery failed, RuntimeException failure) {
        if (failure == null) {
            report(failed);
            arrived(failed);
        } else if (fitsIfShorter(failed, failure)) {
            park(failed);
        } else if (held.holds(failed)) {
            strand(failed, failure);
        }
        held.end();
    }

    private void published(FailedDelivery failed, RuntimeException failure) {
        if (failure == null) {
            report(failed);
        } else if (fitsIfShorter(failed, failure)) {
            publishOnce(failed);
            return;
        } else {
            lost(failed, failure);
        }
        held.end();
    }

    private void lost(FailedDelivery failed, RuntimeException failure) {
        LOG.log(
                System.Logger.Level.ERROR,
                RedeliveryMessages.lost(failed.consumer.queue, failed.policy().deadLetterTarget()),
                lossReports.due() ? failure : null);
    }

    /** Leaves away what makes the headers too long, if that is what has failed. {@return whether to try it again} */
    private static boolean fitsIfShorter(FailedDelivery failed, RuntimeException failure) {
        boolean tooLarge =
                failure instanceof CarrotException known && known.code().equals(Messages.NOT_ENCODABLE);
        DeadLetterCause shorter = failed.deadLetter.shorter();
        if (tooLarge && shorter != null) {
            failed.deadLetter = shorter;
            return true;
        }
        return false;
    }

    /** Whoever has said that it failed knows why. */
    private void report(FailedDelivery failed) {
        if (LOG.isLoggable(System.Logger.Level.DEBUG)) {
            LOG.log(
                    System.Logger.Level.DEBUG,
                    RedeliveryMessages.parked(
                            failed.consumer.queue,
                            failed.deadLetter.reason(),
                            failed.failures,
                            failed.deadLetter.exception(),
                            failed.policy().deadLetterTarget()));
        }
        SharedConnection connection = recovery.forwarding().connection();
        if (connection.observers().any()) {
            connection.observers().tell(failed.deadLettered(connection.name()));
        }
    }

    private void strand(FailedDelivery failed, RuntimeException failure) {
        int before = held.strand(failed);
        Duration delay = Duration.ofSeconds(Math.min(LONGEST_STRANDING_SECONDS, 1L << Math.min(before, 5)));
        if (strandingReports.due()) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    RedeliveryMessages.parkingFailed(
                            failed.consumer.queue, failed.policy().deadLetterTarget(), delay),
                    failure);
        }
        if (stopping) {
            giveBackStranded();
        } else {
            threads.schedule(() -> park(failed), delay);
        }
    }

    /** Gives back those that could not be put among the dead letters. They come again, and are not handed out then. */
    void giveBackStranded() {
        held.takeBack(failed -> failed.stage == FailedDelivery.Stage.STRANDED)
                .forEach(failed -> settlement.settle(failed.delivery, Delivery.State.REQUEUED));
    }

    private void arrived(FailedDelivery failed) {
        if (held.remove(failed)) {
            settlement.settle(failed.delivery, Delivery.State.ACKED);
        }
    }
}
