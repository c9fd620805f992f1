package io.carrotmq.engine;

import io.carrotmq.OutgoingMessage;
import io.carrotmq.Receipt;
import io.carrotmq.transport.Closure;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * The messages of one channel that wait for their confirm. Each leaves it exactly once, with its outcome.
 *
 * <p>A broker's return carries no number, so it is matched with the oldest waiting message that looks the same.
 * RabbitMQ sends the return first and confirms after it; Qpid refuses first and returns after that, so a refused
 * mandatory message is kept until the next answer shows that no return belongs to it.
 */
final class ConfirmWindow {
    /** AMQP 0-9-1, reply codes: what RabbitMQ answers to a message that is too large, or whose user-id is wrong. */
    private static final int PRECONDITION_FAILED = 406;

    private final String name;
    private final Map<Long, Waiting> waiting = new LinkedHashMap<>(); // in the order of the numbers
    private final Runnable onLeave;
    private long tells;

    ConfirmWindow(String name, Runnable onLeave) {
        this.name = name;
        this.onLeave = onLeave;
    }

    /** One message and what is known of it. */
    private static final class Waiting {
        final OutgoingMessage message;
        final CompletableFuture<Receipt> receipt = new CompletableFuture<>();
        final long since = System.nanoTime();
        final long tellsBefore;
        RuntimeException failure;
        boolean refused;

        Waiting(OutgoingMessage message, long tellsBefore) {
            this.message = message;
            this.tellsBefore = tellsBefore;
        }
    }

    /** An outcome, to be told once the lock is free. */
    private record Outcome(Waiting of, RuntimeException failure) {}

    CompletableFuture<Receipt> add(long sequence, OutgoingMessage message) {
        synchronized (waiting) {
            Waiting entry = new Waiting(message, tells);
            waiting.put(sequence, entry);
            return entry.receipt;
        }
    }

    /** Takes out a message that could not be handed over. */
    boolean withdraw(long sequence) {
        synchronized (waiting) {
            if (waiting.remove(sequence) == null) {
                return false;
            }
        }
        onLeave.run();
        return true;
    }

    int size() {
        synchronized (waiting) {
            return waiting.size();
        }
    }

    void confirmed(long sequence, boolean multiple) {
        List<Outcome> outcomes = new ArrayList<>();
        synchronized (waiting) {
            takeRefused(outcomes);
            for (Waiting entry : take(sequence, multiple)) {
                outcomes.add(new Outcome(entry, entry.failure));
            }
        }
        tell(outcomes);
    }

    void refused(long sequence, boolean multiple) {
        List<Outcome> outcomes = new ArrayList<>();
        synchronized (waiting) {
            takeRefused(outcomes);
            if (multiple || !keepForReturn(waiting.get(sequence))) {
                for (Waiting entry : take(sequence, multiple)) {
                    outcomes.add(new Outcome(
                            entry, entry.failure != null ? entry.failure : Messages.refused(name, entry.message)));
                }
            }
        }
        tell(outcomes);
    }

    private static boolean keepForReturn(Waiting entry) {
        if (entry == null || entry.failure != null || !entry.message.mandatory()) {
            return false;
        }
        entry.refused = true;
        return true;
    }

    void returned(OutgoingMessage message, int code, String text) {
        List<Outcome> outcomes = new ArrayList<>();
        synchronized (waiting) {
            for (Iterator<Waiting> each = waiting.values().iterator(); each.hasNext(); ) {
                Waiting entry = each.next();
                if (entry.failure == null && ReturnedMessage.matches(entry.message, message)) {
                    entry.failure = Messages.unroutable(name, entry.message, code, text);
                    if (entry.refused) {
                        each.remove();
                        outcomes.add(new Outcome(entry, entry.failure));
                    }
                    break;
                }
            }
        }
        tell(outcomes);
    }

    /** Ends the wait of refused messages nothing came back for, and of those older than the limit. */
    void expire(PublishLimits limits) {
        List<Outcome> outcomes = new ArrayList<>();
        long now = System.nanoTime();
        synchronized (waiting) {
            takeRefused(outcomes);
            Iterator<Waiting> each = waiting.values().iterator();
            while (each.hasNext()) {
                Waiting entry = each.next();
                if (now - entry.since < limits.confirmTimeout().toNanos()) {
                    break;
                }
                each.remove();
                outcomes.add(new Outcome(
                        entry,
                        entry.failure != null
                                ? entry.failure
                                : Messages.notConfirmed(name, entry.message, limits.confirmTimeout())));
            }
        }
        tell(outcomes);
    }

    /** Notes that something was published for which nobody waits. */
    void told() {
        synchronized (waiting) {
            tells++;
        }
    }

    /** Ends every wait. */
    void closed(Closure closure) {
        List<Outcome> outcomes = new ArrayList<>();
        synchronized (waiting) {
            boolean single = waiting.size() == 1;
            for (Waiting entry : waiting.values()) {
                RuntimeException failure = entry.failure;
                if (failure == null) {
                    failure = single && isAbout(entry, closure)
                            ? Messages.notAccepted(name, entry.message, closure)
                            : Messages.lost(name, entry.message, closure);
                }
                outcomes.add(new Outcome(entry, failure));
            }
            waiting.clear();
        }
        tell(outcomes);
    }

    /**
     * Whether the broker closed the channel over this message: it is the last one published, and the broker names its
     * exchange or complains of the message itself.
     */
    private boolean isAbout(Waiting entry, Closure closure) {
        boolean last = entry.tellsBefore == tells;
        boolean named = closure.text().contains("'" + entry.message.exchange() + "'");
        return last && !closure.wholeConnection() && (named || closure.replyCode() == PRECONDITION_FAILED);
    }

    private void takeRefused(List<Outcome> outcomes) {
        waiting.values().removeIf(entry -> {
            if (entry.refused) {
                outcomes.add(new Outcome(entry, Messages.refused(name, entry.message)));
            }
            return entry.refused;
        });
    }

    private List<Waiting> take(long sequence, boolean multiple) {
        if (!multiple) {
            Waiting entry = waiting.remove(sequence);
            return entry == null ? List.of() : List.of(entry);
        }
        List<Waiting> taken = new ArrayList<>();
        Iterator<Map.Entry<Long, Waiting>> each = waiting.entrySet().iterator();
        while (each.hasNext()) {
            Map.Entry<Long, Waiting> entry = each.next();
            if (entry.getKey() > sequence) {
                break;
            }
            taken.add(entry.getValue());
            each.remove();
        }
        return taken;
    }

    private void tell(List<Outcome> outcomes) {
        for (Outcome outcome : outcomes) {
            onLeave.run();
            if (outcome.failure == null) {
                outcome.of.receipt.complete(Receipt.of(Receipt.Outcome.CONFIRMED, outcome.of.message));
            } else {
                outcome.of.receipt.completeExceptionally(outcome.failure);
            }
        }
    }
}
