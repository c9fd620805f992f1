package io.carrotmq.codec;

import java.lang.reflect.Type;
import java.util.Optional;
import java.util.Set;

/**
 * Makes codecs of one media type. Applications add their own through {@link java.util.ServiceLoader}; one instance is made
 * for each {@link Codecs}. Called by any number of threads.
 *
 * <p>A provider whose library is not on the class path must load all the same, and say what is missing.
 */
public interface CodecProvider {
    /** {@return the media type it writes and reads, lower case and without parameters, such as {@code application/json}} */
    String mediaType();

    /**
     * Tells by what other names the media type goes.
     *
     * @return names that messages may carry and callers may use, such as {@code text/yaml}; one that is another provider's
     *     media type stays with that
     */
    default Set<String> aliases() {
        return Set.of();
    }

    /**
     * Tells whether consumers that do not say what they accept accept this media type.
     *
     * @return false for a format that is dangerous to read from strangers
     */
    default boolean acceptedUnasked() {
        return true;
    }

    /**
     * Tells what keeps it from working.
     *
     * @return the artifact to add, as {@code group:artifact}; empty if nothing is missing
     */
    default Optional<String> missing() {
        return Optional.empty();
    }

    /**
     * Makes the codec for a Java type. Called once for each type; nothing is missing then. What it throws is a
     * {@link io.carrotmq.ConfigurationException} to who asks for the codec.
     *
     * @param type the Java type, possibly generic
     * @param settings what the codec must respect; the same object in each call of one provider
     * @return the codec, or empty if this media type cannot hold that type
     */
    Optional<? extends Codec<?>> codec(Type type, CodecSettings settings);
}
