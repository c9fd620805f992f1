package io.carrotmq;

import java.util.Objects;

/**
 * An encoded message on its way out. Immutable, except that the body's array is not copied: whoever makes one gives
 * the array away.
 *
 * @param exchange the exchange to publish to; empty means the broker's default exchange, whose routing key is a queue's
 *     name
 * @param routingKey the routing key, possibly empty
 * @param mandatory whether a message that no queue takes is an error ({@link UnroutableException}) rather than dropped.
 *     AMQP's {@code immediate} cannot be asked for: RabbitMQ ends the connection over it
 * @param properties the message's properties
 * @param body the encoded body, possibly of length zero
 * @param transactionMode how it joins a transaction; null means as the connection factory says
 */
public record OutgoingMessage(
        String exchange,
        String routingKey,
        boolean mandatory,
        Properties properties,
        byte[] body,
        TransactionMode transactionMode) {
    /** Checks that every part is there. */
    public OutgoingMessage {
        Objects.requireNonNull(exchange, "exchange");
        Objects.requireNonNull(routingKey, "routingKey");
        Objects.requireNonNull(properties, "properties");
        Objects.requireNonNull(body, "body");
    }

    /**
     * Makes one that joins transactions as the connection factory says.
     *
     * @param exchange the exchange to publish to
     * @param routingKey the routing key, possibly empty
     * @param mandatory whether a message that no queue takes is an error
     * @param properties the message's properties
     * @param body the encoded body, possibly of length zero
     */
    public OutgoingMessage(String exchange, String routingKey, boolean mandatory, Properties properties, byte[] body) {
        this(exchange, routingKey, mandatory, properties, body, null);
    }

    /** {@return the same message, not mandatory: the broker drops it if no queue takes it} */
    public OutgoingMessage optional() {
        return new OutgoingMessage(exchange, routingKey, false, properties, body, transactionMode);
    }

    /** {@return a description without the body, which is never logged} */
    @Override
    public String toString() {
        return "message to exchange '" + exchange + "' with routing key '" + routingKey + "' (" + body.length
                + " bytes)";
    }
}
