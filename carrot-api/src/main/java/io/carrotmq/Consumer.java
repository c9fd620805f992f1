package io.carrotmq;

import io.carrotmq.codec.Decoder;
import io.carrotmq.event.ConsumerEvent;
import java.time.Duration;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.Flow;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Takes messages of one type from one queue, on the caller's own thread.
 *
 * <p>Injected ({@code @Inject @Queue("feed") Consumer<ImportFeed> inbox}), or made with {@link #of}. For messages that
 * shall start work by themselves write a message-driven bean.
 *
 * <p>There are two ways to take messages, and they do not mix in one consumer at one time. {@link #fetch()} and
 * {@link #iterator()} ask the queue for single messages. {@link #receive}, {@link #consume()} and {@link #stream()} have
 * the broker send ahead, up to the prefetch count. {@link #flow()} does so as well, with a connection of its own for each
 * subscriber.
 *
 * <p>A message that cannot be decoded goes to the dead letters ({@link DeadLettering}) at once and is reported by {@link
 * CodecException}, unless {@link #onDecodeError} says otherwise; it is never tried again, and its body never logged. One
 * whose handler throws is tried again as the options' {@link Redelivery} says and goes there in the end.
 *
 * <p>When its connection is lost, {@link #receive} and {@link #fetch()} say so and connect anew with the next call;
 * {@link #consume()}, {@link #stream()} and {@link #flow()} come back by themselves, as the options' retry schedule
 * says. What was not settled is delivered again; settling an old delivery does nothing. When the queue is deleted, they
 * declare it again if it is part of the options' topology, and end with {@link ConsumerCancelledException} if not.
 *
 * <p><strong>Threads:</strong> one thread at a time takes messages; {@link #pause()}, {@link #resume()},
 * {@link #prefetch}, {@link #cancel()} and {@link #close()} from any. <strong>Lifecycle:</strong> it connects with the
 * first call that needs a broker and holds that connection until it is closed. Unsettled deliveries go back to the queue
 * when it is closed.
 *
 * @param <T> the type of the bodies
 */
public interface Consumer<T> extends Iterable<Delivery<T>>, AutoCloseable {

    /**
     * Makes a consumer.
     *
     * @param connections where its connection comes from; the consumer does not close the factory
     * @param queue the queue's name; it exists already, or the options' topology declares it
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
     * @return the message, or empty if the queue is empty, or if the message could not be decoded and {@link
     *     #onDecodeError} has a handler that was told so
     * @throws CodecException if the message cannot be decoded and there is no such handler; it went to the dead letters
     * @throws ConsumeException if the queue does not exist, the connection is lost, or this consumer is closed
     * @throws ConnectException if no broker can be reached
     */
    Optional<Delivery<T>> fetch();

    /**
     * Waits for the next message, with the broker sending ahead.
     *
     * @param timeout how long at most; zero or less looks once
     * @return the message, or empty if none came in time, or at once if the one that came could not be decoded and {@link
     *     #onDecodeError} has a handler that was told so
     * @throws InterruptedException if the thread is interrupted while it waits
     * @throws CodecException if the message cannot be decoded and there is no such handler; it went to the dead letters
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
     * Registers what becomes of messages that cannot be decoded, in place of an exception or a line in the log; the last
     * one registered counts. Called on the thread that takes messages. What it leaves unsettled goes to the dead letters
     * after it, also if it throws, which is logged; so does what was acknowledged when it came ({@link
     * Acknowledgement#AUTO}, {@link Acknowledgement#NONE}), unless it has sent that there by itself. What it gives back
     * comes again at once, as undecodable as before.
     *
     * @param handler gets the undecoded delivery and the reason, whose text and causes may quote the body
     * @return this
     */
    Consumer<T> onDecodeError(BiConsumer<? super Delivery<byte[]>, ? super CodecException> handler);

    /**
     * Has a listener told when the broker has accepted this consumer, when it is lost or cannot be had, and when it is
     * paused: for {@link #receive}, {@link #consume()} and {@link #stream()}, not for {@link #flow()}. That nobody takes
     * messages for a while, between two calls, is no change. Several listeners are told in the order they were given.
     *
     * @param listener called on the thread that takes messages, pauses or resumes, one event at a time; it must not wait,
     *     nor call this consumer. What it throws is logged. It is told what happens from now on
     * @return this consumer
     */
    Consumer<T> onChange(java.util.function.Consumer<? super ConsumerEvent> listener);

    /**
     * Runs the handlers on this thread for each message, until {@link #cancel()} or {@link #close()} is called or the
     * thread is interrupted. Comes back by itself when the connection is lost.
     *
     * <p>A message whose handler throws has {@link Delivery#fail failed} unless it is settled, and the next is handled. That
     * is logged, as a WARNING for the first attempt, the last, and the 10th, 100th, ... between them, and as DEBUG for the
     * others. A handler that throws {@link InterruptedException} has not failed: its message goes back, and the loop ends
     * with the thread interrupted. After an {@link Error}, which is thrown on, the message has failed.
     *
     * @return how many messages were handled, or failed
     * @throws ConsumeException if there is no handler, or consuming cannot go on; also if a handler throws and messages are
     *     not acknowledged manually, or not redelivered by a policy ({@link Redelivery.Mode#REQUEUE})
     * @throws ConnectException if the retry schedule is used up
     */
    long consume();

    /**
     * Runs the handlers on this thread for a number of messages. What the broker has sent ahead of the last one goes back
     * to the queue, so that it is better called with a high limit than often.
     *
     * @param limit after how many messages to return; zero or less returns at once. Not one more is taken
     * @return how many messages were handled: fewer than the limit if cancelled, closed or interrupted
     * @throws ConsumeException as {@link #consume()}
     * @throws ConnectException as {@link #consume()}
     */
    long consume(long limit);

    /**
     * Iterates over the messages that are in the queue now: ends when it is empty, and takes not one more than is asked
     * for. Each call of {@code next} is one {@link #fetch()} and throws what that throws; where a handler is told of what
     * cannot be decoded ({@link #onDecodeError}), it goes on to the next message that can be.
     *
     * @return a new iterator, without {@code remove}
     */
    @Override
    Iterator<Delivery<T>> iterator();

    /**
     * The messages as a sequential stream that waits for them and ends when {@link #cancel()} or {@link #close()} is
     * called or the thread is interrupted. It takes no more than it is asked for; what the broker has sent ahead goes back
     * when the stream is closed. Comes back by itself when the connection is lost. Messages that cannot be
     * decoded go to the dead letters, are logged, unless {@link #onDecodeError} has a handler, and left out.
     *
     * @return a stream to be used by one thread; closing it cancels this consumer
     */
    Stream<Delivery<T>> stream();

    /**
     * The messages as a publisher of the JDK's flow API. Each subscriber gets a connection and a thread of its own, and
     * never more than it has requested; it shares the queue's messages with the others. Comes back by itself when the
     * connection is lost. Messages that cannot be decoded go to the dead letters, are logged, unless {@link #onDecodeError}
     * has a handler, which is called on the subscriber's thread, and left out. Cancelling the subscription, or closing this
     * consumer, gives unsettled deliveries back; the latter completes the subscriber. What holds them back is their demand:
     * {@link #pause()} and {@link #prefetch} have no effect on them. A subscriber whose {@code onNext} throws is cancelled,
     * and that message has {@link Delivery#fail failed} unless it is settled.
     *
     * @return a publisher, to be subscribed to any number of times
     */
    Flow.Publisher<Delivery<T>> flow();

    /**
     * Removes all messages that wait in the queue ({@code queue.purge}).
     *
     * @return how many there were
     * @throws ConsumeException as {@link #fetch()}
     * @throws ConnectException if no broker can be reached
     */
    long discardAll();

    /**
     * Removes those of the messages that wait in the queue now which the filter picks, and gives the others back to the
     * queue, those that cannot be decoded among them.
     *
     * @param filter true for a message that shall go. It must not settle it
     * @return how many were removed
     * @throws ConsumeException as {@link #fetch()}, and if messages are not acknowledged manually, because then none
     *     could be given back
     * @throws ConnectException if no broker can be reached
     */
    long discardAll(Predicate<? super Delivery<T>> filter);

    /**
     * Makes the broker send nothing more for the time being, and gives back what was sent but not taken. A running
     * {@link #consume()} waits. Does nothing the second time.
     */
    void pause();

    /** Makes the broker send again. Does nothing unless it is paused. */
    void resume();

    /**
     * Changes how many unsettled messages the broker sends ahead, for a running consumer too.
     *
     * @param count 1 to 65535
     * @throws ConfigurationException if it is out of range
     */
    void prefetch(int count);

    /**
     * Ends the running {@link #consume()} or {@link #stream()} after the message it works on. The broker sends nothing more
     * until messages are taken again, and what it had sent ahead goes back; what was taken can still be settled.
     */
    void cancel();

    /** Ends this consumer for good and gives its connection back. Does nothing the second time. */
    @Override
    void close();
}
