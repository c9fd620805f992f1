package io.carrotmq.transport.memory;

import java.util.ArrayList;
import java.util.List;

/** The consumers of a queue, in the order in which they are served: by priority, and in turn where that is the same. */
final class Consumers {
    private final String queue;
    private final boolean singleActive;
    private final List<QueueConsumer> turns = new ArrayList<>();
    private QueueConsumer active;

    Consumers(String queue, boolean singleActive) {
        this.queue = queue;
        this.singleActive = singleActive;
    }

    void add(QueueConsumer consumer) {
        boolean taken = turns.stream().anyMatch(QueueConsumer::exclusive);
        if (taken || consumer.exclusive() && !turns.isEmpty()) {
            throw Refusal.accessRefused("queue '" + queue + "' in vhost '/' in exclusive use");
        }
        enter(consumer);
        if (active == null) {
            active = consumer;
        }
    }

    private void enter(QueueConsumer consumer) {
        int place = turns.size();
        while (place > 0 && turns.get(place - 1).priority() < consumer.priority()) {
            place--;
        }
        turns.add(place, consumer);
    }

    /** {@return whether it was there} */
    boolean remove(QueueConsumer consumer) {
        boolean there = turns.remove(consumer);
        if (active == consumer) {
            active = turns.isEmpty() ? null : turns.get(0);
        }
        return there;
    }

    boolean isEmpty() {
        return turns.isEmpty();
    }

    /** {@return whose turn it is, or null if none has room} */
    QueueConsumer next() {
        if (singleActive) {
            return active != null && active.hasRoom() ? active : null;
        }
        for (QueueConsumer consumer : turns) {
            if (consumer.hasRoom()) {
                turns.remove(consumer);
                enter(consumer);
                return consumer;
            }
        }
        return null;
    }

    /** {@return all, who are no longer here} */
    List<QueueConsumer> removeAll() {
        List<QueueConsumer> all = List.copyOf(turns);
        turns.clear();
        active = null;
        return all;
    }
}
