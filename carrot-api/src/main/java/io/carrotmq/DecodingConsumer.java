package io.carrotmq;

import io.carrotmq.codec.Decoder;
import io.carrotmq.event.ConsumerEvent;
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
    private final DecodeErrors errors = new DecodeErrors();
    private final Decoding<T> decoding;
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
        this.decoding = new Decoding<>(decoder, options.acknowledgement(), errors);
        this.taker = new Taker<>(intake, decoding);
        this.flow = new DeliveryFlow<>(queue, () -> {
            Intake own = new Intake(connections, queue).with(queue, options);
            return new DeliveryFlow.Source<>(own, new Taker<>(own, decoding));
        });
    }

    @Override
    public Optional<Delivery<T>> fetch() {
        return intake.fetch(queue, options).flatMap(decoding::taken);
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
        errors.tell(handler);
        return this;
    }

    @Override
    public Consumer<T> onChange(java.util.function.Consumer<? super ConsumerEvent> listener) {
        intake.changes().listen(listener);
        return this;
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
        boolean interrupted = false;
        intake.feed().begin();
        try {
            while (handled < limit) {
                Optional<Delivery<T>> next = taker.await();
                if (next.isEmpty()) {
                    break;
                }
                handlers.handle(next.get(), options);
                handled++;
            }
        } catch (InterruptedException e) {
            interrupted = true;
        } finally {
            intake.feed().rest(); // asks the broker, which an interrupted thread might not wait for
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        return handled;
    }

    @Override
    public Iterator<Delivery<T>> iterator() {
        return new QueueIterator<>(this::fetchDecodable);
    }

    /** {@return empty only if the queue is empty} */
    private Optional<Delivery<T>> fetchDecodable() {
        Optional<Delivery<byte[]>> next = intake.fetch(queue, options);
        while (next.isPresent()) {
            Optional<Delivery<T>> decoded = decoding.taken(next.get());
            if (decoded.isPresent()) {
                return decoded;
            }
            next = intake.fetch(queue, options);
        }
        return Optional.empty();
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
        return intake.withConnection(connection -> new Sweep(connection, queue)
                .take(Long.MAX_VALUE, delivery -> discarded(delivery, filter))
                .orElseThrow(() -> Messages.noSuchQueue(queue)));
    }

    private boolean discarded(Delivery<byte[]> delivery, Predicate<? super Delivery<T>> filter) {
        Delivery<T> decoded;
        try {
            decoded = decoding.tried(delivery);
        } catch (CodecException e) {
            return false;
        }
        boolean goes = filter.test(decoded);
        if (goes) {
            delivery.ack();
        }
        return goes;
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
