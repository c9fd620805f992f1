package io.carrotmq.soak;

import io.carrotmq.ConnectException;
import io.carrotmq.PublishException;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

/** What became of every message: how its send ended, and how often it was taken. */
final class Ledger {
    /** How a send ended. */
    enum End {
        CONFIRMED,
        /** The publisher was told that it may have arrived. */
        UNKNOWN,
        /** The publisher was told that it has not arrived. */
        NOT_SENT
    }

    private final Map<String, End> ends = new ConcurrentHashMap<>();
    private final Set<String> begun = ConcurrentHashMap.newKeySet();
    private final Map<String, LongAdder> takes = new ConcurrentHashMap<>();
    private final Set<String> fresh = ConcurrentHashMap.newKeySet();
    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    private final LongAdder taken = new LongAdder();
    private final Queue<String> oddities = new ConcurrentLinkedQueue<>();

    String begin(String id) {
        begun.add(id);
        return id;
    }

    void end(String id, End end) {
        if (ends.putIfAbsent(id, end) != null) {
            oddities.add(id + " ended twice");
        }
    }

    /** Notes the end that an exception tells of; anything but the two typed failures of a send is an oddity. */
    void end(String id, Throwable failure) {
        if (failure instanceof PublishException publish) {
            end(id, publish.mayHaveBeenDelivered() ? End.UNKNOWN : End.NOT_SENT);
        } else if (failure instanceof ConnectException) {
            end(id, End.NOT_SENT);
        } else {
            end(id, End.UNKNOWN);
            oddities.add(id + " failed with " + failure);
        }
    }

    void took(String id) {
        takes.computeIfAbsent(id, key -> new LongAdder()).increment();
        taken.increment();
    }

    /** Notes a message that the broker says it delivers for the first time; it can do so once, unless it was sent twice. */
    void tookAsNew(String id) {
        if (!fresh.add(id)) {
            oddities.add(id + " came twice as new");
        }
    }

    void acknowledged(String id) {
        acknowledged.add(id);
    }

    void odd(String what) {
        oddities.add(what);
    }

    long taken() {
        return taken.sum();
    }

    long count(End end) {
        return ends.values().stream().filter(end::equals).count();
    }

    Queue<String> oddities() {
        return oddities;
    }

    /** {@return messages whose send never ended} */
    Set<String> unfinished() {
        return without(begun, ends.keySet());
    }

    /** {@return confirmed messages that nobody ever acknowledged} */
    Set<String> lost() {
        return without(with(End.CONFIRMED), acknowledged);
    }

    /** {@return acknowledged messages that nobody sent} */
    Set<String> strangers() {
        return without(acknowledged, begun);
    }

    /** {@return messages that were taken although their publisher was told they had not arrived} */
    Set<String> ghosts() {
        Set<String> ghosts = with(End.NOT_SENT);
        ghosts.retainAll(takes.keySet());
        return ghosts;
    }

    private Set<String> with(End end) {
        return ends.entrySet().stream()
                .filter(entry -> entry.getValue() == end)
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> without(Set<String> all, Set<String> some) {
        Set<String> rest = new TreeSet<>(all);
        rest.removeAll(some);
        return rest;
    }

    @Override
    public String toString() {
        return begun.size() + " begun, " + count(End.CONFIRMED) + " confirmed, " + count(End.UNKNOWN) + " unknown, "
                + count(End.NOT_SENT) + " not sent; " + takes.size() + " taken, " + (taken() - takes.size())
                + " of them again";
    }
}
