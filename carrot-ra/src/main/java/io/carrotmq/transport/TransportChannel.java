package io.carrotmq.transport;

import io.carrotmq.OutgoingMessage;
import io.carrotmq.SubscribeOptions;
import java.util.Optional;

/**
 * A channel: one stream of publishes with their confirms, or one consumer. Operations may be called by any thread;
 * publishes are numbered in the order of the calls, so the caller makes them one at a time. Each throws
 * {@link TransportException} once the channel has ended.
 */
public interface TransportChannel {
    /** Makes the broker confirm each publish from now on. */
    void confirmPublishes();

    /** {@return the number the next publish will have, from 1} */
    long nextSequence();

    /**
     * Publishes a message.
     *
     * @throws RuntimeException other than {@link TransportException} if its properties do not fit the protocol; the
     *     numbering is unreliable after that
     */
    void publish(OutgoingMessage message);

    void declare(ExchangeDeclaration exchange);

    /** Asks whether the exchange exists, without creating it. */
    void verify(ExchangeDeclaration exchange);

    /** {@return the queue's name, which the broker made up if the declaration's is empty} */
    String declare(QueueDeclaration queue);

    /** Asks whether the queue exists, without creating it. */
    void verify(QueueDeclaration queue);

    void bind(Binding binding);

    /**
     * Starts the channel's consumer, with manual acknowledgement.
     *
     * @return its tag
     */
    String consume(String queue, SubscribeOptions options);

    void cancel(String consumerTag);

    /** Takes one message. */
    Optional<IncomingMessage> get(String queue);

    void ack(long deliveryTag, boolean multiple);

    void nack(long deliveryTag, boolean multiple, boolean requeue);

    boolean isOpen();

    /** Closes the channel, bounded; unsettled deliveries go back to their queues. Does nothing the second time. */
    void close();
}
