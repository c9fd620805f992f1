package io.carrotmq;

import io.carrotmq.codec.Decoder;
import java.time.Duration;
import java.util.Iterator;
import java.util.Objects;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.Flow;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Decodes on the caller's side what a queue delivers. */
final class DecodingConsumer<T> implements Consumer<T> {
    private final String queue;
    private final SubscribeOptions options;
    private final Intake intake;
    private final Taker<T> taker;
    private final DeliveryFlow<T> flow;
    private final Handlers<T> handlers = new Handlers<>();
    private volatile boolean closed;

    DecodingConsumer(ConnectionFactory connections, String queue, Decoder<T> decoder, SubscribeOptions options) {
        Objects.requireNonNull(connections, "connections");
        Objects.requireNonNull(decoder, "decoder");
        this.queue = Objects.requireNonNull(queue, "queue");
        this.options = Objects.requireNonNull(options, "options");
        this.intake = new Intake(connections, queue).with(queue, options);
        this.taker = new Taker<>(intake, decoder);
        this.flow = new DeliveryFlow<>(queue, () -> {
            Intake own = new Intake(connections, queue).with(queue, options);
            return new DeliveryFlow.Source<>(own, new Taker<>(own, decoder));
        });
    }

    @Override
    public Optional<Delivery<T>> fetch() {
        return intake.fetch(queue, options).map(taker::decode);
    }

    @Override
    public Optional<Delivery<T>> receive(Duration timeout) throws InterruptedException {
        intake.feed().begin();
        return taker.poll(timeout);
    }

    @Override
    public Consumer<T> onMessage(MessageHandler<? super T> handler) {
        handlers.add(handler);
        return this;
    }

    @Override
    public Consumer<T> onDecodeError(BiConsumer<? super Delivery<byte[]>, ? super CodecException> handler) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long consume() {
        return consume(Long.MAX_VALUE);
    }

    @Override
    public long consume(long limit) {
        if (handlers.isEmpty()) {
            throw Messages.noHandler(queue);
        }
        long handled = 0;
        intake.feed().begin();
        try {
            while (handled < limit) {
                Optional<Delivery<T>> next = taker.await();
                if (next.isEmpty()) {
                    break;
                }
                handlers.handle(next.get());
                handled++;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            intake.feed().rest();
        }
        return handled;
    }

    @Override
    public Iterator<Delivery<T>> iterator() {
        return new QueueIterator<>(this::fetch);
    }

    @Override
    public Stream<Delivery<T>> stream() {
        Spliterator<Delivery<T>> messages =
                new Spliterators.AbstractSpliterator<>(Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.NONNULL) {
                    @Override
                    public boolean tryAdvance(java.util.function.Consumer<? super Delivery<T>> action) {
                        try {
                            Optional<Delivery<T>> next = taker.await();
                            next.ifPresent(action);
                            return next.isPresent();
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                            return false;
                        }
                    }
                };
        intake.feed().begin();
        return StreamSupport.stream(messages, false).onClose(this::cancel);
    }

    @Override
    public Flow.Publisher<Delivery<T>> flow() {
        return flow;
    }

    @Override
    public long discardAll() {
        return intake.withConnection(connection -> connection.purge(queue));
    }

    @Override
    public long discardAll(Predicate<? super Delivery<T>> filter) {
        Objects.requireNonNull(filter, "filter");
        if (options.acknowledgement() != Acknowledgement.MANUAL) {
            throw Messages.cannotGiveBack(queue, options.acknowledgement());
        }
        return intake.withConnection(
                connection -> new Discarding<>(connection, queue, taker::decodeOnly).discard(filter));
    }

    @Override
    public void pause() {
        intake.feed().pause();
    }

    @Override
    public void resume() {
        intake.feed().resume();
    }

    @Override
    public void prefetch(int count) {
        intake.feed().prefetch(count);
    }

    @Override
    public void cancel() {
        intake.feed().cancel();
    }

    @Override
    public void close() {
        closed = true;
        flow.close();
        intake.close();
    }

    @Override
    public String toString() {
        return "consumer of " + queue + (closed ? ", closed" : "");
    }
}
