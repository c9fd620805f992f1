package io.carrotmq.codecs;

import io.carrotmq.codec.Charsets;
import io.carrotmq.codec.Codec;
import io.carrotmq.codec.CodecSettings;
import io.carrotmq.codec.PythonJson;
import java.lang.reflect.Type;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/** One Java type as JSON. */
final class JacksonJsonCodec extends StreamCodec {
    private JacksonJsonCodec(ObjectMapper mapper, Type type) {
        super("application/json", mapper, type);
    }

    static Function<Type, Codec<Object>> factory(CodecSettings settings) {
        JsonFactory json = JsonFactory.builder()
                .streamReadConstraints(Mapping.constraints(settings))
                .build();
        ObjectMapper mapper =
                Mapping.configured(JsonMapper.builder(json), settings).build();
        return type -> new JacksonJsonCodec(mapper, type);
    }

    @Override
    public String contentEncoding() {
        return "utf-8";
    }

    @Override
    byte[] write(ObjectWriter writer, Object body) throws CharacterCodingException {
        return Charsets.encode(
                writer.writeValueAsString(body),
                StandardCharsets.UTF_8); // strictly, which Jackson's own encoder is not
    }

    @Override
    Object read(ObjectReader reader, byte[] content, String contentEncoding) throws CharacterCodingException {
        return reader.readValue(PythonJson.unwrap(Charsets.decode(content, Charsets.named(contentEncoding))));
    }
}
