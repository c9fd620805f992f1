package io.carrotmq;

import io.carrotmq.codec.Codec;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Encodes on the caller's side and publishes through a connection taken for the one call. */
final class EncodingPublisher<T> implements Publisher<T> {
    private final ConnectionFactory connections;
    private final SendOptions options;
    private final Encoding<T> encoding;
    private volatile boolean closed;

    EncodingPublisher(ConnectionFactory connections, Codec<T> codec, SendOptions options) {
        this(connections, Objects.requireNonNull(options, "options"), new Encoding<>(codec, options));
    }

    private EncodingPublisher(ConnectionFactory connections, SendOptions options, Encoding<T> encoding) {
        this.connections = Objects.requireNonNull(connections, "connections");
        this.options = options;
        this.encoding = encoding;
    }

    @Override
    public Receipt send(T body) {
        OutgoingMessage message = encode(body);
        return patiently(connection -> connection.publish(message));
    }

    @Override
    public CompletionStage<Receipt> sendAsync(T body) {
        OutgoingMessage message = encode(body);
        return connected(connection -> connection.publishAsync(message));
    }

    @Override
    public List<Receipt> sendAll(Collection<? extends T> bodies) {
        List<OutgoingMessage> messages =
                bodies.stream().<OutgoingMessage>map(this::encode).toList();
        return patiently(connection -> connection.publishAll(messages));
    }

    @Override
    public void tell(T body) {
        OutgoingMessage message = encode(body);
        patiently(connection -> {
            connection.tell(message);
            return null;
        });
    }

    private <R> R patiently(Function<Connection, R> sending) {
        return Patience.attempt(() -> connected(sending), options.connectTimeout());
    }

    /**
     * Sends with a connection taken for it, and once more with another at once if the first was lost before anything
     * was sent: between taking and using it, somebody else's message may end what they share.
     */
    private <R> R connected(Function<Connection, R> sending) {
        try (Connection connection = connectedOnce()) {
            try {
                return sending.apply(connection);
            } catch (ConnectException lost) {
                if (!lost.isTemporary()) {
                    throw lost;
                }
            }
        }
        try (Connection another = connectedOnce()) {
            return sending.apply(another);
        }
    }

    /** A connection whose broker has what the options ask for. */
    private Connection connectedOnce() {
        Connection connection = connections.connect();
        if (!options.topology().isEmpty()) {
            try {
                connection.declare(options.topology());
            } catch (RuntimeException | Error e) {
                connection.close();
                throw e;
            }
        }
        return connection;
    }

    private void requireOpen() {
        if (closed) {
            throw Messages.publisherClosed(target());
        }
    }

    private OutgoingMessage encode(T body) {
        requireOpen();
        return encoding.message(options, body);
    }

    private String target() {
        return options.exchange() + "/" + options.routingKey();
    }

    @Override
    public Publisher<T> with(UnaryOperator<SendOptions> change) {
        requireOpen();
        SendOptions changed = Objects.requireNonNull(change.apply(options), "options");
        return new EncodingPublisher<>(connections, changed, encoding.with(changed));
    }

    @Override
    public void close() {
        closed = true;
    }

    @Override
    public String toString() {
        return "publisher to exchange '" + options.exchange() + "' with routing key '" + options.routingKey() + "' as "
                + encoding.contentType();
    }
}
