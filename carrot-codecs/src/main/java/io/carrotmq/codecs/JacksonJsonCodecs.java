package io.carrotmq.codecs;

import io.carrotmq.codec.Codec;
import io.carrotmq.codec.CodecSettings;
import java.lang.reflect.Type;
import java.util.Set;
import java.util.function.Function;

/** Any type as JSON through Jackson, in place of the built-in codec. A service; applications need not name it. */
public final class JacksonJsonCodecs extends FormatProvider {
    /** Made by the service loader. */
    public JacksonJsonCodecs() {
        super("application/json", Library.JACKSON);
    }

    @Override
    public Set<String> aliases() {
        return Set.of("text/json");
    }

    @Override
    Function<Type, Codec<Object>> codecs(CodecSettings settings) {
        return JacksonJsonCodec.factory(settings);
    }
}
