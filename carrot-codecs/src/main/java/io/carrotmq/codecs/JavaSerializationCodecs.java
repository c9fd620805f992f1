package io.carrotmq.codecs;

import io.carrotmq.ConfigurationException;
import io.carrotmq.codec.Codec;
import io.carrotmq.codec.CodecProvider;
import io.carrotmq.codec.CodecSettings;
import java.io.Serializable;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Optional;

/**
 * Java serialization of what a filter lets through. Consumers accept it only where they say so, and only with
 * {@link io.carrotmq.codec.Codecs.Builder#serializationFilter}; a class about which the filter is undecided is refused.
 * The stream may not be deeper than the codecs' bound, nor name arrays longer than itself. A service; applications need not
 * name it.
 */
public final class JavaSerializationCodecs implements CodecProvider {
    static final String MEDIA_TYPE = "application/x-java-serialized-object";

    /** Made by the service loader. */
    public JavaSerializationCodecs() {}

    @Override
    public String mediaType() {
        return MEDIA_TYPE;
    }

    @Override
    public boolean acceptedUnasked() {
        return false;
    }

    /**
     * Makes the codec for a Java type.
     *
     * @throws ConfigurationException if no filter is set
     */
    @Override
    public Optional<Codec<Object>> codec(Type type, CodecSettings settings) {
        Class<?> raw = raw(type);
        if (raw == null || raw == byte[].class || !isSerializable(raw)) {
            return Optional.empty();
        }
        if (settings.serializationFilter() == null) {
            throw Messages.noFilter(type);
        }
        return Optional.of(new JavaSerializationCodec(type, raw, settings));
    }

    /** Interfaces, and Object, may have serializable instances. */
    private static boolean isSerializable(Class<?> raw) {
        return raw.isInterface() || raw == Object.class || Serializable.class.isAssignableFrom(raw);
    }

    private static Class<?> raw(Type type) {
        if (type instanceof Class<?> raw) {
            return raw;
        }
        return type instanceof ParameterizedType generic ? (Class<?>) generic.getRawType() : null;
    }
}
