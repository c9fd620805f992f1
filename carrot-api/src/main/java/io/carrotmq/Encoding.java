package io.carrotmq;

import io.carrotmq.codec.Codec;
import java.nio.charset.Charset;
import java.util.Objects;

/**
 * Makes messages of one publisher's bodies. It depends on the properties and the compression, not on the place, so that
 * publishers to several places share one, and with it the properties that a transport recognises.
 */
final class Encoding<T> {
    private final Codec<T> codec;
    private final Properties properties;
    private final Compression compression;
    private final Labels labels;

    /** What says how bodies are written instead of the codec, or null. */
    private final GivenContent given;

    /** What bodies are encoded in, if the properties name another character set; null if not. */
    private final Charset recodedFrom;

    Encoding(Codec<T> codec, SendOptions options) {
        this.codec = Objects.requireNonNull(codec, "codec");
        this.properties = options.properties();
        this.compression = options.compression();
        Compressor compressor = new Compressor(compression);
        this.given = properties.contentType() == null ? null : new GivenContent(properties, compressor);
        this.recodedFrom = recodedFrom(properties.contentEncoding(), codec.contentEncoding());
        this.labels = new Labels(withCodecDefaults(properties, codec), compressor);
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

    /** {@return one for other options: this one if they say the same of bodies} */
    Encoding<T> with(SendOptions options) {
        return options.properties() == properties && options.compression().equals(compression)
                ? this
                : new Encoding<>(codec, options);
    }

    OutgoingMessage message(SendOptions target, T body) {
        if (given != null) {
            return given.message(target, body);
        }
        byte[] bytes = codec.encode(body);
        if (recodedFrom != null) {
            String text = new String(bytes, recodedFrom);
            bytes = CharacterSet.bytes(target, text, properties.contentEncoding());
        }
        return labels.message(target, bytes, codec.typeName(body));
    }

    String contentType() {
        return given != null ? properties.contentType() : codec.contentType();
    }
}
