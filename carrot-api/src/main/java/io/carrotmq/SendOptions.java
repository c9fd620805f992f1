package io.carrotmq;

import io.carrotmq.topology.Topology;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * Where and how a {@link Publisher} sends. Immutable: every method returns changed options. Start from {@link #DEFAULT}.
 *
 * @param exchange the exchange; empty means the default exchange, whose routing key is a queue's name
 * @param routingKey the routing key, possibly empty
 * @param mandatory whether a message that no queue takes is an error
 * @param properties the properties every message gets; content type and encoding are the codec's unless set here
 * @param topology what must exist before sending; seen to on each connection anew
 * @param connectTimeout how long a send waits for a broker that cannot be reached, zero or more; zero fails at
 *     once. {@link Publisher#sendAsync} does not wait
 * @param compression whether bodies are compressed
 * @param transactionMode how messages join a transaction; null means as the connection factory says
 */
public record SendOptions(
        String exchange,
        String routingKey,
        boolean mandatory,
        Properties properties,
        Topology topology,
        Duration connectTimeout,
        Compression compression,
        TransactionMode transactionMode) {
    /** Default exchange, empty routing key, mandatory, persistent, priority 0, no topology, ten seconds, not compressed. */
    public static final SendOptions DEFAULT = new SendOptions(
            "",
            "",
            true,
            Properties.builder().persistent(true).priority(0).build(),
            Topology.NONE,
            Duration.ofSeconds(10),
            Compression.NONE,
            null);

    /** Checks that every part is there. */
    public SendOptions {
        Objects.requireNonNull(exchange, "exchange");
        Objects.requireNonNull(routingKey, "routingKey");
        Objects.requireNonNull(properties, "properties");
        Objects.requireNonNull(topology, "topology");
        Objects.requireNonNull(connectTimeout, "connectTimeout");
        Objects.requireNonNull(compression, "compression");
        if (connectTimeout.isNegative()) {
            throw Messages.negativeConnectTimeout(connectTimeout);
        }
    }

    /**
     * The same to another exchange.
     *
     * @param name the exchange; empty for the default exchange
     * @return changed options
     */
    public SendOptions exchange(String name) {
        return new SendOptions(
                name, routingKey, mandatory, properties, topology, connectTimeout, compression, transactionMode);
    }

    /**
     * The same with another routing key.
     *
     * @param key the routing key
     * @return changed options
     */
    public SendOptions routingKey(String key) {
        return new SendOptions(
                exchange, key, mandatory, properties, topology, connectTimeout, compression, transactionMode);
    }

    /**
     * The same, mandatory or not.
     *
     * @param required true: a message that no queue takes throws {@link UnroutableException}; false: the broker drops
     *     it and confirms it
     * @return changed options
     */
    public SendOptions mandatory(boolean required) {
        return new SendOptions(
                exchange, routingKey, required, properties, topology, connectTimeout, compression, transactionMode);
    }

    /**
     * The same with changed properties.
     *
     * @param change sets properties on a builder that holds the present ones, and returns it
     * @return changed options
     */
    public SendOptions properties(UnaryOperator<Properties.Builder> change) {
        return new SendOptions(
                exchange,
                routingKey,
                mandatory,
                change.apply(properties.toBuilder()).build(),
                topology,
                connectTimeout,
                compression,
                transactionMode);
    }

    /**
     * The same with a topology.
     *
     * @param needed what must exist before sending
     * @return changed options
     */
    public SendOptions topology(Topology needed) {
        return new SendOptions(
                exchange, routingKey, mandatory, properties, needed, connectTimeout, compression, transactionMode);
    }

    /**
     * The same with another patience for a broker that cannot be reached.
     *
     * @param wait how long a send waits; zero fails at once
     * @return changed options
     */
    public SendOptions connectTimeout(Duration wait) {
        return new SendOptions(
                exchange, routingKey, mandatory, properties, topology, wait, compression, transactionMode);
    }

    /**
     * The same with one header more.
     *
     * @param name the header's name
     * @param value its value; null removes the header
     * @return changed options
     */
    public SendOptions header(String name, Object value) {
        return properties(p -> p.header(name, value));
    }

    /**
     * The same for messages that survive a restart of the broker in a durable queue, or not.
     *
     * @param yes true for persistent, false for transient
     * @return changed options
     */
    public SendOptions persistent(boolean yes) {
        return properties(p -> p.persistent(yes));
    }

    /**
     * The same with another priority.
     *
     * @param value 0 to 255; what a queue makes of it is its {@code maxPriority}'s affair
     * @return changed options
     */
    public SendOptions priority(int value) {
        return properties(p -> p.priority(value));
    }

    /**
     * The same with another content type, which says all there is to say about bodies: they are not encoded any more, so
     * that only {@code byte[]} and {@code CharSequence} can be sent: bytes as they are, text in the character set that
     * the content encoding names, utf-8 if it names none.
     *
     * @param type the bodies' media type; null leaves it to the codec
     * @return changed options
     */
    public SendOptions contentType(String type) {
        return properties(p -> p.contentType(type));
    }

    /**
     * The same with another content encoding. Bodies that a codec writes as text are written in that character set.
     *
     * @param encoding the bodies' character set, or {@code binary}; null leaves it to the codec
     * @return changed options
     */
    public SendOptions contentEncoding(String encoding) {
        return properties(p -> p.contentEncoding(encoding));
    }

    /**
     * The same for messages that expire.
     *
     * @param time how long a message may wait in a queue, zero to 49 days, with a precision of milliseconds; null for
     *     ever
     * @return changed options
     */
    public SendOptions expiration(Duration time) {
        return properties(p -> p.expiration(time));
    }

    /**
     * The same with a correlation id.
     *
     * @param id what the messages answer or belong to; null for none
     * @return changed options
     */
    public SendOptions correlationId(String id) {
        return properties(p -> p.correlationId(id));
    }

    /**
     * The same with a reply address.
     *
     * @param address where to answer; null for nowhere
     * @return changed options
     */
    public SendOptions replyTo(String address) {
        return properties(p -> p.replyTo(address));
    }

    /**
     * The same with a message id.
     *
     * @param id the application's name for the message; null for none
     * @return changed options
     */
    public SendOptions messageId(String id) {
        return properties(p -> p.messageId(id));
    }

    /**
     * The same with a type.
     *
     * @param name the application's name for the kind of message, which wins over the name that the codecs have for a
     *     body's class; null leaves it to the codec
     * @return changed options
     */
    public SendOptions type(String name) {
        return properties(p -> p.type(name));
    }

    /**
     * The same with an application id.
     *
     * @param id the sending application; null for none
     * @return changed options
     */
    public SendOptions appId(String id) {
        return properties(p -> p.appId(id));
    }

    /**
     * The same with a user id.
     *
     * @param user the user the connection is authenticated as, or the broker may refuse the message; null for none
     * @return changed options
     */
    public SendOptions userId(String user) {
        return properties(p -> p.userId(user));
    }

    /**
     * The same with a timestamp.
     *
     * @param time when the message was made, with a precision of seconds; null for none
     * @return changed options
     */
    public SendOptions timestamp(Instant time) {
        return properties(p -> p.timestamp(time));
    }

    /**
     * The same with another compression.
     *
     * @param how whether and how bodies are compressed
     * @return changed options
     */
    public SendOptions compression(Compression how) {
        return new SendOptions(
                exchange, routingKey, mandatory, properties, topology, connectTimeout, how, transactionMode);
    }

    /**
     * The same with another way to join a transaction than the connection factory's. Outside a transaction it means
     * nothing. Messages of different modes can be sent in one transaction.
     *
     * @param mode the mode; null means as the connection factory says. A factory whose mode the container has to know of
     *     ({@link TransactionMode#LOCAL}, {@link TransactionMode#TX}) can be asked for any other, those two included; one
     *     whose mode it need not know of can be asked for all but these two, and a send in a transaction then fails with
     *     {@link UnsupportedException}
     * @return changed options
     */
    public SendOptions transactionMode(TransactionMode mode) {
        return new SendOptions(
                exchange, routingKey, mandatory, properties, topology, connectTimeout, compression, mode);
    }
}
