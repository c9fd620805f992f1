package io.carrotmq.cdi.internal.consume.run;

import io.carrotmq.Delivery;
import io.carrotmq.cdi.internal.consume.plan.ConsumerPlan;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The log of what a method fails on: the first attempt, the last, and between them every tenfold one, or a message that never
 * succeeds would flood it; and one stack trace of a kind in a while. Safe for use by any number of threads.
 */
final class FailureLog {
    private static final System.Logger LOG = System.getLogger("io.carrotmq.cdi");
    private static final Duration WHILE = Duration.ofSeconds(30);
    private static final int KINDS = 16;

    private final ConsumerPlan plan;

    /** When the stack trace of a class of exceptions was told last, those told longest ago first. */
    private final Map<String, Long> told = new LinkedHashMap<>();

    FailureLog(ConsumerPlan plan) {
        this.plan = plan;
    }

    void failed(Delivery<?> delivery, Throwable why) {
        if (isWorthAWarning(delivery)) {
            LOG.log(System.Logger.Level.WARNING, Messages.attemptFailed(plan, delivery, why), isNews(why) ? why : null);
        } else if (LOG.isLoggable(System.Logger.Level.DEBUG)) {
            LOG.log(System.Logger.Level.DEBUG, Messages.attemptFailed(plan, delivery, why), why);
        }
    }

    private boolean isWorthAWarning(Delivery<?> delivery) {
        int attempt = delivery.envelope().attempt();
        int rest = attempt;
        while (rest >= 10 && rest % 10 == 0) {
            rest /= 10;
        }
        return rest <= 1
                || attempt >= plan.options().redelivery().maxAttempts()
                || delivery.state() != Delivery.State.FAILED;
    }

    private synchronized boolean isNews(Throwable why) {
        String kind = why.getClass().getName();
        long now = System.nanoTime();
        Long before = told.get(kind);
        if (before != null && now - before < WHILE.toNanos()) {
            return false;
        }
        told.remove(kind);
        told.put(kind, now);
        if (told.size() > KINDS) {
            told.remove(told.keySet().iterator().next());
        }
        return true;
    }
}
