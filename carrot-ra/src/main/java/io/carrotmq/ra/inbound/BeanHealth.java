package io.carrotmq.ra.inbound;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * How a bean fares, and what the log is told of that: whether it fails on its messages, is paused for it, or cannot be had
 * from the container. Safe for use by any number of threads.
 */
final class BeanHealth {
    private static final System.Logger LOG = Messages.LOG;

    /** How many times the first pause of a bean that fails is the longest. */
    private static final int LONGEST_PAUSE = 16;

    private final String name;
    private final int maxSequentialFailures;
    private final CircuitBreaker breaker;
    private final FailureReports reports;
    private final AtomicBoolean parkingTold = new AtomicBoolean();

    BeanHealth(String name, EndpointSettings settings) {
        this.name = name;
        this.maxSequentialFailures = settings.failures().maxSequentialFailures();
        this.reports = new FailureReports(name, settings.failures().redelivery().maxAttempts(), System::nanoTime);
        this.breaker = new CircuitBreaker(
                maxSequentialFailures,
                new Backoff(
                        settings.reconnectMaxDelay(),
                        settings.reconnectMaxDelay().multipliedBy(LONGEST_PAUSE),
                        () -> ThreadLocalRandom.current().nextDouble()),
                System::nanoTime);
    }

    CircuitBreaker breaker() {
        return breaker;
    }

    FailureReports reports() {
        return reports;
    }

    void paused(Throwable why) {
        LOG.log(System.Logger.Level.WARNING, Messages.paused(name, maxSequentialFailures, breaker.pauseLength(), why));
    }

    void resumed() {
        LOG.log(System.Logger.Level.INFO, Messages.resumed(name));
    }

    /** The container gives a session no proxy, or its proxy is of no use. */
    void parked(Throwable why, Duration delay, int attempts) {
        boolean first = parkingTold.compareAndSet(false, true);
        System.Logger.Level level = first ? System.Logger.Level.WARNING : System.Logger.Level.DEBUG;
        LOG.log(level, Messages.parked(name, why, delay, attempts));
        LOG.log(System.Logger.Level.DEBUG, "why a session of " + name + " waits", why);
    }

    /** A session that waited for the container takes messages again. */
    void unparked() {
        if (parkingTold.compareAndSet(true, false)) {
            LOG.log(System.Logger.Level.INFO, Messages.unparked(name));
        }
    }

    /** The endpoint consumes again after it did not: what is wrong from now on is told anew. */
    void consuming() {
        parkingTold.set(false);
    }
}
