package io.carrotmq.codecs;

import io.carrotmq.codec.Codec;
import io.carrotmq.codec.CodecSettings;
import java.lang.reflect.Type;
import java.util.function.Function;

/**
 * Any type as Python's pickle, of plain data alone: what would look up or call anything is refused. Consumers accept it
 * only where they say so. A service; applications need not name it.
 */
public final class PickleCodecs extends FormatProvider {
    static final String MEDIA_TYPE = "application/x-python-serialize";

    /** Made by the service loader. */
    public PickleCodecs() {
        super(MEDIA_TYPE, Library.JACKSON);
    }

    @Override
    public boolean acceptedUnasked() {
        return false;
    }

    @Override
    Function<Type, Codec<Object>> codecs(CodecSettings settings) {
        TreeFormat format = new PickleFormat(settings.maxDepth());
        Mapping mapping = new Mapping(settings);
        return type -> new TreeCodec(MEDIA_TYPE, format, mapping, type);
    }
}
