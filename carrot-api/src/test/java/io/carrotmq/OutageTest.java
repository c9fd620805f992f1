package io.carrotmq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class OutageTest {
    private final FakeBroker broker = new FakeBroker();
    private final List<Duration> pauses = new ArrayList<>();
    private final List<String> told = new ArrayList<>();

    private static ConnectException failure(int number, boolean temporary) {
        return new ConnectException("FAKE-7", "failure " + number, temporary, null);
    }

    private void fails(int times) {
        for (int i = 1; i <= times; i++) {
            broker.connectFailures.add(failure(i, true));
        }
    }

    private Connection connect(ConnectRetry schedule) {
        ConnectRetry telling = schedule.onFailure((failure, pause) -> told.add(failure.getMessage() + ", " + pause));
        return Outage.survive(broker::connect, telling, pauses::add);
    }

    @Test
    void pausesGrowByTwoSecondsUpToThirty() {
        fails(18);
        try (Connection connection = connect(ConnectRetry.DEFAULT)) {
            assertThat(connection.broker().product()).isEqualTo("fake");
        }
        assertThat(pauses)
                .containsExactlyElementsOf(
                        LongStream.of(2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30, 30, 30, 30)
                                .mapToObj(Duration::ofSeconds)
                                .toList());
        assertThat(told).hasSize(18).startsWith("FAKE-7 failure 1, PT2S", "FAKE-7 failure 2, PT4S");
    }

    @Test
    void maxRetriesIsMetExactly() {
        for (int retries = 0; retries < 4; retries++) {
            broker.connectFailures.clear();
            broker.connectAttempts.set(0);
            told.clear();
            fails(10);
            ConnectRetry schedule = ConnectRetry.DEFAULT.maxRetries(retries);
            assertThatThrownBy(() -> connect(schedule))
                    .isInstanceOf(ConnectException.class)
                    .hasMessage("FAKE-7 failure " + (retries + 1));
            assertThat(broker.connectAttempts).hasValue(retries + 1);
            assertThat(told).as("the last failure is thrown, not told").hasSize(retries);
        }
    }

    @Test
    void enoughRetriesSucceed() {
        fails(3);
        connect(ConnectRetry.DEFAULT.maxRetries(3)).close();
        assertThat(broker.connectAttempts).hasValue(4);
    }

    @Test
    void whatTimeCannotHealIsNotTriedAgain() {
        broker.connectFailures.add(failure(1, false));
        assertThatThrownBy(() -> connect(ConnectRetry.DEFAULT)).hasMessage("FAKE-7 failure 1");
        assertThat(broker.connectAttempts).hasValue(1);
        assertThat(told).isEmpty();
    }

    @Test
    void listenerCanEndIt() {
        fails(3);
        IllegalStateException enough = new IllegalStateException("enough");
        ConnectRetry schedule = ConnectRetry.DEFAULT.onFailure((failure, pause) -> {
            throw enough;
        });
        assertThatThrownBy(() -> Outage.survive(broker::connect, schedule, pauses::add))
                .isSameAs(enough);
        assertThat(pauses).isEmpty();
    }

    @Test
    void interruptEndsItAndIsKept() {
        fails(1);
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> broker.connect(ConnectRetry.DEFAULT))
                .isInstanceOf(ConnectException.class)
                .hasMessageStartingWith("CARROT-0757 ")
                .hasMessageContaining("failure 1");
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void eachOutageCountsForItself() throws InterruptedException {
        Outage outage = new Outage(ConnectRetry.DEFAULT.maxRetries(2), pauses::add);
        outage.failed(failure(1, true));
        outage.failed(failure(2, true));
        assertThat(outage.over()).isTrue();
        assertThat(outage.over()).isFalse();
        outage.failed(failure(3, true));
        assertThat(pauses).containsExactly(Duration.ofSeconds(2), Duration.ofSeconds(4), Duration.ofSeconds(2));
    }
}
