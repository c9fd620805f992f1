package io.carrotmq.cdi;

import io.carrotmq.CodecException;
import io.carrotmq.ConnectionFactory;
import io.carrotmq.Consumer;
import io.carrotmq.Delivery;
import io.carrotmq.MessageHandler;
import io.carrotmq.cdi.spi.SubclassConfiguration;
import io.carrotmq.event.ConsumerEvent;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.Flow;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A consumer whose class says which queue it takes messages from, and handles them:
 *
 * <pre>{@code
 * @ApplicationScoped
 * @Queue("feed") @Json
 * class FeedConsumer extends ConsumerSupport<ImportFeed> {
 *     @Override
 *     protected void receive(Delivery<? extends ImportFeed> delivery) {
 *         importFeed(delivery.body());
 *         delivery.ack();
 *     }
 * }
 * ...
 * feedConsumer.consume();      // on this thread, until it is cancelled}</pre>
 *
 * <p>It does nothing by itself: somebody calls {@link #consume()}, or takes messages one by one. For messages that shall start
 * work by themselves write a {@link Consume} method.
 *
 * <p>In a container it is a bean of its class like any other, injected by the class, or by what it implements of the
 * application's; not as a {@code Consumer}. It needs an annotation that makes it a bean, such as a scope, and a constructor that
 * CDI can call. Outside, {@link #ConsumerSupport(ConnectionFactory)} reads the same annotations.
 *
 * <p>It takes {@link Queue}, {@link Broker} and one encoder qualifier; without the last it accepts every media type that can hold
 * the body's type. They are looked for on the class and on those it extends, and the nearest one counts. They can be set from
 * outside: {@code carrot.consumers.<class>.queue} and {@code .broker}, with the simple name of the class. The type of the bodies may come through
 * classes between; it has no type variable in the end. What is wrong is told at deployment, or by the constructor.
 *
 * <p><strong>Threads</strong> and <strong>lifecycle:</strong> as {@link Consumer}; the container closes it with the bean. Before
 * it has been injected, that is in its constructor, it cannot consume.
 *
 * @param <T> the type of the bodies
 */
public abstract class ConsumerSupport<T> implements Consumer<T> {
    private Consumer<T> consumer;

    /** For a container, which connects it. */
    protected ConsumerSupport() {}

    /**
     * For use without a container, and for a bean that brings a connection factory of its own.
     *
     * @param connections where its connection comes from, whatever {@link Broker} says; it is not closed
     * @throws io.carrotmq.ConfigurationException if anything is wrong with the annotations; all but the first problem are
     *     suppressed in it
     */
    protected ConsumerSupport(ConnectionFactory connections) {
        consumer = handled(SubclassConfiguration.of(getClass(), connections).consumer());
    }

    @Inject
    void configure(SubclassConfiguration configuration) {
        if (consumer == null) {
            consumer = handled(configuration.consumer());
        }
    }

    private Consumer<T> handled(Consumer<T> made) {
        return made.onMessage(this::receive);
    }

    /**
     * Handles a message that {@link #consume()} takes. Before it settles the delivery and returns, no other message is handled;
     * what it leaves unsettled is for the handlers after it, if {@link #onMessage} has added any. Not called for messages that are
     * taken in another way.
     *
     * @param delivery the message
     * @throws Exception if it cannot be handled: an unsettled delivery has then {@linkplain Delivery#fail failed}
     */
    protected abstract void receive(Delivery<? extends T> delivery) throws Exception;

    private Consumer<T> consumer() {
        if (consumer == null) {
            throw Messages.notConnected(getClass());
        }
        return consumer;
    }

    @Override
    public Optional<Delivery<T>> fetch() {
        return consumer().fetch();
    }

    @Override
    public Optional<Delivery<T>> receive(Duration timeout) throws InterruptedException {
        return consumer().receive(timeout);
    }

    @Override
    public Consumer<T> onMessage(MessageHandler<? super T> handler) {
        consumer().onMessage(handler);
        return this;
    }

    @Override
    public Consumer<T> onDecodeError(BiConsumer<? super Delivery<byte[]>, ? super CodecException> handler) {
        consumer().onDecodeError(handler);
        return this;
    }

    @Override
    public Consumer<T> onChange(java.util.function.Consumer<? super ConsumerEvent> listener) {
        consumer().onChange(listener);
        return this;
    }

    @Override
    public long consume() {
        return consumer().consume();
    }

    @Override
    public long consume(long limit) {
        return consumer().consume(limit);
    }

    @Override
    public Iterator<Delivery<T>> iterator() {
        return consumer().iterator();
    }

    @Override
    public Stream<Delivery<T>> stream() {
        return consumer().stream();
    }

    @Override
    public Flow.Publisher<Delivery<T>> flow() {
        return consumer().flow();
    }

    @Override
    public long discardAll() {
        return consumer().discardAll();
    }

    @Override
    public long discardAll(Predicate<? super Delivery<T>> filter) {
        return consumer().discardAll(filter);
    }

    @Override
    public void pause() {
        consumer().pause();
    }

    @Override
    public void resume() {
        consumer().resume();
    }

    @Override
    public void prefetch(int count) {
        consumer().prefetch(count);
    }

    @Override
    public void cancel() {
        consumer().cancel();
    }

    @Override
    public void close() {
        if (consumer != null) {
            consumer.close();
        }
    }

    @Override
    public String toString() {
        return getClass().getSimpleName() + (consumer == null ? ", not connected" : ", " + consumer);
    }
}
