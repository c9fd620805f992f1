package io.carrotmq;

import io.carrotmq.codec.Decoder;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Decodes on the caller's side what one subscription to several queues delivers. */
final class DecodingConsumerSet implements ConsumerSet {
    private final ConnectionFactory connections;

    DecodingConsumerSet(ConnectionFactory connections) {
        this.connections = Objects.requireNonNull(connections, "connections");
    }

    @Override
    public ConsumerSet add(String queue, Decoder<?> decoder, SubscribeOptions options) {
        throw new UnsupportedOperationException();
    }

    @Override
    public <T> ConsumerSet add(
            String queue, Decoder<? extends T> decoder, SubscribeOptions options, MessageHandler<? super T> handler) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ConsumerSet onMessage(MessageHandler<Object> handler) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ConsumerSet onDecodeError(BiConsumer<? super Delivery<byte[]>, ? super CodecException> handler) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Delivery<?>> receive(Duration timeout) throws InterruptedException {
        throw new UnsupportedOperationException();
    }

    @Override
    public long consume() {
        throw new UnsupportedOperationException();
    }

    @Override
    public long consume(long limit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long discardAll() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void pause() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void resume() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void prefetch(int count) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void cancel(String queue) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void cancel() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }

    @Override
    public String toString() {
        return "consumer set of " + connections;
    }
}
