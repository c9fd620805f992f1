package io.carrotmq;

import io.carrotmq.codec.Decoder;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * Several queues consumed through one channel on the caller's own thread, in the order the broker sends their messages.
 *
 * <p>Made with {@link #of}. Queues can be added and cancelled while it runs. When a queue is deleted, it is declared again
 * if it is part of its options' topology; if not, {@link ConsumerCancelledException} is thrown once, and the set goes on
 * with the others when messages are taken again. On brokers that bound what is sent ahead for each channel and not for each
 * consumer (Qpid), the prefetch count of the queue added last counts for all.
 *
 * <p><strong>Threads:</strong> one thread at a time takes messages; the other methods from any.
 * <strong>Lifecycle:</strong> it connects with the first call that takes messages and holds that connection until it is
 * closed; a running {@link #consume()} comes back by itself when the connection is lost. Unsettled deliveries go back to
 * their queues when it is closed.
 */
public interface ConsumerSet extends AutoCloseable {

    /**
     * Makes a set without queues.
     *
     * @param connections where its connection comes from; the set does not close the factory
     * @return a set, not connected yet
     */
    static ConsumerSet of(ConnectionFactory connections) {
        return new DecodingConsumerSet(connections);
    }

    /**
     * Adds a queue, whose messages go to the set's handlers.
     *
     * @param queue the queue's name, not one that the set has; it exists already, or the options' topology declares it
     * @param decoder how its bodies are decoded
     * @param options how to consume from it
     * @return this
     * @throws ConsumeException if the set has the queue already, is closed, or runs and the broker refuses
     */
    ConsumerSet add(String queue, Decoder<?> decoder, SubscribeOptions options);

    /**
     * Adds a queue with a handler of its own, which is called in place of the set's.
     *
     * @param queue the queue's name, not one that the set has; it exists already, or the options' topology declares it
     * @param decoder how its bodies are decoded
     * @param options how to consume from it
     * @param handler what to call
     * @param <T> the type of the bodies
     * @return this
     * @throws ConsumeException as {@link #add(String, Decoder, SubscribeOptions)}
     */
    <T> ConsumerSet add(
            String queue, Decoder<? extends T> decoder, SubscribeOptions options, MessageHandler<? super T> handler);

    /**
     * Registers a handler for the messages of every queue without one of its own. Several are called in the order they
     * were registered.
     *
     * @param handler what to call
     * @return this
     */
    ConsumerSet onMessage(MessageHandler<Object> handler);

    /**
     * Registers what becomes of messages that cannot be decoded, as {@link Consumer#onDecodeError} says. Without it they go to
     * the dead letters, and that is logged.
     *
     * @param handler gets the undecoded delivery and the reason, whose text and causes may quote the body
     * @return this
     */
    ConsumerSet onDecodeError(BiConsumer<? super Delivery<byte[]>, ? super CodecException> handler);

    /**
     * Waits for the next message of any queue.
     *
     * @param timeout how long at most; zero or less looks once
     * @return the message, or empty if none came in time or the one that came could not be decoded and was handled as
     *     such; {@link Envelope#queue()} tells where it is from
     * @throws InterruptedException if the thread is interrupted while it waits
     * @throws ConsumeException if there is no queue in the set, one does not exist, or the connection is lost
     * @throws ConnectException if no broker can be reached
     */
    Optional<Delivery<?>> receive(Duration timeout) throws InterruptedException;

    /**
     * Runs the handlers on this thread for each message, until {@link #cancel()} or {@link #close()} is called or the
     * thread is interrupted. What becomes of a message whose handler throws {@link Consumer#consume()} says.
     *
     * @return how many messages were handled, or failed
     * @throws ConsumeException if there is no queue, a queue has no handler, or consuming cannot go on; for handlers that
     *     throw as {@link Consumer#consume()}
     * @throws ConnectException if the retry schedule of the queue added first is used up
     */
    long consume();

    /**
     * Runs the handlers on this thread for a number of messages. What the broker has sent ahead of the last one goes back
     * to its queue.
     *
     * @param limit after how many messages to return; zero or less returns at once. Not one more is taken
     * @return how many messages were handled: fewer than the limit if cancelled, closed or interrupted
     * @throws ConsumeException as {@link #consume()}
     * @throws ConnectException as {@link #consume()}
     */
    long consume(long limit);

    /**
     * Removes all messages that wait in the set's queues.
     *
     * @return how many there were
     * @throws ConsumeException if a queue does not exist
     * @throws ConnectException if no broker can be reached
     */
    long discardAll();

    /** Makes the broker send nothing more for the time being, and gives back what was sent but not taken. */
    void pause();

    /** Makes the broker send again. Does nothing unless it is paused. */
    void resume();

    /**
     * Changes how many unsettled messages the broker sends ahead, for each queue.
     *
     * @param count 1 to 65535
     * @throws ConfigurationException if it is out of range
     */
    void prefetch(int count);

    /**
     * Takes a queue out of the set. What was taken from it can still be settled. Does nothing if the set has it not.
     *
     * @param queue the queue's name
     */
    void cancel(String queue);

    /** Ends the running {@link #consume()} after the message it works on. The queues stay in the set. */
    void cancel();

    /** Ends this set for good and gives its connection back. Does nothing the second time. */
    @Override
    void close();
}
