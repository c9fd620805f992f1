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
 * message as it is.
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
     * @return the body
     * @throws CodecException if the content type is not among those accepted, or the bytes are not what it promises
     */
    @SuppressWarnings("unchecked") // only for byte[], where T is that type
    public T decode(byte[] content, Properties properties) {
        if (type == byte[].class) {
            return (T) content;
        }
        MediaType mediaType = MediaType.parse(properties.contentType());
        Codec<T> codec = byName.get(mediaType.name());
        if (codec == null) {
            throw notAccepted(mediaType);
        }
        if (codec instanceof SupertypeCodec<T> several) {
            codec = several.forName(properties.type());
        }
        try {
            return codec.decode(content, mediaType.charsetOr(properties.contentEncoding()));
        } catch (CodecException e) {
            throw e;
        } catch (RuntimeException
                | StackOverflowError e) { // a codec with a defect must not make a message come again and again
            throw CodecErrors.notDecodable(mediaType.name(), type, content.length, e);
        }
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
