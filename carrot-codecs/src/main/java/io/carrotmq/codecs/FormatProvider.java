package io.carrotmq.codecs;

import io.carrotmq.codec.Codec;
import io.carrotmq.codec.CodecProvider;
import io.carrotmq.codec.CodecSettings;
import java.lang.reflect.Type;
import java.util.Optional;
import java.util.function.Function;

/** A provider of codecs that share one mapper, made when the first of them is. */
abstract class FormatProvider implements CodecProvider {
    private final String mediaType;
    private final Library[] needed;
    private Function<Type, Codec<Object>> codecs;

    FormatProvider(String mediaType, Library... needed) {
        this.mediaType = mediaType;
        this.needed = needed;
    }

    /** Called once, when no library is missing; only what it calls links them. */
    abstract Function<Type, Codec<Object>> codecs(CodecSettings settings);

    @Override
    public final String mediaType() {
        return mediaType;
    }

    @Override
    public final Optional<String> missing() {
        return Library.missing(needed);
    }

    @Override
    public final Optional<Codec<Object>> codec(Type type, CodecSettings settings) {
        if (type == byte[].class) {
            return Optional.empty();
        }
        return Optional.of(shared(settings).apply(type));
    }

    private synchronized Function<Type, Codec<Object>> shared(CodecSettings settings) {
        if (codecs == null) {
            codecs = codecs(settings);
        }
        return codecs;
    }
}
