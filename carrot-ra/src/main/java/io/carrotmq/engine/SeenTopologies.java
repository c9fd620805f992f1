package io.carrotmq.engine;

import io.carrotmq.topology.Binding;
import io.carrotmq.topology.QueueDeclaration;
import io.carrotmq.topology.Topology;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What a link has declared or verified, and on which of its connections. A new connection, and the news that something
 * is gone, make it be done again. Safe for use by any number of threads.
 */
final class SeenTopologies {
    /** Whoever makes up topologies without end has them declared again, rather than remembered without end. */
    private static final int MANY = 1000;

    private final Map<Topology, PhysicalConnection> seen = new ConcurrentHashMap<>();
    private final AtomicLong losses = new AtomicLong();
    private final KnownNames queues = KnownNames.ofQueues();

    /** {@return the queues the broker was seen to have, if it has to be asked for them} */
    KnownNames queues() {
        return queues;
    }

    boolean contains(Topology topology, PhysicalConnection connection) {
        return seen.get(topology) == connection;
    }

    /** {@return a number that changes whenever something turns out to be gone} */
    long losses() {
        return losses.get();
    }

    /** Remembers a topology, unless something was found gone since {@link #losses()} gave that number. */
    void add(Topology topology, PhysicalConnection connection, long lossesBefore) {
        if (!lasts(topology) || seen.size() >= MANY) {
            return;
        }
        seen.put(topology, connection);
        if (losses.get() != lossesBefore) {
            seen.remove(topology, connection);
        }
    }

    /** What the broker deletes by itself may be gone any time, and a queue it names is another one each time. */
    private static boolean lasts(Topology topology) {
        return topology.exchanges().stream().noneMatch(exchange -> exchange.autoDelete())
                && topology.queues().stream()
                        .noneMatch(queue -> queue.autoDelete()
                                || queue.name().isEmpty()
                                || queue.arguments().containsKey(QueueDeclaration.EXPIRES));
    }

    /** A queue or exchange of that name is gone. */
    void forget(String name) {
        queues.forget();
        losses.incrementAndGet();
        seen.keySet().removeIf(topology -> mentions(topology, name));
    }

    private static boolean mentions(Topology topology, String name) {
        return topology.exchanges().stream()
                        .anyMatch(exchange -> exchange.name().equals(name))
                || topology.queues().stream().anyMatch(queue -> queue.name().equals(name))
                || topology.bindings().stream()
                        .anyMatch(binding -> binding.source().equals(name)
                                || binding.destination().equals(name));
    }

    /** Some queue is gone, and it is not known which. */
    void forgetQueues() {
        queues.forget();
        losses.incrementAndGet();
        seen.keySet()
                .removeIf(topology -> !topology.queues().isEmpty()
                        || topology.bindings().stream().anyMatch(binding -> !binding.toExchange()));
    }

    /** The broker says of something that it does not exist. */
    void forgetNamedIn(String text) {
        queues.forget();
        losses.incrementAndGet();
        seen.keySet().removeIf(topology -> isAboutOneOf(topology, text));
    }

    private static boolean isAboutOneOf(Topology topology, String text) {
        return topology.exchanges().stream().anyMatch(exchange -> text.contains(exchange.name()))
                || topology.queues().stream().anyMatch(queue -> text.contains(queue.name()))
                || topology.bindings().stream().anyMatch(binding -> isAbout(binding, text));
    }

    private static boolean isAbout(Binding binding, String text) {
        return text.contains(binding.source()) || text.contains(binding.destination());
    }

    /** The connection has ended. */
    void forget(PhysicalConnection connection) {
        queues.forget();
        seen.values().removeIf(connection::equals);
    }
}
