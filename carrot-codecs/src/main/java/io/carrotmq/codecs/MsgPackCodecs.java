package io.carrotmq.codecs;

import io.carrotmq.codec.Codec;
import io.carrotmq.codec.CodecSettings;
import java.lang.reflect.Type;
import java.util.Set;
import java.util.function.Function;

/** Any type as MessagePack. A service; applications need not name it. */
public final class MsgPackCodecs extends FormatProvider {
    static final String MEDIA_TYPE = "application/x-msgpack";

    /** Made by the service loader. */
    public MsgPackCodecs() {
        super(MEDIA_TYPE, Library.JACKSON, Library.MSGPACK);
    }

    @Override
    public Set<String> aliases() {
        return Set.of("application/msgpack", "application/vnd.msgpack");
    }

    @Override
    Function<Type, Codec<Object>> codecs(CodecSettings settings) {
        TreeFormat format = new MsgPackFormat(settings.maxDepth());
        Mapping mapping = new Mapping(settings);
        return type -> new TreeCodec(MEDIA_TYPE, format, mapping, type);
    }
}
