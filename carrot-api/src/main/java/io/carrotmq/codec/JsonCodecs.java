package io.carrotmq.codec;

import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import jakarta.json.bind.JsonbException;
import java.lang.reflect.Type;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Any type as JSON through Jakarta JSON Binding, one binding context for each set of codecs. */
final class JsonCodecs implements CodecProvider {
    static final String MEDIA_TYPE = "application/json";

    private final Jsonb jsonb;

    JsonCodecs(ClassLoader loader) {
        jsonb = build(loader);
    }

    /** JSON Binding looks for its implementation with the context class loader. */
    private static Jsonb build(ClassLoader loader) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            return JsonbBuilder.create();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Override
    public String mediaType() {
        return MEDIA_TYPE;
    }

    @Override
    public Optional<Codec<Object>> codec(Type type) {
        return type == byte[].class ? Optional.empty() : Optional.of(new JsonCodec(type));
    }

    private final class JsonCodec implements Codec<Object> {
        private final Type type;

        JsonCodec(Type type) {
            this.type = type;
        }

        @Override
        public String contentType() {
            return MEDIA_TYPE;
        }

        @Override
        public String contentEncoding() {
            return "utf-8";
        }

        @Override
        public byte[] encode(Object body) {
            try {
                return jsonb.toJson(body, type).getBytes(StandardCharsets.UTF_8);
            } catch (RuntimeException e) { // Yasson lets exceptions of getters through as they are
                throw CodecErrors.notEncodable(MEDIA_TYPE, body, e);
            }
        }

        @Override
        public Object decode(byte[] content, String contentEncoding) {
            try {
                Object body = jsonb.fromJson(Charsets.decode(content, Charsets.named(contentEncoding)), type);
                if (body == null) {
                    throw new JsonbException("the JSON text is null");
                }
                return body;
            } catch (CharacterCodingException | JsonbException e) {
                throw CodecErrors.notDecodable(MEDIA_TYPE, type, content.length, e);
            }
        }
    }
}
