package io.carrotmq;

import io.carrotmq.codec.Codec;
import java.nio.charset.Charset;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Encodes on the caller's side and publishes through a connection taken for the one call. */
final class EncodingPublisher<T> implements Publisher<T> {
    private final ConnectionFactory connections;
    private final Codec<T> codec;
    private final SendOptions options;
    private final Labels labels;

    /** What says how bodies are written instead of the codec, or null. */
    private final GivenContent given;

    /** What bodies are encoded in, if the options name another character set; null if not. */
    private final Charset recodedFrom;

    private volatile boolean closed;

    EncodingPublisher(ConnectionFactory connections, Codec<T> codec, SendOptions options) {
        this.connections = Objects.requireNonNull(connections, "connections");
        this.codec = Objects.requireNonNull(codec, "codec");
        this.options = Objects.requireNonNull(options, "options");
        Compressor compressor = new Compressor(options.compression());
        this.given =
                options.properties().contentType() == null ? null : new GivenContent(options.properties(), compressor);
        this.recodedFrom = recodedFrom(options.properties().contentEncoding(), codec.contentEncoding());
        this.labels = new Labels(withCodecDefaults(options.properties(), codec), compressor);
    }

    private static Properties withCodecDefaults(Properties given, Codec<?> codec) {
        String encoding = given.contentEncoding() != null ? given.contentEncoding() : codec.contentEncoding();
        return given.toBuilder()
                .contentType(codec.contentType())
                .contentEncoding(encoding)
                .build();
    }

    private static Charset recodedFrom(String stated, String own) {
        return stated == null || stated.equalsIgnoreCase(own) ? null : CharacterSet.orNull(own);
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
        if (given != null) {
            return given.message(options, body);
        }
        byte[] bytes = codec.encode(body);
        if (recodedFrom != null) {
            String text = new String(bytes, recodedFrom);
            bytes = CharacterSet.bytes(options, text, options.properties().contentEncoding());
        }
        return labels.message(options, bytes, codec.typeName(body));
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
                + (given != null ? options.properties().contentType() : codec.contentType());
    }
}
