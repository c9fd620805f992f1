package io.carrotmq.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrotmq.CodecException;
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
