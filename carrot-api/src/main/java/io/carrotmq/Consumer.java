package io.carrotmq;

import io.carrotmq.codec.Decoder;
import java.time.Duration;
import java.util.Optional;

/**
 * Takes messages of one type from one queue, on the caller's own thread.
 *
 * <p>Injected ({@code @Inject @Queue("feed") Consumer<ImportFeed> inbox}), or made with {@link #of}. For messages that
 * shall start work by themselves write a message-driven bean.
 *
 * <p>A message that cannot be decoded is rejected (to the queue's dead letters, if it has any) and reported by
 * {@link CodecException}; it never comes back in a loop.
 *
 * <p><strong>Threads:</strong> one thread at a time; {@link #cancel()} and {@link #close()} from any.
 * <strong>Lifecycle:</strong> it connects with the first call that needs a broker and holds that connection until it
 * is closed; after a connection is lost the next call connects anew. Unsettled deliveries go back to the queue when it
 * is closed.
 *
 * @param <T> the type of the bodies
 */
public interface Consumer<T> extends AutoCloseable {

    /**
     * Makes a consumer.
     *
     * @param connections where its connection comes from; the consumer does not close the factory
     * @param queue the queue's name; the queue exists already
     * @param decoder how bodies are decoded
     * @param options how to consume
     * @param <T> the type of the bodies
     * @return a consumer, not connected yet
     */
    static <T> Consumer<T> of(
            ConnectionFactory connections, String queue, Decoder<T> decoder, SubscribeOptions options) {
        return new DecodingConsumer<>(connections, queue, decoder, options);
    }

    /**
     * Takes one message if there is one now.
     *
     * @return the message, or empty if the queue is empty
     * @throws CodecException if the message cannot be decoded; it was rejected
     * @throws ConsumeException if the queue does not exist, the connection is lost, or this consumer is closed
     * @throws ConnectException if no broker can be reached
     */
    Optional<Delivery<T>> fetch();

    /**
     * Waits for the next message, with the broker sending ahead.
     *
     * @param timeout how long at most; zero or less looks once
     * @return the message, or empty if none came in time
     * @throws InterruptedException if the thread is interrupted while it waits
     * @throws CodecException if the message cannot be decoded; it was rejected
     * @throws ConsumeException as {@link #fetch()}
     * @throws ConnectException if no broker can be reached
     */
    Optional<Delivery<T>> receive(Duration timeout) throws InterruptedException;

    /**
     * Registers a handler for {@link #consume()}. Several are called in the order they were registered, each with the
     * same delivery; a handler looks at {@link Delivery#state()} if those before it may have settled it.
     *
     * @param handler what to call
     * @return this
     */
    Consumer<T> onMessage(MessageHandler<? super T> handler);

    /**
     * Runs the handlers on this thread for each message, until {@link #cancel()} or {@link #close()} is called or the
     * thread is interrupted.
     *
     * @return how many messages were handled
     * @throws ConsumeException if there is no handler, a handler throws, or consuming cannot go on
     */
    long consume();

    /**
     * Runs the handlers on this thread for a number of messages.
     *
     * @param limit after how many messages to return; zero or less returns at once
     * @return how many messages were handled: fewer than the limit if cancelled, closed or interrupted
     * @throws ConsumeException as {@link #consume()}
     */
    long consume(long limit);

    /** Ends the running {@link #consume()} after the message it works on, and the subscription with it. */
    void cancel();

    /** Ends this consumer for good and gives its connection back. Does nothing the second time. */
    @Override
    void close();
}
