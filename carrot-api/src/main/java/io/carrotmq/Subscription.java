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
     * @throws ConsumerCancelledException if the broker has ended the consumer of a queue. It is thrown once for each
     *     queue, which is not consumed from any more and can be added again, and the others go on; with the last one the
     *     subscription has ended. Where the broker does not tell ({@link Capability#CANCEL_NOTICE}), it is found out
     *     within some seconds
     * @throws ConsumerLostException if the connection is lost; what was pushed but not polled comes again
     * @throws ConsumeException if the subscription has ended: closed, or for one of the reasons above
     */
    Optional<Delivery<byte[]>> poll(Duration timeout) throws InterruptedException;

    /**
     * Consumes from another queue as well. The options' topology is seen to first.
     *
     * @param queue the queue's name, not one that is consumed from already
     * @param options how to consume
     * @throws ConsumeException if the queue is consumed from already, or the broker refuses; as the latter ends the
     *     channel, the whole subscription has ended then. While it is paused the broker is asked by {@link #resume()}
     * @throws TopologyException as {@link Connection#declare}
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
     * Changes how many unsettled messages the broker sends ahead for each queue: ends the consumers, gives back what was
     * pushed but not polled, and consumes anew. What was polled can still be settled.
     *
     * @param count 1 to 65535
     * @throws ConfigurationException if it is out of range
     */
    void prefetch(int count);

    /** Ends the subscription. Does nothing the second time. */
    @Override
    void close();
}
