package io.carrotmq;

import io.carrotmq.codec.Codec;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
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
            return given; // who names the type says all there is to say about the body
        }
        String encoding = given.contentEncoding() != null ? given.contentEncoding() : codec.contentEncoding();
        return given.toBuilder()
                .contentType(codec.contentType())
                .contentEncoding(encoding)
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
        OutgoingMessage message = encode(body);
        try (Connection connection = connections.connect()) {
            return connection.publishAsync(message);
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

    private void requireOpen() {
        if (closed) {
            throw Messages.publisherClosed(target());
        }
    }

    private OutgoingMessage encode(T body) {
        requireOpen();
        return new OutgoingMessage(
                options.exchange(), options.routingKey(), options.mandatory(), properties, codec.encode(body));
    }

    private String target() {
        return options.exchange() + "/" + options.routingKey();
    }

    @Override
    public Publisher<T> with(UnaryOperator<SendOptions> change) {
        requireOpen();
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
