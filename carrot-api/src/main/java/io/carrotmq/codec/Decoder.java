package io.carrotmq.codec;

import io.carrotmq.CodecException;
import io.carrotmq.Properties;
import java.lang.reflect.Type;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Decodes bodies of one Java type, with the codec that the message's content type names. Obtained from
 * {@link Codecs#decoder}. Safe for use by any number of threads.
 *
 * <p>A message without content type counts as {@code application/data}. A decoder for {@code byte[]} takes every
 * message as it is: of whatever type, however long, and compressed if it is.
 *
 * <p>What a message says is compressed with gzip or deflate is inflated, whether it says so in the content encoding or, as
 * kombu does, in the header {@code compression}. Where the Java type is a supertype of types that have
 * {@linkplain Codecs.Builder#type names}, the message's property {@code type} says which one it is; for any other Java type
 * that property is of no account.
 *
 * @param <T> the Java type
 */
public final class Decoder<T> {
    private final Codecs codecs;
    private final Type type;
    private final Collection<String> accepted;
    private final Map<String, Codec<T>> byName = new HashMap<>();

    Decoder(Codecs codecs, Type type, Map<String, Codec<T>> byMediaType) {
        this.codecs = codecs;
        this.type = type;
        this.accepted = List.copyOf(byMediaType.keySet());
        byMediaType.forEach(
                (mediaType, codec) -> codecs.providers().names(mediaType).forEach(name -> byName.put(name, codec)));
    }

    /**
     * Decodes a body.
     *
     * @param content its bytes
     * @param properties the message's properties, whose content type and encoding say how
     * @return the body, not null
     * @throws CodecException if the content type is not among those accepted, the bytes are not what it promises, or they
     *     exceed what {@link CodecSettings} allow
     */
    @SuppressWarnings("unchecked") // only for byte[], where T is that type
    public T decode(byte[] content, Properties properties) {
        if (type == byte[].class) {
            return (T) content;
        }
        int maxBytes = codecs.settings().maxBytes();
        if (content.length > maxBytes) {
            throw CodecErrors.tooLong(content.length, maxBytes);
        }
        MediaType mediaType = MediaType.parse(properties.contentType());
        Codec<T> codec = codec(mediaType, properties.type());
        ContentEncoding encoding = ContentEncoding.of(properties);
        byte[] inflated = encoding.inflated(content, maxBytes);
        T body;
        try {
            body = codec.decode(inflated, Charsets.known(mediaType.charsetOr(encoding.charset())));
        } catch (CodecException e) {
            throw e;
        } catch (StackOverflowError e) {
            throw CodecErrors.stackOverflow(mediaType.name(), type, inflated.length, e);
        } catch (RuntimeException | LinkageError e) {
            // a codec with a defect must not make a message come again and again
            throw CodecErrors.notDecodable(mediaType.name(), type, inflated.length, e);
        }
        if (body == null) {
            throw CodecErrors.notDecodable(mediaType.name(), type, inflated.length, null);
        }
        return body;
    }

    private Codec<T> codec(MediaType mediaType, String typeName) {
        Codec<T> codec = byName.get(mediaType.name());
        if (codec == null) {
            throw notAccepted(mediaType);
        }
        return codec instanceof SupertypeCodec<T> several ? several.forName(typeName) : codec;
    }

    private CodecException notAccepted(MediaType mediaType) {
        String name = codecs.providers().canonical(mediaType.name());
        String artifact = codecs.providers().artifactFor(name);
        if (artifact != null) {
            return CodecErrors.missingOnReceipt(mediaType.name(), type, artifact);
        }
        return codecs.canHold(name, type)
                ? CodecErrors.notAskedFor(mediaType.name(), type, accepted)
                : CodecErrors.notAccepted(mediaType.name(), type, accepted);
    }

    /** {@return the Java type it decodes to} */
    public Type type() {
        return type;
    }
}
