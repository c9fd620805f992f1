package io.carrotmq;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
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
     * @param limit how many messages to look at, at most
     * @param taking settles a message and says true, or leaves it and says false
     * @return how many were settled, or empty if there is no such queue; 0 where the broker does not tell that
     */
    OptionalLong take(long limit, Predicate<Delivery<byte[]>> taking) {
        if (!connection.broker().supports(Capability.LOOKUP)) {
            return takeUncounted(limit, taking);
        }
        if (connection.messageCount(queue).isEmpty()) {
            return OptionalLong.empty();
        }
        List<Delivery<byte[]>> kept = new ArrayList<>();
        long taken = 0;
        try {
            boolean more = fetch(kept);
            // counted only now: a quorum queue counts what was given back to it a moment ago once it has handed one out
            long end = more ? Math.min(limit, 1 + connection.messageCount(queue).orElse(0)) : 0;
            for (long seen = 1; more; seen++) {
                if (taking.test(kept.get(kept.size() - 1))) {
                    kept.remove(kept.size() - 1);
                    taken++;
                }
                more = seen < end && fetch(kept);
            }
        } finally {
            kept.forEach(Handlers::giveBack);
        }
        return OptionalLong.of(taken);
    }

    /**
     * Where nobody tells how many there are, all of them are looked for first: one that is sent away and fails again comes
     * back, and would be looked at for ever.
     */
    private OptionalLong takeUncounted(long limit, Predicate<Delivery<byte[]>> taking) {
        List<Delivery<byte[]>> kept = new LinkedList<>();
        long taken = 0;
        try {
            boolean more = fetch(kept);
            while (more && kept.size() < limit) {
                more = fetch(kept);
            }
            for (Iterator<Delivery<byte[]>> each = kept.iterator(); each.hasNext(); ) {
                if (taking.test(each.next())) {
                    each.remove();
                    taken++;
                }
            }
        } catch (QueueMissingException none) {
            return OptionalLong.empty();
        } finally {
            kept.forEach(Handlers::giveBack);
        }
        return OptionalLong.of(taken);
    }

    private boolean fetch(List<Delivery<byte[]>> kept) {
        Optional<Delivery<byte[]>> next = connection.fetch(queue, LOOK);
        next.ifPresent(kept::add);
        return next.isPresent();
    }
}
