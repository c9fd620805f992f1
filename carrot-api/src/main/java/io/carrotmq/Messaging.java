package io.carrotmq;

import io.carrotmq.codec.Codec;
import io.carrotmq.codec.Decoder;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * A publisher and a consumer of the same type in one hand.
 *
 * <p>Made with {@link #of}. <strong>Threads:</strong> sending from any number of threads; taking messages as
 * {@link Consumer} says. <strong>Lifecycle:</strong> closing it closes both.
 *
 * @param publisher sends
 * @param consumer takes
 * @param <T> the type of the bodies
 */
public record Messaging<T>(Publisher<T> publisher, Consumer<T> consumer) implements AutoCloseable {
    /** Checks that both are there. */
    public Messaging {
        Objects.requireNonNull(publisher, "publisher");
        Objects.requireNonNull(consumer, "consumer");
    }

    /**
     * Makes both.
     *
     * @param connections where connections come from; it is not closed
     * @param codec how bodies are encoded
     * @param decoder how bodies are decoded
     * @param sending where and how to send
     * @param queue the queue to take from
     * @param taking how to take
     * @param <T> the type of the bodies
     * @return both, not connected yet
     */
    public static <T> Messaging<T> of(
            ConnectionFactory connections,
            Codec<T> codec,
            Decoder<T> decoder,
            SendOptions sending,
            String queue,
            SubscribeOptions taking) {
        return new Messaging<>(
                Publisher.of(connections, codec, sending), Consumer.of(connections, queue, decoder, taking));
    }

    /**
     * Sends a message; see {@link Publisher#send}.
     *
     * @param body what to send
     * @return the receipt
     */
    public Receipt send(T body) {
        return publisher.send(body);
    }

    /**
     * Takes a message if there is one now; see {@link Consumer#fetch()}.
     *
     * @return the message, or empty if the queue is empty
     */
    public Optional<Delivery<T>> fetch() {
        return consumer.fetch();
    }

    /**
     * Registers a handler; see {@link Consumer#onMessage}.
     *
     * @param handler what to call
     * @return this
     */
    public Messaging<T> onMessage(MessageHandler<? super T> handler) {
        consumer.onMessage(handler);
        return this;
    }

    /**
     * Registers what becomes of messages that cannot be decoded; see {@link Consumer#onDecodeError}.
     *
     * @param handler gets the undecoded delivery and the reason
     * @return this
     */
    public Messaging<T> onDecodeError(BiConsumer<? super Delivery<byte[]>, ? super CodecException> handler) {
        consumer.onDecodeError(handler);
        return this;
    }

    /**
     * Runs the handlers for each message; see {@link Consumer#consume()}.
     *
     * @return how many messages were handled
     */
    public long consume() {
        return consumer.consume();
    }

    /** Closes both. Does nothing the second time. */
    @Override
    public void close() {
        try {
            publisher.close();
        } finally {
            consumer.close();
        }
    }
}
