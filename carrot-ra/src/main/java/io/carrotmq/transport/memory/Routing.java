package io.carrotmq.transport.memory;

import io.carrotmq.Properties;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;

/** Finds the queues for a message: each once, through exchanges bound to exchanges, and through alternate ones. */
final class Routing {
    private Routing() {}

    static Set<MessageQueue> queues(
            Exchange from, Collection<String> routingKeys, Properties properties, VirtualHost host) {
        Set<MessageQueue> queues = new LinkedHashSet<>();
        Set<Exchange> seen = new HashSet<>(Set.of(from));
        Deque<Exchange> todo = new ArrayDeque<>(seen);
        for (Exchange exchange = todo.poll(); exchange != null; exchange = todo.poll()) {
            for (Destination destination : next(exchange, routingKeys, properties, host)) {
                if (destination instanceof MessageQueue queue) {
                    queues.add(queue);
                } else if (destination instanceof Exchange bound && seen.add(bound)) {
                    todo.add(bound);
                }
            }
        }
        return queues;
    }

    private static Set<Destination> next(
            Exchange exchange, Collection<String> routingKeys, Properties properties, VirtualHost host) {
        Set<Destination> next = new LinkedHashSet<>();
        for (String key : routingKeys) {
            exchange.bindings().match(key, properties.headers(), next::add);
        }
        if (next.isEmpty() && exchange.alternate() != null) {
            Exchange alternate = host.exchange(exchange.alternate());
            return alternate == null ? next : Set.of(alternate);
        }
        return next;
    }
}
