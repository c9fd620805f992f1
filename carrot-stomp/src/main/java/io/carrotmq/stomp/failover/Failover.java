package io.carrotmq.stomp.failover;

import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * The brokers of a {@link FailoverUri} for one client: it hands out a sequence of attempts for each time the client connects.
 * The first is bounded by {@link FailoverOptions#startupMaxReconnectAttempts}, whether it leads to a connection or not, all
 * others by {@link FailoverOptions#maxReconnectAttempts}. Safe for use by any number of threads if the generator of random
 * numbers is.
 */
public final class Failover {
    private final FailoverUri uri;
    private final RandomGenerator random;
    private final Predicate<String> local;
    private final AtomicBoolean started = new AtomicBoolean();

    /**
     * Failover with random numbers of its own, which asks the resolver for this machine's names if {@link
     * FailoverOptions#priorityBackup} is set.
     *
     * @param uri the brokers and the options
     */
    public Failover(FailoverUri uri) {
        this(uri, new Random(), new LocalHosts());
    }

    /**
     * Failover that depends on nothing else.
     *
     * @param uri the brokers and the options
     * @param random for {@link FailoverOptions#randomize} and {@link FailoverOptions#reconnectDelayJitter}
     * @param local whether a host is this machine, for {@link FailoverOptions#priorityBackup}; asked once for each broker
     *     and round
     */
    public Failover(FailoverUri uri, RandomGenerator random, Predicate<String> local) {
        this.uri = uri;
        this.random = random;
        this.local = local;
    }

    /** {@return the brokers and the options} */
    public FailoverUri uri() {
        return uri;
    }

    /** {@return a new sequence, for connecting once} */
    public FailoverSequence attempts() {
        return new FailoverSequence(uri, started.compareAndSet(false, true), random, local);
    }
}
