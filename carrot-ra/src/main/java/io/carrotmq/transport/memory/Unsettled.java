package io.carrotmq.transport.memory;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The deliveries of a channel, numbered, until they are settled. */
final class Unsettled {
    /** A delivery. */
    record Held(QueuedMessage message, MessageQueue queue, QueueConsumer consumer) {
        void settled() {
            if (consumer != null) {
                consumer.settled();
            }
        }

        Collection<MessageQueue> queues() {
            return List.of(queue);
        }

        /** Goes back, or to the dead letters. */
        void settled(boolean requeue) {
            if (requeue) {
                queue.takeBack(message);
                queue.serveAgain();
            } else {
                queue.reject(message);
                queue.serve();
            }
        }

        /** Goes back and is counted, or to the dead letters if that was too often. */
        void failed() {
            queue.takeBackLost(List.of(message));
            queue.serveAgain();
        }
    }

    private final TreeMap<Long, Held> byTag = new TreeMap<>();
    private long lastTag;

    /** {@return the tag of a delivery nobody has to settle} */
    long skip() {
        return ++lastTag;
    }

    long add(QueuedMessage message, MessageQueue queue, QueueConsumer consumer) {
        long tag = ++lastTag;
        byTag.put(tag, new Held(message, queue, consumer));
        return tag;
    }

    Held settle(long tag) {
        Held held = byTag.remove(tag);
        if (held == null) {
            throw unknown(tag);
        }
        held.settled();
        return held;
    }

    /** {@return the queues of the messages up to this one; tag 0 means all} */
    Collection<MessageQueue> settleUpTo(long tag) {
        if (tag != 0 && !byTag.containsKey(tag)) {
            throw unknown(tag);
        }
        Map<Long, Held> settled = tag == 0 ? byTag : byTag.headMap(tag, true);
        Set<MessageQueue> queues = new LinkedHashSet<>();
        for (Held held : settled.values()) {
            held.settled();
            queues.add(held.queue);
        }
        settled.clear();
        return queues;
    }

    private static Refusal unknown(long tag) {
        return Refusal.precondition("unknown delivery tag " + tag);
    }

    /** Gives everything back. */
    void takeBack() {
        Map<MessageQueue, List<QueuedMessage>> messages = new LinkedHashMap<>();
        for (Held held : byTag.values()) {
            held.settled();
            messages.computeIfAbsent(held.queue, queue -> new ArrayList<>()).add(held.message);
        }
        byTag.clear();
        messages.forEach(MessageQueue::takeBackLost);
        messages.keySet().forEach(MessageQueue::serveAgain);
    }
}
