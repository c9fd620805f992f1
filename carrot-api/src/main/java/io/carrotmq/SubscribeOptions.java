package io.carrotmq;

import io.carrotmq.topology.Topology;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;

/**
 * How to consume from a queue. Immutable: every method returns changed options. Start from {@link #DEFAULT}.
 *
 * @param prefetch how many unsettled messages the broker sends ahead, 1 to 65535
 * @param exclusive whether this shall be the queue's only consumer
 * @param acknowledgement who acknowledges, and when
 * @param arguments further consumer arguments, as the broker defines them
 * @param topology what must exist before consuming; seen to on each connection anew
 * @param retry how a running consumer comes back when its connection is lost
 * @param redelivery what becomes of messages that could not be handled
 * @param deadLettering where messages go that cannot be decoded or have failed too often
 */
public record SubscribeOptions(
        int prefetch,
        boolean exclusive,
        Acknowledgement acknowledgement,
        Map<String, Object> arguments,
        Topology topology,
        ConnectRetry retry,
        Redelivery redelivery,
        DeadLettering deadLettering) {
    /**
     * Prefetch 20, not exclusive, settled by the application, no arguments, no topology, back after 0.5, 1, 1.5, ... 15,
     * 15, ... seconds without a limit, and the defaults of {@link Redelivery} and {@link DeadLettering}.
     */
    public static final SubscribeOptions DEFAULT = new SubscribeOptions(
            20,
            false,
            Acknowledgement.MANUAL,
            Map.of(),
            Topology.NONE,
            ConnectRetry.DEFAULT.pauses(Duration.ofMillis(500), Duration.ofMillis(500), Duration.ofSeconds(15)),
            Redelivery.DEFAULT,
            DeadLettering.DEFAULT);

    /** Checks the range and copies the arguments. */
    public SubscribeOptions {
        if (prefetch < 1 || prefetch > 65_535) {
            throw Messages.prefetchOutOfRange(prefetch);
        }
        Objects.requireNonNull(acknowledgement, "acknowledgement");
        Objects.requireNonNull(topology, "topology");
        Objects.requireNonNull(retry, "retry");
        Objects.requireNonNull(redelivery, "redelivery");
        Objects.requireNonNull(deadLettering, "deadLettering");
        arguments = Map.copyOf(arguments);
    }

    /**
     * The same with another prefetch count.
     *
     * @param count how many unsettled messages the broker sends ahead, 1 to 65535
     * @return changed options
     */
    public SubscribeOptions prefetch(int count) {
        return new SubscribeOptions(
                count, exclusive, acknowledgement, arguments, topology, retry, redelivery, deadLettering);
    }

    /**
     * The same with another exclusivity.
     *
     * @param only whether this shall be the queue's only consumer
     * @return changed options
     */
    public SubscribeOptions exclusive(boolean only) {
        return new SubscribeOptions(
                prefetch, only, acknowledgement, arguments, topology, retry, redelivery, deadLettering);
    }

    /**
     * The same with another way of acknowledging.
     *
     * @param by who acknowledges, and when
     * @return changed options
     */
    public SubscribeOptions acknowledgement(Acknowledgement by) {
        return new SubscribeOptions(prefetch, exclusive, by, arguments, topology, retry, redelivery, deadLettering);
    }

    /**
     * The same with other consumer arguments.
     *
     * @param values all arguments, as the broker defines them
     * @return changed options
     */
    public SubscribeOptions arguments(Map<String, Object> values) {
        return new SubscribeOptions(
                prefetch, exclusive, acknowledgement, values, topology, retry, redelivery, deadLettering);
    }

    /**
     * The same with a topology.
     *
     * @param needed what must exist before consuming
     * @return changed options
     */
    public SubscribeOptions topology(Topology needed) {
        return new SubscribeOptions(
                prefetch, exclusive, acknowledgement, arguments, needed, retry, redelivery, deadLettering);
    }

    /**
     * The same with another way of coming back.
     *
     * @param schedule how a running consumer comes back when its connection is lost
     * @return changed options
     */
    public SubscribeOptions retry(ConnectRetry schedule) {
        return new SubscribeOptions(
                prefetch, exclusive, acknowledgement, arguments, topology, schedule, redelivery, deadLettering);
    }

    /**
     * The same with another redelivery policy.
     *
     * @param policy what becomes of messages that could not be handled
     * @return changed options
     */
    public SubscribeOptions redelivery(Redelivery policy) {
        return new SubscribeOptions(
                prefetch, exclusive, acknowledgement, arguments, topology, retry, policy, deadLettering);
    }

    /**
     * The same with another place for dead letters.
     *
     * @param where where messages go that cannot be decoded or have failed too often
     * @return changed options
     */
    public SubscribeOptions deadLettering(DeadLettering where) {
        return new SubscribeOptions(
                prefetch, exclusive, acknowledgement, arguments, topology, retry, redelivery, where);
    }
}
