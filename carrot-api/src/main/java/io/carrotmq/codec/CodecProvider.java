package io.carrotmq.codec;

import java.lang.reflect.Type;
import java.util.Optional;

/**
 * Makes codecs of one media type. Applications add their own through {@link java.util.ServiceLoader}.
 */
public interface CodecProvider {
    /** {@return the media type, lower case and without parameters, such as {@code application/json}} */
    String mediaType();

    /**
     * Makes the codec for a Java type.
     *
     * @param type the Java type, possibly generic
     * @return the codec, or empty if this media type cannot hold that type
     */
    Optional<? extends Codec<?>> codec(Type type);
}
