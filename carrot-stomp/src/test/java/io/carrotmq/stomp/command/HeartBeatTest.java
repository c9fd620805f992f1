package io.carrotmq.stomp.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.carrotmq.stomp.StompConfigurationException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeartBeatTest {
    private static HeartBeat millis(long sends, long receives) {
        return new HeartBeat(Duration.ofMillis(sends), Duration.ofMillis(receives));
    }

    /** Client's, server's, and what both agree on. */
    @ParameterizedTest
    @CsvSource({
        "1, 2, 3, 4, 4, 3",
        "1000, 2000, 500, 5000, 5000, 2000",
        "0, 0, 0, 0, 0, 0",
        "0, 5, 5, 5, 0, 5",
        "5, 0, 5, 5, 5, 0",
        "5, 5, 0, 5, 5, 0",
        "5, 5, 5, 0, 0, 5",
        "10000, 10000, 1000, 1000, 10000, 10000",
        "100, 100, 1000, 1000, 1000, 1000",
        "10000, 10000, 0, 30000, 30000, 0",
    })
    void t04_bothAgree(long sends, long receives, long serverSends, long serverReceives, long sent, long received) {
        assertThat(millis(sends, receives).with(millis(serverSends, serverReceives)))
                .isEqualTo(millis(sent, received));
    }

    @Test
    void t04_isWrittenInWholeMilliseconds_neverLessThanAsked() {
        assertThat(millis(10_000, 0).text()).isEqualTo("10000,0");
        assertThat(new HeartBeat(Duration.ofNanos(1), Duration.ofNanos(1_000_001)).text())
                .isEqualTo("1,2");
    }

    @Test
    void t04_isReadAsWritten() {
        HeartBeat most = millis(999_999_999_999_999L, 1);

        assertThat(HeartBeat.parse(most.text())).isEqualTo(most);
        assertThat(HeartBeat.parse("0,30000")).isEqualTo(millis(0, 30_000));
        assertThat(HeartBeat.parse(null)).isEqualTo(HeartBeat.NONE);
    }

    @Test
    void intervalsOutOfRangeAreRefused() {
        assertThatExceptionOfType(StompConfigurationException.class)
                .isThrownBy(() -> millis(-1, 0))
                .withMessageStartingWith("CARROT-0437 a heart-beat's interval is PT-0.001S, outside zero to");
        assertThatExceptionOfType(StompConfigurationException.class)
                .isThrownBy(() -> new HeartBeat(Duration.ZERO, Duration.ofMillis(1_000_000_000_000_000L)));
    }
}
