package io.carrotmq.codec;

import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbConfig;
import jakarta.json.bind.JsonbException;
import jakarta.json.bind.config.BinaryDataStrategy;
import jakarta.json.bind.spi.JsonbProvider;
import java.lang.reflect.Type;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

/** Any type as JSON through Jakarta JSON Binding, one binding context for each set of codecs. */
final class JsonCodecs implements CodecProvider {
    private final Jsonb jsonb;

    private JsonCodecs(Jsonb jsonb) {
        this.jsonb = jsonb;
    }

    /** Empty if no implementation is visible. JSON Binding looks for it with the context class loader. */
    static Optional<CodecProvider> find(ClassLoader loader) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            return implementation()
                    .map(provider -> new JsonCodecs(
                            provider.create().withConfig(likeOthers()).build()));
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** Bytes as every other JSON library writes them, not as lists of numbers. */
    private static JsonbConfig likeOthers() {
        return new JsonbConfig().withBinaryDataStrategy(BinaryDataStrategy.BASE_64);
    }

    private static Optional<JsonbProvider> implementation() {
        try {
            return Optional.of(JsonbProvider.provider());
        } catch (JsonbException absent) { // the codecs' messages say what to add, if somebody wants JSON
            return Optional.empty();
        }
    }

    @Override
    public String mediaType() {
        return MediaType.JSON;
    }

    @Override
    public Set<String> aliases() {
        return Set.of("text/json");
    }

    @Override
    public Optional<Codec<Object>> codec(Type type, CodecSettings settings) {
        return type == byte[].class ? Optional.empty() : Optional.of(new JsonCodec(type, settings.maxDepth()));
    }

    private final class JsonCodec implements Codec<Object> {
        private final Type type;
        private final int maxDepth;

        JsonCodec(Type type, int maxDepth) {
            this.type = type;
            this.maxDepth = maxDepth;
        }

        @Override
        public String contentType() {
            return MediaType.JSON;
        }

        @Override
        public String contentEncoding() {
            return "utf-8";
        }

        @Override
        public byte[] encode(Object body) {
            if (body == null) {
                throw CodecErrors.notEncodable(MediaType.JSON, null, null);
            }
            try {
                return Charsets.encode(jsonb.toJson(body, type), StandardCharsets.UTF_8);
            } catch (RuntimeException | CharacterCodingException | StackOverflowError e) {
                // Yasson lets exceptions of getters through as they are, and follows references in circles
                throw CodecErrors.notEncodable(MediaType.JSON, body, e);
            }
        }

        @Override
        public Object decode(byte[] content, String contentEncoding) {
            try {
                String text = Charsets.decode(content, Charsets.named(contentEncoding));
                switch (JsonShape.of(text, maxDepth)) {
                    case TOO_DEEP -> throw CodecErrors.nestedTooDeep(MediaType.JSON, type, maxDepth);
                    case TOO_MANY_DIGITS -> throw CodecErrors.tooManyDigits(MediaType.JSON, type, JsonShape.MAX_DIGITS);
                    case NOT_ONE -> throw CodecErrors.notDecodable(MediaType.JSON, type, content.length, null);
                    default -> {
                        return present(jsonb.fromJson(PythonJson.unwrap(text), type));
                    }
                }
            } catch (StackOverflowError e) {
                throw CodecErrors.stackOverflow(MediaType.JSON, type, content.length, e);
            } catch (CharacterCodingException | JsonbException e) {
                throw CodecErrors.notDecodable(MediaType.JSON, type, content.length, e);
            }
        }

        private Object present(Object body) {
            if (body == null) {
                throw new JsonbException("the JSON text is null");
            }
            return body;
        }
    }
}
