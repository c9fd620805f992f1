package io.carrotmq.codecs;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.carrotmq.codec.CodecSettings;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.function.Function;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.KeyDeserializer;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.cfg.MapperBuilder;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsontype.BasicPolymorphicTypeValidator;
import tools.jackson.databind.jsontype.NamedType;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.type.TypeFactory;
import tools.jackson.databind.util.TokenBuffer;

/** Java values to Jackson's trees and back, for the formats that Jackson does not read itself; and how it maps in all. */
final class Mapping {
    /** More digits than any sender means; reading a number takes the square of its length. */
    static final int MAX_DIGITS = 1_000;

    private final ObjectMapper mapper;

    Mapping(CodecSettings settings) {
        mapper = configured(JsonMapper.builder(), settings).build();
    }

    static StreamReadConstraints constraints(CodecSettings settings) {
        return new Constraints(StreamReadConstraints.builder()
                .maxNestingDepth(settings.maxDepth())
                .maxNumberLength(MAX_DIGITS)
                .maxStringLength(settings.maxBytes())
                .build());
    }

    /** Jackson makes an integer of 1e99999, of which a body may have a million. */
    private static final class Constraints extends StreamReadConstraints {
        private static final long serialVersionUID = 1L;

        Constraints(StreamReadConstraints all) {
            super(
                    all.getMaxNestingDepth(),
                    all.getMaxDocumentLength(),
                    all.getMaxTokenCount(),
                    all.getMaxNumberLength(),
                    all.getMaxStringLength(),
                    all.getMaxNameLength());
        }

        @Override
        public void validateBigIntegerScale(int scale) {
            if (Math.abs((long) scale) > MAX_DIGITS) {
                throw _constructException("a number has more than %d digits", MAX_DIGITS);
            }
        }
    }

    static <M extends ObjectMapper, B extends MapperBuilder<M, B>> B configured(B builder, CodecSettings settings) {
        settings.typeNames().forEach((name, type) -> builder.registerSubtypes(new NamedType(type, name)));
        return builder.typeFactory(TypeFactory.createDefaultInstance().withClassLoader(settings.application()))
                .addModule(new SimpleModule()
                        .addDeserializer(Class.class, new NoClass())
                        .addKeyDeserializer(BigInteger.class, new NumberKey(BigInteger::new))
                        .addKeyDeserializer(BigDecimal.class, new NumberKey(BigDecimal::new)))
                // Allows nothing: an annotation that would take a class name from the wire finds none it may use.
                .polymorphicTypeValidator(
                        BasicPolymorphicTypeValidator.builder().build())
                .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .changeDefaultPropertyInclusion(all -> all.withValueInclusion(JsonInclude.Include.NON_NULL))
                .disable(EnumFeature.READ_ENUMS_USING_TO_STRING, EnumFeature.WRITE_ENUMS_USING_TO_STRING)
                .disable(
                        DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS,
                        DateTimeFeature.WRITE_DURATIONS_AS_TIMESTAMPS,
                        DateTimeFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE)
                .enable(DateTimeFeature.WRITE_DATES_WITH_ZONE_ID);
    }

    JavaType type(Type type) {
        return mapper.constructType(type);
    }

    Object value(JsonNode tree, JavaType type) {
        return mapper.readerFor(type).readValue(tree);
    }

    JsonNode tree(Object value, JavaType type) {
        try (TokenBuffer tokens = new TokenBuffer(null, false)) {
            mapper.writerFor(type).writeValue(tokens, value);
            return mapper.readTree(tokens.asParser());
        }
    }

    /** Jackson would load and initialize the class that a text names. */
    @SuppressWarnings("rawtypes")
    private static final class NoClass extends ValueDeserializer<Class> {
        @Override
        public Class deserialize(JsonParser parser, DeserializationContext context) {
            return context.reportInputMismatch(Class.class, "classes are not read");
        }
    }

    /** Jackson bounds the digits of values, but not of keys. */
    private static final class NumberKey extends KeyDeserializer {
        private final Function<String, Number> number;

        NumberKey(Function<String, Number> number) {
            this.number = number;
        }

        @Override
        public Object deserializeKey(String key, DeserializationContext context) {
            if (key.length() > MAX_DIGITS) {
                return context.reportInputMismatch(Number.class, "a key has more than %d digits", MAX_DIGITS);
            }
            return number.apply(key);
        }
    }
}
