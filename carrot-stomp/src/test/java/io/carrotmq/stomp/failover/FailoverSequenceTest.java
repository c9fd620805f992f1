package io.carrotmq.stomp.failover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.carrotmq.stomp.StompTimeoutException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailoverSequenceTest {
    private static final Predicate<String> NOWHERE = host -> false;

    private static Failover failover(String uri) {
        return new Failover(FailoverUri.parse(uri), new Random(4711), NOWHERE);
    }

    /** The sequence of a reconnection: the first connection has its own limit. */
    private static FailoverSequence reconnection(String uri) {
        Failover failover = failover(uri);
        failover.attempts();
        return failover.attempts();
    }

    private static List<Double> delays(FailoverSequence sequence, int count) {
        List<Double> delays = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            delays.add(sequence.next(null).delay().toNanos() / 1e9);
        }
        return delays;
    }

    private static List<String> hosts(FailoverSequence sequence, int count) {
        List<String> hosts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            hosts.add(sequence.next(null).broker().host());
        }
        return hosts;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "randomize=true | 0 .01 .02 .04 .08 .16 .32 .64 1.28 2.56 5.12 10.24 20.48 30 30 30",
                "initialReconnectDelay=7,maxReconnectDelay=8 | 0 .007 .008 .008",
                "backOffMultiplier=3,initialReconnectDelay=7 | 0 .007 .021 .063",
                "useExponentialBackOff=false,initialReconnectDelay=3 | 0 .003 .003 .003",
                "backOffMultiplier=0.5 | 0 .01 .005 .0025",
                "initialReconnectDelay=100,maxReconnectDelay=50 | 0 .05 .05",
                "initialReconnectDelay=0 | 0 0 0 0",
                "maxReconnectDelay=0 | 0 0 0 0",
                "backOffMultiplier=1000,maxReconnectDelay=2147483647 | 0 .01 10 10000 2147483.647 2147483.647",
            })
    void t01_delaysOfAReconnection(String options, String expected) {
        List<Double> delays = List.of(expected.trim().split(" ")).stream()
                .map(Double::valueOf)
                .toList();

        assertThat(delays(reconnection("tcp://a:1?" + options), delays.size())).isEqualTo(delays);
    }

    @Test
    void t01_firstConnectionIsTriedOnce_unlessMoreIsAskedFor() {
        FailoverSequence sequence = failover("tcp://a:1").attempts();
        IOException refused = new IOException("refused");

        assertThat(sequence.next(null))
                .isEqualTo(new Attempt(new BrokerAddress(BrokerScheme.TCP, "a", 1, null, null, null), Duration.ZERO));
        assertThat(sequence.hasNext()).isFalse();
        assertThatExceptionOfType(StompTimeoutException.class)
                .isThrownBy(() -> sequence.next(refused))
                .withMessageStartingWith("CARROT-0448 no broker could be connected to: 1 attempts failed, and "
                        + "startupMaxReconnectAttempts is 0;")
                .withCause(refused);
    }

    @Test
    void t01_limitOfTheFirstConnection_isForTheFirstOnly_whateverBecameOfIt() {
        Failover failover = failover("tcp://a:1?startupMaxReconnectAttempts=2,maxReconnectAttempts=1");
        FailoverSequence first = failover.attempts();
        FailoverSequence second = failover.attempts();
        FailoverSequence third = failover.attempts();

        assertThat(delays(first, 3)).containsExactly(0.0, .01, .02);
        assertThat(first.hasNext()).isFalse();
        assertThat(delays(second, 2)).containsExactly(0.0, .01);
        assertThat(second.hasNext()).isFalse();
        assertThat(delays(third, 2)).containsExactly(0.0, .01);
        assertThatExceptionOfType(StompTimeoutException.class)
                .isThrownBy(() -> third.next(null))
                .withMessageContaining("2 attempts failed, and maxReconnectAttempts is 1")
                .withNoCause();
    }

    @Test
    void t01_withoutLimit_itGoesOn() {
        FailoverSequence sequence =
                failover("tcp://a:1?startupMaxReconnectAttempts=-1").attempts();

        assertThat(delays(sequence, 2_000).get(1_999)).isEqualTo(30);
        assertThat(sequence.hasNext()).isTrue();
    }

    @Test
    void t01_brokersTakeTurns_andDelaysGrowFromBrokerToBroker() {
        FailoverSequence sequence = reconnection("tcp://a:1,tcp://b:1,tcp://c:1?randomize=false");

        List<String> hosts = new ArrayList<>();
        List<Long> millis = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            Attempt attempt = sequence.next(null);
            hosts.add(attempt.broker().host());
            millis.add(attempt.delay().toMillis());
        }

        assertThat(hosts).containsExactly("a", "b", "c", "a", "b", "c");
        assertThat(millis).containsExactly(0L, 10L, 20L, 40L, 80L, 160L);
    }

    @Test
    void t01_limitCountsAttempts_notRounds() {
        FailoverSequence sequence =
                reconnection("tcp://a:1,tcp://b:1,tcp://c:1?randomize=false,maxReconnectAttempts=3");

        assertThat(hosts(sequence, 4)).containsExactly("a", "b", "c", "a");
        assertThat(sequence.hasNext()).isFalse();
    }

    @Test
    void t01_orderIsAnotherEachRound_andEachRoundHasAll() {
        FailoverSequence sequence = reconnection("tcp://a:1,tcp://b:1,tcp://c:1");
        Set<List<String>> orders = new HashSet<>();

        for (int round = 0; round < 200; round++) {
            List<String> hosts = hosts(sequence, 3);
            assertThat(hosts).containsExactlyInAnyOrder("a", "b", "c");
            orders.add(hosts);
        }

        assertThat(orders).hasSize(6);
    }

    @Test
    void t01_priorityBackup_hasLocalBrokersFirst_inTheirOrder() {
        FailoverUri uri = FailoverUri.parse(
                "tcp://remote1:1,tcp://localhost:1,tcp://127.0.0.1:1,tcp://remote2:1?randomize=false,priorityBackup=true");
        Failover failover = new Failover(uri, new Random(1), new LocalHosts());
        failover.attempts();

        assertThat(hosts(failover.attempts(), 8))
                .containsExactly(
                        "localhost", "127.0.0.1", "remote1", "remote2", "localhost", "127.0.0.1", "remote1", "remote2");
    }

    @Test
    void t01_priorityBackup_withRandomOrder_keepsLocalBrokersInFront() {
        FailoverUri uri = FailoverUri.parse("tcp://r1:1,tcp://l1:1,tcp://r2:1,tcp://l2:1?priorityBackup=true");
        Failover failover = new Failover(uri, new Random(1), host -> host.startsWith("l"));
        failover.attempts();
        FailoverSequence sequence = failover.attempts();
        Set<List<String>> orders = new HashSet<>();

        for (int round = 0; round < 100; round++) {
            List<String> hosts = hosts(sequence, 4);
            assertThat(hosts.subList(0, 2)).containsExactlyInAnyOrder("l1", "l2");
            assertThat(hosts.subList(2, 4)).containsExactlyInAnyOrder("r1", "r2");
            orders.add(hosts);
        }

        assertThat(orders).hasSize(4);
    }

    @Test
    void t01_jitterOnlyLengthens_andStaysBelowTheLongestDelay() {
        FailoverSequence sequence =
                reconnection("tcp://a:1?useExponentialBackOff=false,initialReconnectDelay=10,reconnectDelayJitter=4");
        List<Double> delays = delays(sequence, 1_000);

        assertThat(delays.get(0)).isZero();
        assertThat(delays.subList(1, 1_000)).allMatch(delay -> delay >= .010 && delay <= .014);
        assertThat(new HashSet<>(delays)).hasSizeGreaterThan(500);
        assertThat(delays(
                                reconnection(
                                        "tcp://a:1?initialReconnectDelay=10,maxReconnectDelay=10,reconnectDelayJitter=4"),
                                100)
                        .subList(1, 100))
                .allMatch(delay -> delay == .010);
    }

    @Test
    void t01_jitterDoesNotAddUp() {
        FailoverSequence sequence = reconnection("tcp://a:1?reconnectDelayJitter=4");
        List<Double> delays = delays(sequence, 10);

        for (int i = 1; i < 10; i++) {
            double exact = .010 * Math.pow(2, i - 1);
            assertThat(delays.get(i)).isBetween(exact, exact + .004);
        }
    }

    @Test
    void failoverKnowsWhatItWasMadeOf() {
        FailoverUri uri = FailoverUri.parse("tcp://a:1");

        assertThat(new Failover(uri).uri()).isSameAs(uri);
        assertThat(new Failover(uri).attempts().next(null).broker().host()).isEqualTo("a");
    }

    @Test
    void t01_thisMachineIsLocal_byNameAndAddress() throws Exception {
        InetAddress machine = InetAddress.getByAddress("box", new byte[] {10, 1, 2, 3});
        LocalHosts local = new LocalHosts(() -> machine);

        assertThat(List.of("localhost", "127.0.0.1", "127.8.9.255", "::1", "box", "10.1.2.3"))
                .allMatch(local);
        assertThat(List.of("10.1.2.4", "LOCALHOST", "127.0.0", "127.0.0.1.example.com", "example.com"))
                .noneMatch(local);
    }

    @Test
    void t01_resolverThatKnowsNothing_isNoTrouble() {
        LocalHosts local = new LocalHosts(() -> {
            throw new UnknownHostException("box");
        });

        assertThat(local.test("localhost")).isTrue();
        assertThat(local.test("box")).isFalse();
    }
}
