package io.carrotmq;

import java.time.Duration;
import java.util.Optional;

/**
 * A running consumer on a queue, read by polling.
 *
 * <p>Obtained from {@link Connection#subscribe}. The broker pushes up to the prefetch count of messages ahead.
 *
 * <p><strong>Threads:</strong> one thread polls; any thread may close. <strong>Lifecycle:</strong> closing it cancels
 * the consumer and gives the messages that were pushed but not polled back to the queue.
 */
public interface Subscription extends AutoCloseable {
    /**
     * Waits for the next message.
     *
     * @param timeout how long at most; zero or less looks once without waiting
     * @return the next delivery, or empty if none came in time
     * @throws InterruptedException if the thread is interrupted while it waits
     * @throws ConsumeException if the subscription has ended: closed, cancelled by the broker, or its connection lost
     */
    Optional<Delivery<byte[]>> poll(Duration timeout) throws InterruptedException;

    /** Ends the subscription. Does nothing the second time. */
    @Override
    void close();
}
