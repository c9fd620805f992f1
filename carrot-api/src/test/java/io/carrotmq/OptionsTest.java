package io.carrotmq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrotmq.topology.Topology;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTest {
    @Test
    void sendDefaults() {
        assertThat(SendOptions.DEFAULT.exchange()).isEmpty();
        assertThat(SendOptions.DEFAULT.routingKey()).isEmpty();
        assertThat(SendOptions.DEFAULT.mandatory()).isTrue();
        assertThat(SendOptions.DEFAULT.properties())
                .isEqualTo(Properties.builder().persistent(true).priority(0).build());
    }

    @Test
    void eachChangeIsANewObject() {
        SendOptions changed = SendOptions.DEFAULT
                .exchange("feed")
                .routingKey("key")
                .mandatory(false)
                .header("a", 1)
                .properties(p -> p.persistent(false));
        assertThat(changed)
                .isEqualTo(new SendOptions(
                        "feed",
                        "key",
                        false,
                        Properties.builder()
                                .persistent(false)
                                .priority(0)
                                .header("a", 1)
                                .build(),
                        Topology.NONE,
                        Duration.ofSeconds(10),
                        Compression.NONE,
                        null));
        assertThat(changed.header("a", null).properties().headers()).isEmpty();
        sendDefaults();
    }

    @Test
    void sendOptionsHaveEveryPart() {
        assertThatThrownBy(() -> SendOptions.DEFAULT.exchange(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> SendOptions.DEFAULT.routingKey(null)).isInstanceOf(NullPointerException.class);
    }

    @Test
    void subscribeDefaults() {
        assertThat(SubscribeOptions.DEFAULT)
                .isEqualTo(new SubscribeOptions(
                        20,
                        false,
                        Acknowledgement.MANUAL,
                        Map.of(),
                        Topology.NONE,
                        SubscribeOptions.DEFAULT.retry(),
                        Redelivery.DEFAULT,
                        DeadLettering.DEFAULT));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 65_536})
    void prefetchOutOfRange(int prefetch) {
        assertThatThrownBy(() -> SubscribeOptions.DEFAULT.prefetch(prefetch))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("CARROT-0150 ")
                .hasMessageContaining("1 to 65535");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 65_535})
    void prefetchInRange(int prefetch) {
        assertThat(SubscribeOptions.DEFAULT.exclusive(true).prefetch(prefetch))
                .isEqualTo(new SubscribeOptions(
                        prefetch,
                        true,
                        Acknowledgement.MANUAL,
                        Map.of(),
                        Topology.NONE,
                        SubscribeOptions.DEFAULT.retry(),
                        Redelivery.DEFAULT,
                        DeadLettering.DEFAULT));
    }

    @Test
    void argumentsAreCopied() {
        Map<String, Object> arguments = new HashMap<>(Map.of("x-priority", 1));
        SubscribeOptions options = SubscribeOptions.DEFAULT.prefetch(1).arguments(arguments);
        arguments.clear();
        assertThat(options.arguments()).isEqualTo(Map.of("x-priority", 1));
    }
}
