package io.carrotmq.cdi.internal.consume.read;

import io.carrotmq.ConfigurationException;
import io.carrotmq.cdi.Argument;
import io.carrotmq.cdi.Bind;
import io.carrotmq.cdi.Consume;
import io.carrotmq.cdi.QueueDef;
import io.carrotmq.topology.Binding;
import io.carrotmq.topology.ExchangeDeclaration;
import io.carrotmq.topology.QueueDeclaration;
import io.carrotmq.topology.Topology;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads where a method consumes from, and what is declared for it. */
final class QueueReader {
    /** What a broker can count in milliseconds. */
    private static final Duration LONGEST = Duration.ofMillis(0xFFFF_FFFFL);

    private final Place place;
    private final Consume written;
    private final Consume consume;
    private final QueueDef definition;

    /**
     * Makes a reader.
     *
     * @param written the annotation in the code
     * @param consume the one with what is set from outside in place of it
     */
    QueueReader(Place place, Consume written, Consume consume) {
        this.place = place;
        this.written = written;
        this.consume = consume;
        this.definition = consume.queue();
    }

    /** The queue's name; empty for one the broker names. */
    String name() {
        place.name("@Consume", consume.value());
        place.name("@QueueDef", definition.value());
        String name = onlyName();
        if (name.isEmpty() && !definition.exclusive()) {
            place.add(Messages.noQueue(place.name()));
        }
        return name;
    }

    /** An administrator may set either member, whichever is written. */
    private String onlyName() {
        String value = consume.value();
        String declared = definition.value();
        if (value.isEmpty() || declared.isEmpty() || value.equals(declared)) {
            return value.isEmpty() ? declared : value;
        }
        boolean valueSet = !value.equals(written.value());
        boolean declaredSet = !declared.equals(written.queue().value());
        if (valueSet == declaredSet) {
            place.add(Messages.twoQueues(place.name(), value, declared));
        }
        return valueSet ? value : declared;
    }

    /** What is to be there, and who sees to that. */
    Topology topology(String queue) {
        if (queue.isEmpty() && !definition.exclusive()) {
            return Topology.NONE;
        }
        Topology.Builder topology = Topology.builder().mode(consume.declare());
        QueueDeclaration declaration = declaration(queue);
        if (isDeclared(declaration) || consume.declare() == Topology.Mode.VERIFY) {
            topology.queue(declaration);
        }
        if (queue.isEmpty() && consume.declare() != Topology.Mode.DECLARE) {
            place.add(Messages.contradiction(
                    place.name(),
                    "the queue has no name and declare is " + consume.declare(),
                    "name the queue, or let it be declared: the broker names a queue when it is declared"));
        }
        addBindings(topology, queue);
        return topology.build();
    }

    /** A definition that says nothing, or only another name from outside, is one that is not there. */
    private boolean isDeclared(QueueDeclaration declaration) {
        return definition.exclusive()
                || !written.queue().equals(Defaults.CONSUME.queue())
                || !declaration.equals(QueueDeclaration.of(declaration.name()));
    }

    private QueueDeclaration declaration(String queue) {
        try {
            QueueDeclaration declaration = new QueueDeclaration(
                    queue,
                    definition.type(),
                    definition.durable() && !queue.isEmpty(),
                    definition.exclusive(),
                    definition.autoDelete() || queue.isEmpty(),
                    arguments("@QueueDef.arguments", definition.arguments()));
            return bounded(declaration);
        } catch (ConfigurationException e) {
            place.add(Messages.refused(place.name(), "the queue '" + Messages.shown(queue) + "'", e));
            return QueueDeclaration.exclusive(queue);
        }
    }

    private QueueDeclaration bounded(QueueDeclaration start) {
        QueueDeclaration queue = start;
        var ttl = place.duration("@QueueDef.ttl", definition.ttl(), Duration.ZERO, LONGEST);
        if (ttl.isPresent()) {
            queue = queue.ttl(ttl.get());
        }
        var expires = place.duration("@QueueDef.expires", definition.expires(), Duration.ofMillis(1), LONGEST);
        if (expires.isPresent()) {
            queue = queue.expires(expires.get());
        }
        place.range("@QueueDef.maxLength", definition.maxLength(), 0, Long.MAX_VALUE);
        if (definition.maxLength() > 0) {
            queue = queue.maxLength(definition.maxLength());
        }
        place.range("@QueueDef.maxLengthBytes", definition.maxLengthBytes(), 0, Long.MAX_VALUE);
        if (definition.maxLengthBytes() > 0) {
            queue = queue.maxLengthBytes(definition.maxLengthBytes());
        }
        if (definition.overflow() != Defaults.CONSUME.queue().overflow()) {
            queue = queue.overflow(definition.overflow());
        }
        return limited(queue);
    }

    private QueueDeclaration limited(QueueDeclaration start) {
        QueueDeclaration queue = start;
        place.range("@QueueDef.maxPriority", definition.maxPriority(), 0, 255);
        if (definition.maxPriority() > 0) {
            queue = queue.maxPriority(definition.maxPriority());
        }
        place.range("@QueueDef.deliveryLimit", definition.deliveryLimit(), 0, Integer.MAX_VALUE);
        if (definition.deliveryLimit() > 0) {
            queue = queue.deliveryLimit(definition.deliveryLimit());
        }
        return definition.singleActiveConsumer() ? queue.singleActiveConsumer() : queue;
    }

    private void addBindings(Topology.Builder topology, String queue) {
        Map<String, ExchangeDeclaration> exchanges = new LinkedHashMap<>();
        for (Bind bind : consume.bind()) {
            place.name("@Bind.exchange", bind.exchange());
            try {
                ExchangeDeclaration exchange = ExchangeDeclaration.of(bind.exchange(), bind.type())
                        .durable(bind.durable())
                        .autoDelete(bind.autoDelete());
                ExchangeDeclaration other = exchanges.putIfAbsent(exchange.name(), exchange);
                if (other != null && !other.equals(exchange)) {
                    place.add(Messages.contradiction(
                            place.name(),
                            "two @Bind declare exchange '" + exchange.name() + "' in different ways",
                            "write the same type, durable and autoDelete in both"));
                }
                Map<String, Object> arguments = arguments("@Bind.arguments", bind.arguments());
                for (String key : bind.keys().length == 0 ? new String[] {""} : bind.keys()) {
                    place.name("@Bind.keys", key);
                    topology.binding(Binding.queue(bind.exchange(), queue, key).arguments(arguments));
                }
            } catch (ConfigurationException e) {
                place.add(Messages.refused(place.name(), "@Bind", e));
            }
        }
        exchanges.values().forEach(topology::exchange);
    }

    /** The arguments of a declaration or a consumer. */
    Map<String, Object> arguments(String member, Argument... arguments) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (Argument argument : arguments) {
            if (argument.name().isEmpty()) {
                place.add(Messages.malformed(place.name(), member, "", "has no name", "write the argument's name"));
            }
            place.name(member, argument.name());
            if (values.putIfAbsent(argument.name(), value(argument.value())) != null) {
                place.add(Messages.contradiction(
                        place.name(), member + " gives '" + argument.name() + "' twice", "keep one of them"));
            }
        }
        return values;
    }

    private static Object value(String text) {
        if (text.equals("true") || text.equals("false")) {
            return Boolean.valueOf(text);
        }
        // What would read differently when it is written again is a text, such as 007.
        return text.matches("0|-?[1-9]\\d{0,17}") ? (Object) Long.valueOf(text) : text;
    }
}
