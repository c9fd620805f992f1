package io.carrotmq.cdi.internal.consume.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.carrotmq.CodecException;
import io.carrotmq.Properties;
import io.carrotmq.cdi.Consume;
import io.carrotmq.cdi.Header;
import io.carrotmq.cdi.internal.consume.plan.TargetMethod;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Headers become what a method wants, or nothing at all, but never something else. */
class HeaderTypeTest {
    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static Stream<Arguments> fitting() {
        return Stream.of(
                arguments(HeaderType.STRING, "Zürich", "Zürich"),
                arguments(HeaderType.STRING, utf8("Zürich"), "Zürich"),
                arguments(HeaderType.STRING, 7L, "7"),
                arguments(HeaderType.STRING, new BigDecimal("1E+3"), "1000"),
                arguments(HeaderType.STRING, true, "true"),
                arguments(HeaderType.STRING, Instant.EPOCH, "1970-01-01T00:00:00Z"),
                arguments(HeaderType.INTEGER, 7L, 7),
                arguments(HeaderType.INTEGER, "7", 7),
                arguments(HeaderType.INTEGER, 7.0, 7),
                arguments(HeaderType.INTEGER, utf8("-7"), -7),
                arguments(HeaderType.LONG, 7, 7L),
                arguments(HeaderType.LONG, (byte) 7, 7L),
                arguments(HeaderType.LONG, new BigDecimal("7.00"), 7L),
                arguments(HeaderType.SHORT, 7, (short) 7),
                arguments(HeaderType.BYTE, 7, (byte) 7),
                arguments(HeaderType.BIG_INTEGER, 7, BigInteger.valueOf(7)),
                arguments(HeaderType.BIG_DECIMAL, 7, new BigDecimal("7")),
                arguments(HeaderType.BIG_DECIMAL, "0.1", new BigDecimal("0.1")),
                arguments(HeaderType.DOUBLE, 7, 7.0),
                arguments(HeaderType.DOUBLE, 0.5f, 0.5),
                arguments(HeaderType.DOUBLE, "0.1", 0.1),
                arguments(HeaderType.DOUBLE, Double.NaN, Double.NaN),
                arguments(HeaderType.FLOAT, 0.5, 0.5f),
                arguments(HeaderType.FLOAT, "0.1", 0.1f),
                arguments(HeaderType.FLOAT, Double.NEGATIVE_INFINITY, Float.NEGATIVE_INFINITY),
                arguments(HeaderType.NUMBER, 7L, 7L),
                arguments(HeaderType.NUMBER, "7.5", new BigDecimal("7.5")),
                arguments(HeaderType.BOOLEAN, false, false),
                arguments(HeaderType.BOOLEAN, "True", true),
                arguments(HeaderType.INSTANT, Instant.EPOCH, Instant.EPOCH),
                arguments(HeaderType.INSTANT, "1970-01-01T00:00:00Z", Instant.EPOCH),
                arguments(HeaderType.BYTES, "é", utf8("é")),
                arguments(HeaderType.LIST, List.of(1, "a"), List.of(1, "a")),
                arguments(HeaderType.MAP, Map.of("a", 1), Map.of("a", 1)),
                arguments(HeaderType.OBJECT, List.of(1), List.of(1)));
    }

    @ParameterizedTest
    @MethodSource
    void fitting(HeaderType type, Object value, Object converted) {
        assertThat(type.convert(value)).isEqualTo(converted);
    }

    static Stream<Arguments> unfit() {
        return Stream.of(
                arguments(HeaderType.STRING, List.of("a")),
                arguments(HeaderType.STRING, Map.of()),
                arguments(HeaderType.STRING, new byte[] {(byte) 0xff}),
                arguments(HeaderType.INTEGER, 3_000_000_000L),
                arguments(HeaderType.INTEGER, 7.5),
                arguments(HeaderType.INTEGER, "seven"),
                arguments(HeaderType.INTEGER, true),
                arguments(HeaderType.INTEGER, Instant.EPOCH),
                arguments(HeaderType.SHORT, 40_000),
                arguments(HeaderType.BYTE, 200),
                arguments(HeaderType.LONG, "9223372036854775808"),
                arguments(HeaderType.LONG, Double.NaN),
                arguments(HeaderType.BIG_INTEGER, "1e999999999"),
                arguments(HeaderType.BIG_DECIMAL, "1".repeat(101)),
                arguments(HeaderType.DOUBLE, 9_007_199_254_740_993L),
                arguments(HeaderType.DOUBLE, "1e999"),
                arguments(HeaderType.FLOAT, 0.1),
                arguments(HeaderType.FLOAT, 16_777_217),
                arguments(HeaderType.FLOAT, 1e300),
                arguments(HeaderType.FLOAT, "1e300"),
                arguments(HeaderType.DOUBLE, BigDecimal.TEN.pow(400)),
                arguments(HeaderType.BOOLEAN, 1),
                arguments(HeaderType.BOOLEAN, "yes"),
                arguments(HeaderType.INSTANT, "yesterday"),
                arguments(HeaderType.INSTANT, 0L),
                arguments(HeaderType.BYTES, 7),
                arguments(HeaderType.LIST, "a"),
                arguments(HeaderType.MAP, List.of()));
    }

    @ParameterizedTest
    @MethodSource
    void unfit(HeaderType type, Object value) {
        assertThatThrownBy(() -> type.convert(value))
                .isInstanceOfAny(IllegalArgumentException.class, ArithmeticException.class, DateTimeException.class);
    }

    @ApplicationScoped
    static class Reader {
        @Consume("q")
        List<Object> on(
                @Header("tenant") Optional<String> tenant,
                @Header("count") Integer count,
                @Header("tags") List<?> tags,
                @Header("table") Map<String, Object> table) {
            return java.util.Arrays.asList(tenant, count, tags, table);
        }
    }

    private static Object call(Properties properties) throws Throwable {
        try (Reading reading = Reading.of(Reader.class);
                TargetMethod.Target target = reading.plan().target().open(reading.beans())) {
            return target.call(Handed.of(new byte[0], properties));
        }
    }

    @Test
    void headersThatAreThere() throws Throwable {
        assertThat(call(Properties.builder()
                        .header("tenant", "acme")
                        .header("count", 7L)
                        .header("tags", List.of("a"))
                        .header("table", Map.of("k", 1))
                        .build()))
                .isEqualTo(List.of(Optional.of("acme"), 7, List.of("a"), Map.of("k", 1)));
    }

    @Test
    void missingHeaders() throws Throwable {
        assertThat(call(Properties.NONE)).isEqualTo(java.util.Arrays.asList(Optional.empty(), null, null, null));
    }

    @Test
    void unfitHeaderIsNotWorthAnotherAttempt() {
        assertThatThrownBy(() ->
                        call(Properties.builder().header("count", "secret").build()))
                .isInstanceOf(CodecException.class)
                .hasMessageStartingWith("CARROT-0373 [" + Reader.class.getName() + ".on(parameter 2)] header 'count'")
                .hasMessageContaining("java.lang.Integer")
                .satisfies(thrown -> assertThat(thrown.getMessage()).doesNotContain("secret"))
                .satisfies(thrown -> assertThat(
                                Reading.plan(Reader.class).retriable().test(thrown))
                        .isFalse());
    }
}
