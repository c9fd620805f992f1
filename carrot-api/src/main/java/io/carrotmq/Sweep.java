package io.carrotmq;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A walk through the messages that are in a queue now, which looks at each once. What is kept is given back after the last
 * one, in its order, or it would come again.
 */
final class Sweep {
    /** A look is no attempt to handle a message, so nothing is to become of it. */
    private static final SubscribeOptions LOOK = SubscribeOptions.DEFAULT.redelivery(Redelivery.NONE);

    private final Connection connection;
    private final String queue;

    Sweep(Connection connection, String queue) {
        this.connection = connection;
        this.queue = queue;
    }

    /**
     * Takes away what somebody wants to have.
     *
     * @param count how many messages to look at, at most
     * @param taking settles a message and says true, or leaves it and says false
     * @return how many were settled
     */
    long take(long count, Predicate<Delivery<byte[]>> taking) {
        List<Delivery<byte[]>> kept = new ArrayList<>();
        long taken = 0;
        try {
            for (long seen = 0; seen < count; seen++) {
                Optional<Delivery<byte[]>> next = connection.fetch(queue, LOOK);
                if (next.isEmpty()) {
                    break;
                }
                kept.add(next.get());
                if (taking.test(next.get())) {
                    kept.remove(kept.size() - 1);
                    taken++;
                }
            }
        } finally {
            kept.forEach(Handlers::giveBack);
        }
        return taken;
    }
}
