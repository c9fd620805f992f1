package io.carrotmq.ra.inbound;

import io.carrotmq.Delivery;
import io.carrotmq.Envelope;
import io.carrotmq.engine.OnceInAWhile;
import java.time.Duration;

/**
 * The log of what a bean fails on. Each message is told aloud the first time, because a container tells nobody of a bean
 * that asked for a rollback, and the last time; in between one is, of all of them, once in a while. Safe for use by any
 * number of threads.
 */
final class FailureReports {
    private static final System.Logger LOG = Messages.LOG;

    private final String name;
    private final int maxAttempts;
    private final OnceInAWhile repeated = new OnceInAWhile(Duration.ofSeconds(30), System::nanoTime);

    FailureReports(String name, int maxAttempts) {
        this.name = name;
        this.maxAttempts = maxAttempts;
    }

    void failed(BeanDelivery message, Throwable why) {
        Envelope envelope = message.envelope();
        if (message.state() == Delivery.State.DEAD_LETTERED || envelope.attempt() >= maxAttempts) {
            LOG.log(System.Logger.Level.ERROR, Messages.failedForGood(name, envelope, why));
        } else {
            boolean aloud = envelope.attempt() == 1 && !envelope.redelivered() || repeated.due();
            System.Logger.Level level = aloud ? System.Logger.Level.WARNING : System.Logger.Level.DEBUG;
            LOG.log(level, Messages.failed(name, envelope, maxAttempts, why));
        }
        LOG.log(System.Logger.Level.DEBUG, "why it failed", why);
    }
}
