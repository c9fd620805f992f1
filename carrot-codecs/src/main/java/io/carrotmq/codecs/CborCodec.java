package io.carrotmq.codecs;

import io.carrotmq.codec.Codec;
import io.carrotmq.codec.CodecSettings;
import java.lang.reflect.Type;
import java.util.function.Function;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.dataformat.cbor.CBORFactory;
import tools.jackson.dataformat.cbor.CBORMapper;

/** One Java type as CBOR. */
final class CborCodec extends StreamCodec {
    private CborCodec(ObjectMapper mapper, Type type) {
        super(CborCodecs.MEDIA_TYPE, mapper, type);
    }

    static Function<Type, Codec<Object>> factory(CodecSettings settings) {
        CBORFactory cbor = CBORFactory.builder()
                .streamReadConstraints(Mapping.constraints(settings))
                .build();
        ObjectMapper mapper =
                Mapping.configured(CBORMapper.builder(cbor), settings).build();
        return type -> new CborCodec(mapper, type);
    }

    @Override
    public String contentEncoding() {
        return "binary";
    }

    @Override
    byte[] write(ObjectWriter writer, Object body) {
        return writer.writeValueAsBytes(body);
    }

    @Override
    Object read(ObjectReader reader, byte[] content, String contentEncoding) {
        CborReferences.refuse(reader, content);
        return reader.readValue(content);
    }
}
