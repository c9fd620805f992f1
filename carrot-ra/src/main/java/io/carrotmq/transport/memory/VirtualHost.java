package io.carrotmq.transport.memory;

import io.carrotmq.OutgoingMessage;
import io.carrotmq.Properties;
import io.carrotmq.topology.Binding;
import io.carrotmq.topology.ExchangeDeclaration;
import io.carrotmq.topology.QueueDeclaration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.ReentrantLock;

/** The exchanges and queues of a broker, and its lock: everything here is only for the holder of that. */
final class VirtualHost {
    /** RabbitMQ's default since 4.0. */
    static final int MAX_MESSAGE_BYTES = 16 * 1024 * 1024;

    private static final String RESERVED = "amq.";

    /** What became of a published message. */
    enum Publication {
        TAKEN,
        UNROUTABLE,
        REFUSED
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final long start = System.nanoTime();
    private final Map<String, Exchange> exchanges = new HashMap<>();
    private final Map<String, MessageQueue> queues = new HashMap<>();
    private final DeadLetters deadLetters = new DeadLetters(this);
    private final Deadlines deadlines = new Deadlines(this);

    VirtualHost() {
        exchanges.put("", new Exchange("", null, new Bindings.ByName(queues::get)));
        for (String type : List.of("direct", "fanout", "topic", "headers")) {
            predeclare(RESERVED + type, type);
        }
        predeclare(RESERVED + "match", "headers");
    }

    private void predeclare(String name, String type) {
        exchanges.put(name, new Exchange(name, ExchangeDeclaration.of(name, type), Bindings.of(type)));
    }

    ReentrantLock lock() {
        return lock;
    }

    /** {@return nanoseconds since the broker's start} */
    long now() {
        return System.nanoTime() - start;
    }

    DeadLetters deadLetters() {
        return deadLetters;
    }

    Deadlines deadlines() {
        return deadlines;
    }

    /** {@return the exchange, or null} */
    Exchange exchange(String name) {
        return exchanges.get(name);
    }

    Exchange requireExchange(String name) {
        Exchange exchange = exchanges.get(name);
        if (exchange == null) {
            throw Refusal.notFound("exchange", name);
        }
        return exchange;
    }

    void declare(ExchangeDeclaration wanted) {
        Bindings bindings = Bindings.of(wanted.type());
        if (bindings == null) {
            throw Refusal.precondition("unknown exchange type '" + wanted.type() + "'");
        }
        Exchange existing = exchanges.get(wanted.name());
        if (existing == null) {
            if (wanted.name().startsWith(RESERVED)) {
                throw Refusal.reserved("exchange", wanted.name());
            }
            exchanges.put(wanted.name(), new Exchange(wanted.name(), wanted, bindings));
            return;
        }
        ExchangeDeclaration current = existing.declaration();
        String of = "exchange '" + wanted.name() + "'";
        Arguments.requireSame("type", of, current.type(), wanted.type());
        Arguments.requireSame("durable", of, current.durable(), wanted.durable());
        Arguments.requireSame("auto_delete", of, current.autoDelete(), wanted.autoDelete());
        Arguments.requireSame("internal", of, current.internal(), wanted.internal());
        Arguments.requireSame(
                List.of(ExchangeDeclaration.ALTERNATE_EXCHANGE), of, current.arguments(), wanted.arguments());
    }

    void deleteExchange(String name) {
        if (name.isEmpty()) {
            throw Refusal.accessRefused("operation not permitted on the default exchange");
        }
        if (name.startsWith(RESERVED)) {
            throw Refusal.accessRefused("deletion of system exchange '" + name + "' in vhost '/' not allowed");
        }
        Exchange exchange = exchanges.get(name);
        if (exchange != null) {
            delete(exchange);
        }
    }

    private void delete(Exchange exchange) {
        exchanges.remove(exchange.name());
        List.copyOf(exchange.outgoing()).forEach(exchange::disconnect);
        disconnect(exchange);
    }

    /** Removes the bindings to a destination, and auto-delete exchanges that had no other. */
    private void disconnect(Destination destination) {
        Set<Exchange> sources = new LinkedHashSet<>();
        for (Route route : List.copyOf(destination.incoming())) {
            route.source().disconnect(route);
            sources.add(route.source());
        }
        for (Exchange source : sources) {
            if (source.declaration().autoDelete()
                    && source.outgoing().isEmpty()
                    && exchanges.get(source.name()) == source) {
                delete(source);
            }
        }
    }

    /** {@return the queue, if the connection may use it} */
    MessageQueue requireQueue(String name, MemoryConnection user) {
        MessageQueue queue = queues.get(name);
        if (queue == null) {
            throw Refusal.notFound("queue", name);
        }
        if (queue.owner() != null && queue.owner() != user) {
            throw Refusal.locked(name);
        }
        return queue;
    }

    MessageQueue declare(QueueDeclaration wanted, MemoryConnection by) {
        MemoryConnection owner = wanted.exclusive() ? by : null;
        MessageQueue existing = queues.get(wanted.name());
        if (existing == null) {
            if (wanted.name().startsWith(RESERVED)) {
                throw Refusal.reserved("queue", wanted.name());
            }
            String name = wanted.name().isEmpty() ? madeUpName() : wanted.name();
            // Durability means nothing for a queue that goes with its connection.
            MessageQueue queue = new MessageQueue(name, wanted.durable(wanted.durable() && owner == null), owner, this);
            queues.put(name, queue);
            return queue;
        }
        if (existing.owner() != owner) {
            throw Refusal.locked(wanted.name());
        }
        QueueDeclaration current = existing.declaration();
        String of = "queue '" + wanted.name() + "'";
        Arguments.requireSame("durable", of, current.durable(), wanted.durable() && owner == null);
        Arguments.requireSame("auto_delete", of, current.autoDelete(), wanted.autoDelete());
        Arguments.requireSame(QueueArguments.COMPARED, of, current.arguments(), wanted.arguments());
        existing.used();
        return existing;
    }

    private static String madeUpName() {
        byte[] random = new byte[16];
        ThreadLocalRandom.current().nextBytes(random);
        return RESERVED + "gen-" + Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }

    void deleteQueue(String name, MemoryConnection by) {
        if (queues.containsKey(name)) {
            delete(requireQueue(name, by));
        }
    }

    void delete(MessageQueue queue) {
        if (queues.remove(queue.name(), queue)) {
            disconnect(queue);
            queue.end();
        }
    }

    void bind(Binding binding, MemoryConnection by) {
        Exchange source = requireExchange(binding.source());
        Destination destination =
                binding.toExchange() ? requireExchange(binding.destination()) : requireQueue(binding.destination(), by);
        if (destination.name().isEmpty()) {
            throw Refusal.accessRefused("operation not permitted on the default exchange");
        }
        Map<String, Object> arguments = WireProperties.table(binding.arguments());
        if (source.declaration().type().equals("headers")) {
            HeadersBindings.require(arguments);
        }
        source.connect(new Route(source, destination, binding.routingKey(), arguments));
    }

    /** A message and the queues its exchange had for it when it was published. */
    record Routed(StoredMessage message, Set<MessageQueue> targets) {}

    Publication publish(OutgoingMessage message, Properties onTheWire) {
        return deliver(route(message, onTheWire));
    }

    Routed route(OutgoingMessage message, Properties onTheWire) {
        if (message.body().length > MAX_MESSAGE_BYTES) {
            throw Refusal.precondition("message size " + message.body().length + " is larger than configured max size "
                    + MAX_MESSAGE_BYTES);
        }
        Exchange exchange = requireExchange(message.exchange());
        if (exchange.declaration() != null && exchange.declaration().internal()) {
            throw Refusal.accessRefused(
                    "cannot publish to internal exchange '" + message.exchange() + "' in vhost '/'");
        }
        StoredMessage stored = StoredMessage.of(message, onTheWire);
        List<String> keys = new ArrayList<>(stored.routingKeys());
        keys.addAll(StoredMessage.keys(onTheWire, StoredMessage.BCC));
        return new Routed(stored, Routing.queues(exchange, keys, onTheWire, this));
    }

    /** Puts a message into those of its queues that are still there. */
    Publication deliver(Routed routed) {
        boolean found = false;
        boolean taken = true;
        for (MessageQueue queue : routed.targets) {
            if (!queue.isDeleted()) {
                found = true;
                taken &= queue.offer(routed.message);
            }
        }
        if (!taken) {
            return Publication.REFUSED;
        }
        return found ? Publication.TAKEN : Publication.UNROUTABLE;
    }

    /** Deletes what belongs to a connection that has ended. */
    void ended(MemoryConnection connection) {
        List.copyOf(queues.values()).stream()
                .filter(queue -> queue.owner() == connection)
                .forEach(this::delete);
    }

    /** Forgets everything. */
    void clear() {
        List.copyOf(queues.values()).forEach(this::delete);
        exchanges.keySet().removeIf(name -> !name.isEmpty());
        deadlines.clear();
    }
}
