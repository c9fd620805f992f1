package io.carrotmq.topology;

import io.carrotmq.Capability;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * An exchange as it shall be. Immutable: every method returns a changed declaration. Start from one of the factory
 * methods, which make it durable, not auto-delete and not internal.
 *
 * @param name the exchange's name, not empty
 * @param type {@code direct}, {@code fanout}, {@code topic}, {@code headers}, or a type the broker adds to these
 * @param durable whether it survives a restart of the broker
 * @param autoDelete whether the broker deletes it when the last binding from it is gone
 * @param internal whether only other exchanges may publish to it
 * @param arguments further arguments, as the broker defines them
 */
public record ExchangeDeclaration(
        String name,
        String type,
        boolean durable,
        boolean autoDelete,
        boolean internal,
        Map<String, Object> arguments) {
    /** The argument that names the alternate exchange. */
    public static final String ALTERNATE_EXCHANGE = "alternate-exchange";

    /** Checks the names and copies the arguments. */
    public ExchangeDeclaration {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(type, "type");
        if (name.isEmpty()) {
            throw Messages.unnamedExchange();
        }
        if (type.isEmpty()) {
            throw Messages.untypedExchange(name);
        }
        arguments = Map.copyOf(arguments);
    }

    /**
     * A durable exchange of any type.
     *
     * @param name the exchange's name
     * @param type the type, which the broker must know
     * @return its declaration
     */
    public static ExchangeDeclaration of(String name, String type) {
        return new ExchangeDeclaration(name, type, true, false, false, Map.of());
    }

    /**
     * A durable exchange that routes by equal routing keys.
     *
     * @param name the exchange's name
     * @return its declaration
     */
    public static ExchangeDeclaration direct(String name) {
        return of(name, "direct");
    }

    /**
     * A durable exchange that routes to everything bound to it.
     *
     * @param name the exchange's name
     * @return its declaration
     */
    public static ExchangeDeclaration fanout(String name) {
        return of(name, "fanout");
    }

    /**
     * A durable exchange that routes by patterns of words ({@code *} for one word, {@code #} for any number).
     *
     * @param name the exchange's name
     * @return its declaration
     */
    public static ExchangeDeclaration topic(String name) {
        return of(name, "topic");
    }

    /**
     * A durable exchange that routes by the message's headers.
     *
     * @param name the exchange's name
     * @return its declaration
     */
    public static ExchangeDeclaration headers(String name) {
        return of(name, "headers");
    }

    /**
     * The same, durable or not.
     *
     * @param yes whether it survives a restart of the broker
     * @return a changed declaration
     */
    public ExchangeDeclaration durable(boolean yes) {
        return new ExchangeDeclaration(name, type, yes, autoDelete, internal, arguments);
    }

    /**
     * The same, auto-delete or not.
     *
     * @param yes whether the broker deletes it when the last binding from it is gone
     * @return a changed declaration
     */
    public ExchangeDeclaration autoDelete(boolean yes) {
        return new ExchangeDeclaration(name, type, durable, yes, internal, arguments);
    }

    /**
     * The same, internal or not.
     *
     * @param yes whether only other exchanges may publish to it
     * @return a changed declaration
     */
    public ExchangeDeclaration internal(boolean yes) {
        return new ExchangeDeclaration(name, type, durable, autoDelete, yes, arguments);
    }

    /**
     * The same with an alternate exchange.
     *
     * @param exchange where the broker routes a message that no binding takes
     * @return a changed declaration
     */
    public ExchangeDeclaration alternate(String exchange) {
        return argument(ALTERNATE_EXCHANGE, exchange);
    }

    /**
     * The same with one argument more, as it goes to the broker.
     *
     * @param key the argument's name
     * @param value a string, number, boolean, list or map; not null
     * @return a changed declaration
     */
    public ExchangeDeclaration argument(String key, Object value) {
        Map<String, Object> changed = new LinkedHashMap<>(arguments);
        changed.put(key, value);
        return new ExchangeDeclaration(name, type, durable, autoDelete, internal, changed);
    }

    /**
     * {@return what a broker must be able to do to have this exchange, beyond plain AMQP} The keys say what asks for it: the name of an
     * argument. Arguments that Carrot does not know are between the user and the broker, and not among them.
     */
    public Map<String, Capability> needs() {
        return Needs.of(this);
    }
}
