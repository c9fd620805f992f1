package io.carrotmq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PropertiesTest {
    private static final Properties ALL = Properties.builder()
            .contentType("text/plain")
            .contentEncoding("utf-8")
            .header("tenant", "acme")
            .persistent(true)
            .priority(9)
            .correlationId("c-1")
            .replyTo("answers")
            .expiration(Duration.ofSeconds(3))
            .messageId("m-1")
            .timestamp(Instant.ofEpochSecond(5))
            .type("order")
            .userId("guest")
            .appId("shop")
            .build();

    @Test
    void noneHasNothing() {
        assertThat(Properties.NONE).isEqualTo(Properties.builder().build());
        assertThat(Properties.NONE.headers()).isEmpty();
        assertThat(Properties.NONE.persistent()).isNull();
    }

    @Test
    void builderStartsWithEveryProperty() {
        assertThat(ALL.toBuilder().build()).isEqualTo(ALL);
        assertThat(ALL).hasNoNullFieldsOrProperties();
    }

    @Test
    void builderLeavesItsOriginAlone() {
        Properties other = ALL.toBuilder().header("tenant", "other").priority(1).build();
        assertThat(other.headers()).isEqualTo(Map.of("tenant", "other"));
        assertThat(ALL.headers()).isEqualTo(Map.of("tenant", "acme"));
        assertThat(ALL.priority()).isEqualTo(9);
    }

    @Test
    void headersAreACopyThatCannotBeChanged() {
        Map<String, Object> given = new HashMap<>(Map.of("a", 1));
        Properties.Builder builder = Properties.builder().headers(given);
        Properties properties = builder.build();
        given.put("b", 2);
        builder.header("c", 3);
        assertThat(properties.headers()).isEqualTo(Map.of("a", 1));
        assertThatThrownBy(() -> properties.headers().put("d", 4)).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void nullRemovesAHeader() {
        assertThat(ALL.toBuilder().header("tenant", null).build().headers()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 256, Integer.MIN_VALUE, Integer.MAX_VALUE})
    void priorityOutOfRange(int priority) {
        assertThatThrownBy(() -> Properties.builder().priority(priority).build())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("CARROT-0151 ")
                .hasMessageContaining("" + priority)
                .hasMessageContaining("0 to 255");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 255})
    void priorityInRange(int priority) {
        assertThat(Properties.builder().priority(priority).build().priority()).isEqualTo(priority);
    }

    @Test
    void expirationIsNotNegative() {
        assertThat(Properties.builder().expiration(Duration.ZERO).build().expiration())
                .isZero();
        assertThatThrownBy(() ->
                        Properties.builder().expiration(Duration.ofMillis(-1)).build())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("CARROT-0152 ");
    }
}
