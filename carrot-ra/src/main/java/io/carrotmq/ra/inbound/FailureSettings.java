package io.carrotmq.ra.inbound;

import io.carrotmq.DeadLettering;
import io.carrotmq.Redelivery;
import io.carrotmq.config.Violations;
import io.carrotmq.topology.ExchangeDeclaration;
import io.carrotmq.topology.QueueDeclaration;
import io.carrotmq.topology.Topology;
import java.time.Duration;
import java.util.Map;

/**
 * What becomes of messages the bean fails on, with defaults resolved. Immutable.
 *
 * @param maxSequentialFailures after how many failures in a row the bean is paused; 0: never
 */
record FailureSettings(Redelivery redelivery, DeadLettering deadLettering, int maxSequentialFailures) {
    private static final long LONGEST_MILLIS = Duration.ofDays(1).toMillis();
    private static final Redelivery STANDARD = Redelivery.DEFAULT;

    static FailureSettings of(FailureProperties from, String queue, Topology.Mode mode, Violations violations) {
        int sequential = orElse(from.getMaxSequentialFailures(), 0);
        violations.requireRange("maxSequentialFailures", sequential, 0, Integer.MAX_VALUE);
        return new FailureSettings(
                redelivery(from, violations), deadLettering(from, queue, mode, violations), sequential);
    }

    // Redelivery

    private static Redelivery redelivery(FailureProperties from, Violations violations) {
        int before = violations.found().size();
        Redelivery.Mode mode = violations.parse(
                "redeliveryMode", from.getRedeliveryMode(), Redelivery.Mode.class, Redelivery.Mode.AUTO);
        int attempts = orElse(from.getMaxAttempts(), STANDARD.maxAttempts());
        violations.requireRange("maxAttempts", attempts, 0, Integer.MAX_VALUE);
        if (mode == Redelivery.Mode.REQUEUE || mode == Redelivery.Mode.BROKER) {
            requireNoDelays(from, mode, violations);
        }
        if (mode == Redelivery.Mode.REQUEUE) {
            if (from.getMaxAttempts() != null && attempts != 0) {
                violations.misfit("maxAttempts", attempts, "leave it out: what goes back at once is not counted");
            }
            return Redelivery.NONE;
        }
        Redelivery delayed = delays(from, mode, violations);
        return violations.found().size() > before
                ? STANDARD
                : delayed.maxAttempts(attempts == 0 ? Redelivery.UNLIMITED : attempts);
    }

    private static void requireNoDelays(FailureProperties from, Redelivery.Mode mode, Violations violations) {
        String remedy = mode == Redelivery.Mode.REQUEUE
                ? "leave it out: with redeliveryMode requeue messages come again at once"
                : "leave it out: with redeliveryMode broker the delays are those the queue is declared with";
        requireAbsent("redeliveryDelayMillis", from.getRedeliveryDelayMillis(), remedy, violations);
        requireAbsent("redeliveryMultiplier", from.getRedeliveryMultiplier(), remedy, violations);
        requireAbsent("redeliveryMaxDelayMillis", from.getRedeliveryMaxDelayMillis(), remedy, violations);
        requireAbsent("redeliveryJitter", from.getRedeliveryJitter(), remedy, violations);
    }

    private static Redelivery delays(FailureProperties from, Redelivery.Mode mode, Violations violations) {
        int before = violations.found().size();
        long longest = mode == Redelivery.Mode.IN_PLACE ? Redelivery.LONGEST_IN_PLACE.toMillis() : LONGEST_MILLIS;
        long delay = orElse(from.getRedeliveryDelayMillis(), STANDARD.delay().toMillis());
        long maxDelay = orElse(
                from.getRedeliveryMaxDelayMillis(), Math.max(STANDARD.maxDelay().toMillis(), delay));
        violations.requireRange("redeliveryDelayMillis", delay, 0, longest);
        violations.requireRange("redeliveryMaxDelayMillis", maxDelay, 0, longest);
        if (maxDelay < delay) {
            violations.misfit(
                    "redeliveryMaxDelayMillis", maxDelay, "set at least redeliveryDelayMillis, which is " + delay);
        }
        double multiplier = violations.parseDecimal(
                "redeliveryMultiplier", from.getRedeliveryMultiplier(), STANDARD.multiplier(), 1, 100);
        double jitter =
                violations.parseDecimal("redeliveryJitter", from.getRedeliveryJitter(), STANDARD.jitter(), 0, 0.5);
        return violations.found().size() > before
                ? STANDARD
                : STANDARD.delays(Duration.ofMillis(delay), multiplier, Duration.ofMillis(maxDelay))
                        .jitter(jitter)
                        .mode(mode);
    }

    // Dead letters

    private static DeadLettering deadLettering(
            FailureProperties from, String queue, Topology.Mode mode, Violations violations) {
        String exchange = orEmpty(from.getDeadLetterExchange());
        String name = orEmpty(from.getDeadLetterQueue());
        String key = orEmpty(from.getDeadLetterRoutingKey());
        boolean stackTrace = orElse(from.getDeadLetterStackTrace(), false);
        if (violations.parse(
                        "deadLetterMode", from.getDeadLetterMode(), DeadLettering.By.class, DeadLettering.By.CARROT)
                == DeadLettering.By.BROKER) {
            String remedy = "leave it out: with deadLetterMode broker the queue's declaration says where they go";
            requireAbsent("deadLetterExchange", exchange, remedy, violations);
            requireAbsent("deadLetterQueue", name, remedy, violations);
            requireAbsent("deadLetterRoutingKey", key, remedy, violations);
            if (stackTrace) {
                violations.misfit("deadLetterStackTrace", true, "leave it out: the broker adds no stack traces");
            }
            return DeadLettering.BY_BROKER;
        }
        DeadLettering where;
        if (exchange.isEmpty()) {
            requireAbsent("deadLetterRoutingKey", key, "name the deadLetterExchange it belongs to", violations);
            where = DeadLettering.toQueue(name.isEmpty() ? queue + DeadLettering.SUFFIX : name);
            if (!queue.isEmpty() && queue.equals(name)) {
                violations.misfit("deadLetterQueue", name, "name another queue than the one to consume from");
            }
        } else {
            requireAbsent("deadLetterQueue", name, "leave it out, or the deadLetterExchange", violations);
            where = DeadLettering.toExchange(exchange, key.isEmpty() ? null : key);
        }
        where = mode == Topology.Mode.DECLARE ? where : where.undeclared();
        return stackTrace ? where.withStackTrace() : where;
    }

    /** Adds the queue of the dead letters, or, where nothing is created, the exchange that must exist. */
    void addTo(Topology.Builder topology, Topology.Mode mode) {
        if (deadLettering.by() == DeadLettering.By.BROKER) {
            return;
        }
        if (deadLettering.exchange().isEmpty()) {
            topology.queue(QueueDeclaration.of(deadLettering.routingKey()));
        } else if (mode != Topology.Mode.DECLARE) {
            topology.exchange(
                    new ExchangeDeclaration(deadLettering.exchange(), "direct", true, false, false, Map.of()));
        }
    }

    private static void requireAbsent(String property, Object value, String remedy, Violations violations) {
        if (value != null && !value.toString().isBlank()) {
            violations.misfit(property, value, remedy);
        }
    }

    private static String orEmpty(String value) {
        return value == null ? "" : value.trim();
    }

    private static <T> T orElse(T value, T otherwise) {
        return value != null ? value : otherwise;
    }

    /** As in the line that tells the endpoint's settings. */
    @Override
    public String toString() {
        String attempts = redelivery.maxAttempts() == Redelivery.UNLIMITED
                ? "unlimited"
                : String.valueOf(redelivery.maxAttempts());
        String dead = deadLettering.by() == DeadLettering.By.BROKER
                ? "by the broker"
                : "exchange '" + deadLettering.exchange() + "', routing key "
                        + (deadLettering.routingKey() == null ? "as it came" : "'" + deadLettering.routingKey() + "'");
        return "maxAttempts=" + attempts + ", redeliveryMode="
                + Violations.word(redelivery.mode()) + ", redeliveryDelayMillis="
                + redelivery.delay().toMillis() + ", dead letters=" + dead
                + (maxSequentialFailures == 0 ? "" : ", maxSequentialFailures=" + maxSequentialFailures);
    }
}
