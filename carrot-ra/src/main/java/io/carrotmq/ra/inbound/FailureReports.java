package io.carrotmq.ra.inbound;

import io.carrotmq.CarrotException;
import io.carrotmq.Delivery;
import io.carrotmq.Envelope;
import io.carrotmq.engine.OnceInAWhile;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * The log of what a bean fails on. Each message is told aloud the first time, because a container tells nobody of a bean
 * that asked for a rollback, and the last time; in between one is, of all of them, once in a while. When something is away
 * that all messages need, the log takes so many of them and then only their number. Safe for use by any number of threads.
 */
final class FailureReports {
    static final Duration WHILE = Duration.ofSeconds(30);

    /** How many are told aloud in that time. */
    static final int MOST = 50;

    private static final System.Logger LOG = Messages.LOG;

    private final String name;
    private final int maxAttempts;
    private final LongSupplier nanoTime;
    private final OnceInAWhile repeated;
    private long since;
    private int told;
    private long kept;

    FailureReports(String name, int maxAttempts, LongSupplier nanoTime) {
        this.name = name;
        this.maxAttempts = maxAttempts;
        this.nanoTime = nanoTime;
        this.repeated = new OnceInAWhile(WHILE, nanoTime);
        this.since = nanoTime.getAsLong();
    }

    void failed(BeanDelivery message, Throwable why) {
        Envelope envelope = message.envelope();
        if (message.state() == Delivery.State.DEAD_LETTERED || envelope.attempt() >= maxAttempts) {
            tell(System.Logger.Level.ERROR, Messages.failedForGood(name, envelope, why));
        } else if (envelope.attempt() == 1 && !envelope.redelivered() || repeated.due()) {
            tell(System.Logger.Level.WARNING, Messages.failed(name, envelope, maxAttempts, why));
        } else {
            LOG.log(System.Logger.Level.DEBUG, Messages.failed(name, envelope, maxAttempts, why));
        }
        LOG.log(System.Logger.Level.DEBUG, "why it failed", why);
    }

    /** The bean was not called. */
    void refused(CarrotException why) {
        tell(System.Logger.Level.WARNING, why.getMessage());
    }

    private void tell(System.Logger.Level level, String text) {
        long before = 0;
        boolean aloud;
        synchronized (this) {
            long now = nanoTime.getAsLong();
            if (now - since >= WHILE.toNanos()) {
                before = kept;
                since = now;
                told = 0;
                kept = 0;
            }
            aloud = told < MOST;
            if (aloud) {
                told++;
            } else {
                kept++;
            }
        }
        if (before > 0) {
            LOG.log(System.Logger.Level.WARNING, Messages.keptQuiet(name, before));
        }
        LOG.log(aloud ? level : System.Logger.Level.DEBUG, text);
    }
}
