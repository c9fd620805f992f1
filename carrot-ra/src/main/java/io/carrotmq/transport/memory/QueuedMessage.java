package io.carrotmq.transport.memory;

import io.carrotmq.Properties;
import io.carrotmq.transport.IncomingMessage;
import java.util.Comparator;

/** A message in one queue, ready or with a consumer. */
final class QueuedMessage {
    /** How a queue delivers: the higher priority first, and where it is the same the older. */
    static final Comparator<QueuedMessage> ORDER = Comparator.<QueuedMessage>comparingInt(message -> -message.priority)
            .thenComparingLong(message -> message.position);

    private static final String ACQUIRED_COUNT = "x-acquired-count";
    private static final String DELIVERY_COUNT = "x-delivery-count";

    private final StoredMessage message;
    private final int priority;
    private final long position;
    private final long expiresAt;
    private boolean redelivered;
    private long returns;
    private long losses;

    QueuedMessage(StoredMessage message, int priority, long position, long expiresAt) {
        this.message = message;
        this.priority = priority;
        this.position = position;
        this.expiresAt = expiresAt;
    }

    StoredMessage message() {
        return message;
    }

    long expiresAt() {
        return expiresAt;
    }

    boolean redelivered() {
        return redelivered;
    }

    /** It comes back to its queue, which may count that. */
    void comesBack(boolean counted) {
        redelivered = true;
        returns += counted ? 1 : 0;
    }

    /** Whoever had it is gone. */
    void isLost(boolean counted) {
        losses += counted ? 1 : 0;
    }

    long losses() {
        return losses;
    }

    /** {@return the message as it goes to a consumer} */
    IncomingMessage incoming(String consumerTag, long deliveryTag, boolean again) {
        IncomingMessage plain = message.incoming(consumerTag, deliveryTag, again);
        return returns == 0 ? plain : counted(plain);
    }

    private IncomingMessage counted(IncomingMessage plain) {
        Properties.Builder properties = plain.properties().toBuilder().header(ACQUIRED_COUNT, returns);
        return new IncomingMessage(
                plain.consumerTag(),
                plain.deliveryTag(),
                plain.redelivered(),
                plain.exchange(),
                plain.routingKey(),
                (losses == 0 ? properties : properties.header(DELIVERY_COUNT, losses)).build(),
                plain.body());
    }
}
