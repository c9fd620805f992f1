package io.carrotmq.engine;

import io.carrotmq.OutgoingMessage;
import io.carrotmq.transport.Closure;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The messages of one channel that wait for their confirm, in a ring of slots by their numbers. Each leaves it exactly
 * once, with its outcome.
 *
 * <p>A broker's return carries no number, so it is matched with the oldest waiting message that looks the same.
 * RabbitMQ sends the return first and confirms after it; Qpid refuses first and returns after that, so a refused
 * mandatory message is kept until the next answer shows that no return belongs to it.
 */
final class ConfirmWindow {
    private final String name;
    private final Consumer<List<Unconfirmed>> onLeave;
    private final Object lock = new Object();
    private final Unconfirmed[] slots;

    /** Those whose slot a younger one needed: brokers confirm out of order, and a slow queue must not hold up others. */
    private final TreeMap<Long, Unconfirmed> overtaken = new TreeMap<>();

    /** The number of the oldest message in a slot; equal to the next if there is none. */
    private long low = 1;

    private long head = 1;
    private int size;
    private boolean returnsFirst;
    private Unconfirmed keptForReturn;
    private boolean closed;

    /** One for that many messages; it tells on the calling thread, without its lock, which have left it. */
    ConfirmWindow(String name, int capacity, Consumer<List<Unconfirmed>> onLeave) {
        this.name = name;
        this.slots = new Unconfirmed[Integer.highestOneBit(Math.max(2, capacity) * 2 - 1)];
        this.onLeave = onLeave;
    }

    /** From a broker that does so: what is refused does not come back any more. */
    void returnsComeFirst() {
        synchronized (lock) {
            returnsFirst = true;
        }
    }

    /** Adds the message with the next number. {@return false if the channel has ended} */
    boolean add(long sequence, Unconfirmed entry) {
        synchronized (lock) {
            if (closed) {
                return false;
            }
            Unconfirmed before = slots[slot(sequence)];
            if (before != null) {
                overtaken.put(before.sequence(), before);
            }
            entry.numbered(sequence);
            slots[slot(sequence)] = entry;
            low = size == overtaken.size() ? sequence : Math.max(low, sequence + 1 - slots.length);
            head = sequence + 1;
            size++;
            skipEmpty();
            return true;
        }
    }

    private int slot(long sequence) {
        return (int) sequence & slots.length - 1;
    }

    /** Takes out a message that could not be handed over. {@return false if it has left with an outcome} */
    boolean withdraw(long sequence) {
        synchronized (lock) {
            return take(sequence) != null;
        }
    }

    int size() {
        synchronized (lock) {
            return size;
        }
    }

    void confirmed(long sequence, boolean multiple) {
        List<Unconfirmed> ended;
        synchronized (lock) {
            if (keptForReturn == null && !multiple) {
                Unconfirmed entry = take(sequence);
                ended = entry == null ? List.of() : List.of(entry);
            } else {
                ended = new ArrayList<>();
                refuseKept(ended);
                take(sequence, multiple, ended);
            }
        }
        tell(ended);
    }

    void refused(long sequence, boolean multiple) {
        List<Unconfirmed> ended = new ArrayList<>();
        synchronized (lock) {
            refuseKept(ended);
            Unconfirmed entry = multiple || returnsFirst ? null : find(sequence);
            if (entry != null && !entry.hasFailed() && entry.message().mandatory()) {
                keptForReturn = entry;
            } else {
                int others = ended.size();
                take(sequence, multiple, ended);
                ended.subList(others, ended.size()).forEach(this::refuse);
            }
        }
        tell(ended);
    }

    private void refuse(Unconfirmed entry) {
        if (!entry.hasFailed()) {
            entry.fail(() -> Messages.refused(name, entry.message()));
        }
    }

    private void refuseKept(List<Unconfirmed> ended) {
        Unconfirmed kept = keptForReturn;
        if (kept != null) {
            take(kept.sequence());
            refuse(kept);
            ended.add(kept);
        }
    }

    void returned(OutgoingMessage message, int code, String text) {
        List<Unconfirmed> ended = List.of();
        synchronized (lock) {
            Unconfirmed entry = returned(message);
            if (entry == null) {
                return;
            }
            entry.fail(() -> Messages.unroutable(name, entry.message(), code, text));
            if (entry == keptForReturn) {
                take(entry.sequence());
                ended = List.of(entry);
            }
        }
        tell(ended);
    }

    /**
     * A broker, or a plug-in of it, may have changed the properties of what it returns; if it were taken for none of
     * those sent, the confirm that follows would be a success.
     */
    private Unconfirmed returned(OutgoingMessage message) {
        Unconfirmed entry = oldest(each -> !each.hasFailed() && ReturnedMessage.matches(each.message(), message));
        return entry != null
                ? entry
                : oldest(each -> !each.hasFailed() && ReturnedMessage.hasSameBody(each.message(), message));
    }

    /**
     * Ends the wait of a refused message nothing came back for, and of those older than the limit.
     *
     * @param excused whether the broker is excused for being late, so that none is too old
     */
    void expire(PublishLimits limits, boolean excused) {
        List<Unconfirmed> ended = new ArrayList<>();
        long now = System.nanoTime();
        long limit = limits.confirmTimeout().toNanos();
        synchronized (lock) {
            refuseKept(ended);
            Unconfirmed entry;
            while (!excused && (entry = oldest(each -> true)) != null && entry.isOlderThan(limit, now)) {
                take(entry.sequence());
                if (!entry.hasFailed()) {
                    OutgoingMessage message = entry.message();
                    entry.fail(() -> Messages.notConfirmed(name, message, limits.confirmTimeout()));
                }
                ended.add(entry);
            }
        }
        tell(ended);
    }

    /** Ends every wait; nothing is added any more. */
    void closed(Closure closure) {
        List<Unconfirmed> ended = new ArrayList<>();
        synchronized (lock) {
            closed = true;
            if (keptForReturn != null) {
                refuse(keptForReturn);
                keptForReturn = null;
            }
            take(head, true, ended);
            new Culprits(name, closure).judge(ended);
        }
        tell(ended);
    }

    // The ring; only with the lock

    private Unconfirmed find(long sequence) {
        Unconfirmed entry = slots[slot(sequence)];
        return entry != null && entry.sequence() == sequence ? entry : overtaken.get(sequence);
    }

    private Unconfirmed take(long sequence) {
        Unconfirmed entry = find(sequence);
        if (entry == null) {
            return null;
        }
        if (slots[slot(sequence)] == entry) {
            slots[slot(sequence)] = null;
        } else {
            overtaken.remove(sequence);
        }
        keptForReturn = keptForReturn == entry ? null : keptForReturn;
        size--;
        skipEmpty();
        return entry;
    }

    private void skipEmpty() {
        while (low < head && slots[slot(low)] == null) {
            low++;
        }
    }

    private void take(long sequence, boolean multiple, List<Unconfirmed> taken) {
        if (!multiple) {
            Unconfirmed entry = take(sequence);
            if (entry != null) {
                taken.add(entry);
            }
            return;
        }
        while (!overtaken.isEmpty() && overtaken.firstKey() <= sequence) {
            taken.add(take(overtaken.firstKey()));
        }
        while (low < head && low <= sequence) {
            taken.add(take(low)); // moves low on to the next that waits
        }
    }

    private Unconfirmed oldest(Predicate<Unconfirmed> wanted) {
        for (Unconfirmed entry : overtaken.values()) {
            if (wanted.test(entry)) {
                return entry;
            }
        }
        for (long sequence = low; sequence < head; sequence++) {
            Unconfirmed entry = slots[slot(sequence)];
            if (entry != null && wanted.test(entry)) {
                return entry;
            }
        }
        return null;
    }

    private void tell(List<Unconfirmed> ended) {
        if (!ended.isEmpty()) {
            onLeave.accept(ended);
        }
    }
}
