package io.carrotmq;

import io.carrotmq.codec.Codec;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;

/** Encodes on the caller's side and publishes through a connection taken for the one call. */
final class EncodingPublisher<T> implements Publisher<T> {
    private final ConnectionFactory connections;
    private final Codec<T> codec;
    private final SendOptions options;
    private final Properties properties;
    private volatile boolean closed;

    EncodingPublisher(ConnectionFactory connections, Codec<T> codec, SendOptions options) {
        this.connections = Objects.requireNonNull(connections, "connections");
        this.codec = Objects.requireNonNull(codec, "codec");
        this.options = Objects.requireNonNull(options, "options");
        this.properties = withCodecDefaults(options.properties(), codec);
    }

    private static Properties withCodecDefaults(Properties given, Codec<?> codec) {
        if (given.contentType() != null) {
            return given;
        }
        return given.toBuilder()
                .contentType(codec.contentType())
                .contentEncoding(codec.contentEncoding())
                .build();
    }

    @Override
    public Receipt send(T body) {
        OutgoingMessage message = encode(body);
        try (Connection connection = connections.connect()) {
            return connection.publish(message);
        }
    }

    @Override
    public CompletionStage<Receipt> sendAsync(T body) {
        try {
            OutgoingMessage message = encode(body);
            try (Connection connection = connections.connect()) {
                return connection.publishAsync(message);
            }
        } catch (RuntimeException e) { // the stage is the only way out, so that callers look in one place
            return CompletableFuture.failedFuture(e);
        }
    }

    @Override
    public List<Receipt> sendAll(Collection<? extends T> bodies) {
        List<OutgoingMessage> messages =
                bodies.stream().<OutgoingMessage>map(this::encode).toList();
        try (Connection connection = connections.connect()) {
            return connection.publishAll(messages);
        }
    }

    @Override
    public void tell(T body) {
        OutgoingMessage message = encode(body);
        try (Connection connection = connections.connect()) {
            connection.tell(message);
        }
    }

    private OutgoingMessage encode(T body) {
        if (closed) {
            throw Messages.publisherClosed(target());
        }
        return new OutgoingMessage(
                options.exchange(), options.routingKey(), options.mandatory(), properties, codec.encode(body));
    }

    private String target() {
        return options.exchange() + "/" + options.routingKey();
    }

    @Override
    public Publisher<T> with(UnaryOperator<SendOptions> change) {
        return new EncodingPublisher<>(connections, codec, change.apply(options));
    }

    @Override
    public void close() {
        closed = true;
    }

    @Override
    public String toString() {
        return "publisher to exchange '" + options.exchange() + "' with routing key '" + options.routingKey() + "' as "
                + codec.contentType();
    }
}
