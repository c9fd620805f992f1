package io.carrotmq.stomp.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.carrotmq.stomp.StompConfigurationException;
import io.carrotmq.stomp.command.HeartBeat;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LivenessTest {
    private static final HeartBeat AGREED = new HeartBeat(Duration.ofSeconds(5), Duration.ofSeconds(2));

    private static long seconds(double seconds) {
        return (long) (seconds * 1e9);
    }

    private static Liveness since(long start) {
        return new Liveness(AGREED, HeartBeatThresholds.DEFAULT, start);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -17, Long.MAX_VALUE - 5, Long.MIN_VALUE})
    void t04_beatIsDueAtFourFifthsOfItsInterval(long start) {
        Liveness liveness = since(start);
        liveness.received(start + seconds(4));

        assertThat(liveness.isBeatDue(start + seconds(4) - 1)).isFalse();
        assertThat(liveness.isBeatDue(start + seconds(4))).isTrue();
        assertThat(liveness.isBeatDue(start + seconds(400))).isTrue();

        liveness.sent(start + seconds(4));
        assertThat(liveness.isBeatDue(start + seconds(8) - 1)).isFalse();
        assertThat(liveness.isBeatDue(start + seconds(8))).isTrue();
    }

    /** ActiveMQ Classic was seen to be silent for 1.996 intervals. */
    @ParameterizedTest
    @ValueSource(longs = {0, -17, Long.MAX_VALUE - 5, Long.MIN_VALUE})
    void t04_peerIsDeadAfterTwoAndAHalfOfItsIntervals(long start) {
        Liveness liveness = since(start);
        liveness.sent(start + seconds(3));

        assertThat(liveness.isPeerDead(start + seconds(5) - 1)).isFalse();
        assertThat(liveness.isPeerDead(start + seconds(5))).isTrue();

        liveness.received(start + seconds(3));
        assertThat(liveness.isPeerDead(start + seconds(8) - 1)).isFalse();
        assertThat(liveness.isPeerDead(start + seconds(8))).isTrue();
        assertThat(liveness.nanosOfSilence(start + seconds(8))).isEqualTo(seconds(5));
    }

    @Test
    void t04_nextIsWhateverComesFirst() {
        Liveness liveness = since(0);

        liveness.sent(seconds(2));
        assertThat(liveness.nanosToNext(seconds(2))).isEqualTo(seconds(3));
        liveness.received(seconds(4));
        assertThat(liveness.nanosToNext(seconds(4))).isEqualTo(seconds(2));
        assertThat(liveness.nanosToNext(seconds(60))).isZero();
    }

    @Test
    void t04_thresholdsAreAMatterOfChoice() {
        Liveness liveness = new Liveness(AGREED, new HeartBeatThresholds(0.5, 3), 0);

        assertThat(liveness.isBeatDue(seconds(2.5) - 1)).isFalse();
        assertThat(liveness.isBeatDue(seconds(2.5))).isTrue();
        assertThat(liveness.isPeerDead(seconds(6) - 1)).isFalse();
        assertThat(liveness.isPeerDead(seconds(6))).isTrue();
    }

    @Test
    void t04_withoutHeartBeatsNothingIsEverDue() {
        Liveness liveness = new Liveness(HeartBeat.NONE, HeartBeatThresholds.DEFAULT, 0);
        long late = TimeUnit.DAYS.toNanos(10_000);

        assertThat(liveness.isBeatDue(late)).isFalse();
        assertThat(liveness.isPeerDead(late)).isFalse();
        assertThat(liveness.nanosToNext(late)).isEqualTo(Liveness.NEVER);
    }

    @Test
    void t04_directionsAreIndependent() {
        HeartBeat sendsOnly = new HeartBeat(Duration.ofSeconds(5), Duration.ZERO);
        Liveness liveness = new Liveness(sendsOnly, HeartBeatThresholds.DEFAULT, 0);

        assertThat(liveness.isPeerDead(seconds(1_000_000))).isFalse();
        assertThat(liveness.nanosToNext(0)).isEqualTo(seconds(4));
    }

    @Test
    void intervalsLongerThanAnyClock_areNeverOver() {
        Duration longest = Duration.ofMillis(999_999_999_999_999L);
        Liveness liveness = new Liveness(new HeartBeat(longest, longest), HeartBeatThresholds.DEFAULT, 0);

        assertThat(liveness.nanosToNext(0)).isGreaterThan(TimeUnit.DAYS.toNanos(100_000));
    }

    @Test
    void anEarlierTimeThanTheLastIsTheLast() {
        Liveness liveness = since(seconds(10));

        assertThat(liveness.nanosToNext(seconds(9))).isEqualTo(seconds(4));
        assertThat(liveness.nanosOfSilence(seconds(9))).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "0, 2, client",
        "1.1, 2, client",
        "NaN, 2, client",
        "-1, 2, client",
        "0.8, 0.9, server",
        "0.8, NaN, server",
        "0.8, 1001, server"
    })
    void t04_thresholdsOutOfRangeAreRefused(double client, double server, String name) {
        assertThatExceptionOfType(StompConfigurationException.class)
                .isThrownBy(() -> new HeartBeatThresholds(client, server))
                .withMessageStartingWith("CARROT-0445 the heart-beat threshold '" + name + "' is ");
    }
}
