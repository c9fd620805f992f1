package io.carrotmq.stomp.failover;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * Which broker to try next and how long to wait before, until one of them can be connected to: round after round through
 * all of them. Get one from {@link Failover#attempts} each time. For one thread.
 *
 * <p>The first attempt comes at once, the second after {@link FailoverOptions#initialReconnectDelay}, and each further one
 * after the pause before times {@link FailoverOptions#backOffMultiplier}; the jitter is added, and then the pause cut to
 * {@link FailoverOptions#maxReconnectDelay}. Pauses grow from broker to broker, not from round to round.
 */
public final class FailoverSequence {
    private static final int UNLIMITED = -1;
    private static final double NANOS_PER_MILLI = 1e6;

    private final List<BrokerAddress> brokers;
    private final FailoverOptions options;
    private final String limitName;
    private final int limit;
    private final RandomGenerator random;
    private final Predicate<String> local;

    private Iterator<BrokerAddress> round;
    private double pause;
    private int reconnects = -1;

    FailoverSequence(FailoverUri uri, boolean first, RandomGenerator random, Predicate<String> local) {
        this.brokers = uri.brokers();
        this.options = uri.options();
        this.limitName = first ? "startupMaxReconnectAttempts" : "maxReconnectAttempts";
        this.limit = first ? options.startupMaxReconnectAttempts() : options.maxReconnectAttempts();
        this.random = random;
        this.local = local;
        this.pause = options.initialReconnectDelay().toMillis();
        this.round = List.<BrokerAddress>of().iterator();
    }

    /** {@return whether there is a next attempt} */
    public boolean hasNext() {
        return limit == UNLIMITED || reconnects < limit;
    }

    /**
     * The next attempt.
     *
     * @param failure why the last one failed, for the exception's cause; null is possible
     * @return which broker to try, and how long to wait before
     * @throws io.carrotmq.stomp.StompTimeoutException if there is none
     */
    public Attempt next(Throwable failure) {
        if (!hasNext()) {
            throw Messages.attemptsExhausted(limitName, limit, failure);
        }
        if (!round.hasNext()) {
            round = order().iterator();
        }
        Duration delay = isFirst() ? Duration.ZERO : pause();
        reconnects = Math.min(reconnects + 1, Integer.MAX_VALUE - 1);
        return new Attempt(round.next(), delay);
    }

    private boolean isFirst() {
        return reconnects < 0;
    }

    private Duration pause() {
        double jittered =
                pause + random.nextDouble() * options.reconnectDelayJitter().toMillis();
        double cut = Math.min(jittered, options.maxReconnectDelay().toMillis());
        if (options.useExponentialBackOff()) {
            pause *= options.backOffMultiplier();
        }
        return Duration.ofNanos(Math.round(cut * NANOS_PER_MILLI));
    }

    private List<BrokerAddress> order() {
        List<BrokerAddress> order = new ArrayList<>(brokers);
        if (options.randomize()) {
            shuffle(order);
        }
        if (options.priorityBackup()) {
            order = localFirst(order);
        }
        return order;
    }

    /** {@code Collections.shuffle} takes no {@link RandomGenerator} in Java 17. */
    private void shuffle(List<BrokerAddress> order) {
        for (int i = order.size() - 1; i > 0; i--) {
            BrokerAddress last = order.get(i);
            int chosen = random.nextInt(i + 1);
            order.set(i, order.get(chosen));
            order.set(chosen, last);
        }
    }

    private List<BrokerAddress> localFirst(List<BrokerAddress> order) {
        List<BrokerAddress> here = new ArrayList<>();
        List<BrokerAddress> elsewhere = new ArrayList<>();
        order.forEach(broker -> (local.test(broker.host()) ? here : elsewhere).add(broker));
        here.addAll(elsewhere);
        return here;
    }
}
