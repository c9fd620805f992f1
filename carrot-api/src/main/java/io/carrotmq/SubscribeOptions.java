package io.carrotmq;

import java.util.Map;

/**
 * How to consume from a queue. Immutable; start from {@link #DEFAULT}.
 *
 * @param prefetch how many unsettled messages the broker sends ahead, 1 to 65535
 * @param exclusive whether this shall be the queue's only consumer
 * @param arguments further consumer arguments, as the broker defines them
 */
public record SubscribeOptions(int prefetch, boolean exclusive, Map<String, Object> arguments) {
    /** Prefetch 20, not exclusive, no arguments. */
    public static final SubscribeOptions DEFAULT = new SubscribeOptions(20, false, Map.of());

    /** Checks the range and copies the arguments. */
    public SubscribeOptions {
        if (prefetch < 1 || prefetch > 65_535) {
            throw Messages.prefetchOutOfRange(prefetch);
        }
        arguments = Map.copyOf(arguments);
    }

    /**
     * The same with another prefetch count.
     *
     * @param count how many unsettled messages the broker sends ahead, 1 to 65535
     * @return changed options
     */
    public SubscribeOptions withPrefetch(int count) {
        return new SubscribeOptions(count, exclusive, arguments);
    }

    /**
     * The same with another exclusivity.
     *
     * @param only whether this shall be the queue's only consumer
     * @return changed options
     */
    public SubscribeOptions withExclusive(boolean only) {
        return new SubscribeOptions(prefetch, only, arguments);
    }
}
