package io.carrotmq.ra.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopicPatternTest {
    @ParameterizedTest
    @CsvSource({
        "#, '', true",
        "#, a.b.c, true",
        "a, a, true",
        "a, b, false",
        "a, a.b, false",
        "'', '', true",
        "'', a, false",
        "*, '', false",
        "*, a, true",
        "*, a.b, false",
        "a.*, a.b, true",
        "a.*, a, false",
        "a.#, a, true",
        "a.#, a.b.c, true",
        "a.#, b.a, false",
        "#.z, z, true",
        "#.z, a.b.z, true",
        "#.z, z.a, false",
        "a.#.z, a.z, true",
        "a.#.z, a.b.c.z, true",
        "a.#.z, a.b.c, false",
        "#.*, '', false",
        "#.*, a.b, true",
        "*.#, a, true",
        "#.b.#, a.b.c, true",
        "#.b.#, a.c, false",
        "lazy.#, lazy.pink.rabbit, true",
        "*.orange.*, quick.orange.male.rabbit, false",
    })
    void matchesAsATopicExchangeDoes(String pattern, String key, boolean expected) {
        assertThat(TopicPattern.of(pattern).matches(key)).isEqualTo(expected);
    }

    @Test
    void aWildcardInARoutingKeyIsAWordLikeAnyOther() {
        assertThat(TopicPattern.of("a.b").matches("a.*")).isFalse();
        assertThat(TopicPattern.of("a.b").matches("#")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "a.*, *.b, true",
        "a.*, b.*, false",
        "a.#, #.z, true",
        "a.*, a.*, true",
        "a.*, a.*.*, false",
        "a.#, a.*.*, true",
        "#, *, true",
        "#, '', true",
        "*, '', false",
        "a.#.z, a.b, false",
        "#.b, a.#, true",
    })
    void overlapsWhereSomeKeyFitsBoth(String one, String other, boolean expected) {
        assertThat(TopicPattern.of(one).overlaps(TopicPattern.of(other))).isEqualTo(expected);
        assertThat(TopicPattern.of(other).overlaps(TopicPattern.of(one))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"a.b, a.*", "a.*, #", "a.*, a.#", "*.*, *.#", "a.b.#, a.*.*", "*.*, *"})
    void theMoreLiteralComesFirst(String first, String second) {
        assertThat(TopicPattern.MORE_LITERAL.compare(TopicPattern.of(first), TopicPattern.of(second)))
                .isNegative();
    }
}
