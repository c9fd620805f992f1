package io.carrotmq;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** The queues a consumer wants messages from, and which of them the broker has told to be gone. Safe for any number of threads. */
final class Roster {
    private final Map<String, SubscribeOptions> queues = new LinkedHashMap<>();
    private final Set<String> gone = new HashSet<>();
    private int prefetch;

    synchronized void add(String queue, SubscribeOptions options) {
        if (queues.putIfAbsent(queue, options) != null) {
            throw Messages.queueTwice(queue);
        }
    }

    synchronized void remove(String queue) {
        queues.remove(queue);
        gone.remove(queue);
    }

    /** Sets what is in force in place of each queue's own. */
    synchronized void prefetch(int count) {
        prefetch = count;
    }

    /** {@return what is in force in place of each queue's own, or 0} */
    synchronized int prefetch() {
        return prefetch;
    }

    synchronized boolean contains(String queue) {
        return queues.containsKey(queue);
    }

    synchronized boolean isEmpty() {
        return queues.isEmpty();
    }

    synchronized List<SubscribeOptions> options() {
        return List.copyOf(queues.values());
    }

    /** {@return the queues to consume from, and how: without those that are gone for good, unless there are no others} */
    synchronized Map<String, SubscribeOptions> wanted() {
        Map<String, SubscribeOptions> there = inForce(queue -> !gone.contains(queue) || declares(queue));
        return there.isEmpty() ? inForce(queue -> true) : there;
    }

    private Map<String, SubscribeOptions> inForce(Predicate<String> picked) {
        Map<String, SubscribeOptions> those = new LinkedHashMap<>();
        queues.forEach((queue, options) -> {
            if (picked.test(queue)) {
                those.put(queue, prefetch == 0 ? options : options.prefetch(prefetch));
            }
        });
        return those;
    }

    /** A queue is gone. {@return whether all are} */
    synchronized boolean gone(String queue) {
        gone.add(queue);
        return gone.containsAll(queues.keySet());
    }

    /** {@return those that are gone and can be declared again} */
    synchronized Map<String, SubscribeOptions> returning() {
        return gone.isEmpty() ? Map.of() : inForce(queue -> gone.contains(queue) && declares(queue));
    }

    /** It is consumed from again. */
    synchronized void isBack(String queue) {
        gone.remove(queue);
    }

    /** {@return the name a queue was added by; one may have a name that the broker has made up} */
    synchronized String asAdded(String queue) {
        return queues.containsKey(queue) || !queues.containsKey("") ? queue : "";
    }

    /** {@return whether the queue can be declared again} */
    synchronized boolean declares(String queue) {
        SubscribeOptions options = queues.get(queue);
        return options != null && options.topology().declaresQueue(queue);
    }

    /** {@return whether something of it may be refused while the broker has not noticed that a connection is lost} */
    synchronized boolean isExclusive() {
        return queues.values().stream()
                .anyMatch(options -> options.exclusive()
                        || options.topology().queues().stream().anyMatch(queue -> queue.exclusive()));
    }

    /** {@return how to come back: as the queue says that was added first} */
    synchronized ConnectRetry retry() {
        return queues.values().stream()
                .findFirst()
                .orElse(SubscribeOptions.DEFAULT)
                .retry();
    }
}
