package io.carrotmq.codec;

import io.carrotmq.CodecException;
import io.carrotmq.Properties;
import java.lang.reflect.Type;
import java.util.Map;
import java.util.TreeMap;

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
    private final Type type;
    private final Map<String, Codec<T>> byMediaType;

    Decoder(Type type, Map<String, Codec<T>> byMediaType) {
        this.type = type;
        this.byMediaType = new TreeMap<>(byMediaType);
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
        Codec<T> codec = byMediaType.get(mediaType.name());
        if (codec == null) {
            throw CodecErrors.notAccepted(properties.contentType(), type, byMediaType.keySet());
        }
        try {
            return codec.decode(content, mediaType.charsetOr(properties.contentEncoding()));
        } catch (CodecException e) {
            throw e;
        } catch (RuntimeException e) { // a codec with a defect must not make a message come again and again
            throw CodecErrors.notDecodable(mediaType.name(), type, content.length, e);
        }
    }

    /** {@return the Java type it decodes to} */
    public Type type() {
        return type;
    }
}
