package io.carrotmq;

import java.time.Duration;
import java.util.Optional;

/**
 * A running consumer on a queue, or on several that share a channel, read by polling.
 *
 * <p>Obtained from {@link Connection#subscribe}. The broker pushes up to the prefetch count of messages ahead for each
 * queue; those of several queues come in the order the broker sends them. Acknowledgements are sent in groups, a few
 * milliseconds late at most.
 *
 * <p><strong>Threads:</strong> one thread polls; any thread may call the other methods. <strong>Lifecycle:</strong>
 * closing it cancels the consumers and gives the messages that were pushed but not polled, or polled but not settled,
 * back to their queues.
 */
public interface Subscription extends AutoCloseable {
    /**
     * Waits for the next message.
     *
     * @param timeout how long at most; zero or less looks once without waiting
     * @return the next delivery, or empty if none came in time
     * @throws InterruptedException if the thread is interrupted while it waits
     * @throws ConsumeException if the subscription has ended: closed, cancelled by the broker
     *     ({@link ConsumerCancelledException}), or its connection lost ({@link ConsumerLostException})
     */
    Optional<Delivery<byte[]>> poll(Duration timeout) throws InterruptedException;

    /**
     * Consumes from another queue as well. The options' topology is seen to first.
     *
     * @param queue the queue's name, not one that is consumed from already
     * @param options how to consume
     * @throws ConsumeException if the broker refuses; as that ends the channel, the whole subscription has ended then
     */
    void add(String queue, SubscribeOptions options);

    /**
     * Consumes no more from a queue, and gives back what was pushed from it but not polled. What was polled can still be
     * settled. Does nothing if the queue is not consumed from.
     *
     * @param queue the queue's name
     */
    void cancel(String queue);

    /**
     * Makes the broker send nothing more for the time being, and gives back what was pushed but not polled. Until
     * {@link #resume()}, {@link #poll} finds nothing. Does nothing the second time.
     */
    void pause();

    /** Makes the broker send again. Does nothing unless it is paused. */
    void resume();

    /**
     * Changes how many unsettled messages the broker sends ahead for each queue.
     *
     * @param count 1 to 65535
     * @throws ConfigurationException if it is out of range
     */
    void prefetch(int count);

    /** Ends the subscription. Does nothing the second time. */
    @Override
    void close();
}
