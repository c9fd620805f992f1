package io.carrotmq;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Which stack traces the log has already. When something is away that all messages need, each fails with the same
 * exception: one stack trace in a while tells as much as thousands. Safe for use by any number of threads.
 */
final class ToldTraces {
    static final Duration WHILE = Duration.ofSeconds(30);

    private static final int KINDS = 16;

    private final LongSupplier nanoTime;

    /** When one of its class was told last, those told longest ago first. */
    private final Map<String, Long> told = new LinkedHashMap<>();

    ToldTraces(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** {@return whether to tell it, because none of its class was told for a while} */
    synchronized boolean isNews(Throwable thrown) {
        String kind = thrown.getClass().getName();
        long now = nanoTime.getAsLong();
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
