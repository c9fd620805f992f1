package io.carrotmq.transport;

import io.carrotmq.OutgoingMessage;
import io.carrotmq.SubscribeOptions;
import io.carrotmq.topology.Binding;
import io.carrotmq.topology.ExchangeDeclaration;
import io.carrotmq.topology.QueueDeclaration;
import java.time.Duration;
import java.util.Optional;

/**
 * A channel: one stream of publishes with their confirms, or some consumers. Operations may be called by any thread;
 * publishes are numbered in the order of the calls, so the caller makes them one at a time. Each throws
 * {@link TransportException} once the channel has ended; what the broker refuses ends the channel, and some brokers end
 * the whole connection over it.
 */
public interface TransportChannel {
    /** Makes the broker confirm each publish from now on. */
    void confirmPublishes();

    /**
     * Makes publishes part of a transaction of the broker from now on, in place of confirms. There always is one: the next
     * begins where one ends. A message that is published in it is seen by nobody before it is committed; an exchange that
     * does not exist ends the channel at once.
     */
    void transactPublishes();

    /**
     * Commits what was published since the last transaction ended. When it returns, the listener has been told of each
     * mandatory message that no queue took, and the others are in their queues. When it throws, nobody knows how much is.
     *
     * @param bound how long to wait for the answer; without one the channel has ended
     */
    void commit(Duration bound);

    /**
     * Undoes what was published since the last transaction ended.
     *
     * @param bound how long to wait for the answer; without one the channel has ended
     */
    void rollback(Duration bound);

    /** {@return the number the next publish will have, from 1} */
    long nextSequence();

    /**
     * Publishes a message. It may stay in a buffer of the transport, which sends it on within a millisecond or so by
     * itself and at once by {@link #flush()}.
     *
     * @throws RuntimeException other than {@link TransportException} if it does not fit the protocol; nothing was sent
     *     and nothing counted then
     */
    void publish(OutgoingMessage message);

    /**
     * Sends on what the transport still holds, on this thread unless another is doing so already. Throws nothing: what
     * cannot be sent is lost with the connection, whose end the listener is told.
     */
    void flush();

    /** Declares an exchange as it is. */
    void declare(ExchangeDeclaration exchange);

    /** Asks whether the exchange exists, without creating it. */
    void verifyExchange(String name);

    /**
     * Declares a queue; {@link io.carrotmq.topology.QueueType#DEFAULT} is the broker's own default here.
     *
     * @return the queue's name, which the broker made up if the declaration's is empty
     */
    String declare(QueueDeclaration queue);

    /**
     * Asks whether the queue exists, without creating it.
     *
     * @return how many messages wait in it, -1 if the broker does not tell
     */
    long verifyQueue(String name);

    void bind(Binding binding);

    /** @return how many messages were removed */
    long purge(String queue);

    /** Deletes a queue; one that does not exist is no error. */
    void deleteQueue(String name);

    /** Deletes an exchange; one that does not exist is no error. */
    void deleteExchange(String name);

    /**
     * Starts a consumer. Of the options it looks at prefetch, exclusivity, arguments and whether the broker shall expect
     * acknowledgements ({@link io.carrotmq.Acknowledgement#NONE}: it shall not). Deliveries may come before it returns.
     *
     * @param consumerTag the consumer's name, which no other on this channel has
     */
    void consume(String queue, String consumerTag, SubscribeOptions options);

    /** Ends a consumer; when it returns, nothing more is delivered to it. */
    void cancel(String consumerTag);

    /** Takes one message; {@code noAck} if the broker shall not expect an acknowledgement. */
    Optional<IncomingMessage> get(String queue, boolean noAck);

    /** Acknowledges a delivery, and all before it that are not settled if {@code multiple}. */
    void ack(long deliveryTag, boolean multiple);

    /** Gives a delivery back, or rejects it for good unless {@code requeue}. */
    void nack(long deliveryTag, boolean requeue);

    /** Gives a delivery back as one that has failed: a queue with a delivery limit or a delayed retry counts that. */
    void giveBackFailed(long deliveryTag);

    boolean isOpen();

    /** Closes the channel, bounded; unsettled deliveries go back to their queues. Does nothing the second time. */
    void close();
}
