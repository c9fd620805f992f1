package io.carrotmq.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrotmq.CodecException;
import io.carrotmq.Properties;
import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonShapeTest {
    /** A body. */
    public record Named(String name) {}

    @ParameterizedTest
    @ValueSource(strings = {"1", "true", "\"[\"", "[]", "{}", " [{\"a\": \"]\\\"\"}, [[]]] ", "{\"a\":{\"b\":[1,{}]}}"})
    void whole(String text) {
        assertThat(JsonShape.of(text, 10)).isEqualTo(JsonShape.FIT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "[", "{", "{\"a\":{}", "[1}", "{\"a\":[}}", "]", "}", "[]]", "{\"a\": \"}"})
    void withoutItsEnd(String text) {
        assertThat(JsonShape.of(text, 10)).isEqualTo(JsonShape.NOT_ONE);
    }

    /** In quotes or not, and escaped: which of them is read as a number depends on the type. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "%s",
                " %s ",
                "-%s.5",
                "[1,%s]",
                "{\"a\":%s}",
                "{\"a\":1.%s}",
                "\"%s\"",
                "[\"%s and more\"]",
                "[\"-%s\"]",
                "{\"%s\":1}"
            })
    void numbersOfManyDigits(String text) {
        assertThat(JsonShape.of(text.formatted("9".repeat(1_001)), 10)).isEqualTo(JsonShape.TOO_MANY_DIGITS);
        assertThat(JsonShape.of(text.formatted("9".repeat(990)), 10)).isEqualTo(JsonShape.FIT);
        if (text.contains("\"%s") || text.contains("-%s\"")) {
            assertThat(JsonShape.of(text.formatted("\\u0039".repeat(1_001)), 10))
                    .isEqualTo(JsonShape.TOO_MANY_DIGITS);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"abcdef", "0123456789abcdef", "\\\\", "\\u00e4", "9 ", "9,9"})
    void longTextsThatAreNoNumbers(String piece) {
        assertThat(JsonShape.of("[\"" + piece.repeat(2_000) + "\"]", 10)).isEqualTo(JsonShape.FIT);
    }

    /** Read, this takes a quarter of an hour. */
    @ParameterizedTest
    @ValueSource(strings = {"[%s]", "[\"%s\"]"})
    @Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void bodyThatIsOneNumber(String text) {
        Decoder<List<BigInteger>> decoder = Codecs.of(getClass().getClassLoader())
                .decoder(new GenericType<List<BigInteger>>() {}, "application/json");
        byte[] body = text.formatted("9".repeat(8_000_000)).getBytes(UTF_8);
        Properties json = Properties.builder().contentType("application/json").build();
        assertThatThrownBy(() -> decoder.decode(body, json))
                .isInstanceOf(CodecException.class)
                .hasMessageStartingWith("CARROT-0797 ");
    }

    /** Parsson skips what no property wants until an end that never comes. */
    @ParameterizedTest
    @ValueSource(strings = {"{\"other\":{\"a\":1", "{\"other\":[1,2", "{\"other\":{\"a\":[}}", "{\"other\":[}]"})
    @Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void unknownMembersWithoutTheirEnd(String text) {
        Codec<Named> codec = Codecs.of(getClass().getClassLoader()).codec("application/json", Named.class);
        assertThatThrownBy(() -> codec.decode(text.getBytes(UTF_8), null))
                .isInstanceOf(CodecException.class)
                .hasMessageStartingWith("CARROT-0754 ");
    }
}
