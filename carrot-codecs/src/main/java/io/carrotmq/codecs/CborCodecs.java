package io.carrotmq.codecs;

import io.carrotmq.codec.Codec;
import io.carrotmq.codec.CodecSettings;
import java.lang.reflect.Type;
import java.util.function.Function;

/** Any type as CBOR (RFC 8949). A service; applications need not name it. */
public final class CborCodecs extends FormatProvider {
    static final String MEDIA_TYPE = "application/cbor";

    /** Made by the service loader. */
    public CborCodecs() {
        super(MEDIA_TYPE, Library.JACKSON, Library.CBOR);
    }

    @Override
    Function<Type, Codec<Object>> codecs(CodecSettings settings) {
        return CborCodec.factory(settings);
    }
}
