package io.carrotmq.stomp.failover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.carrotmq.stomp.StompConfigurationException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FailoverUriTest {
    private static BrokerAddress broker(BrokerScheme scheme, String host, int port) {
        return new BrokerAddress(scheme, host, port, null, null, null);
    }

    private static FailoverOptions options(String text) {
        return FailoverUri.parse("tcp://a:1?" + text).options();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tcp://a:1,ssl://b.example.com:65535",
                "(tcp://a:1,ssl://b.example.com:65535)",
                "failover:tcp://a:1,ssl://b.example.com:65535",
                "failover:(tcp://a:1,ssl://b.example.com:65535)",
                "failover:(tcp://a:1,ssl://b.example.com:65535)?randomize=true",
            })
    void t01_brokersWithAndWithoutBrackets(String uri) {
        assertThat(FailoverUri.parse(uri))
                .isEqualTo(new FailoverUri(
                        List.of(broker(BrokerScheme.TCP, "a", 1), broker(BrokerScheme.SSL, "b.example.com", 65_535)),
                        FailoverOptions.DEFAULT));
    }

    @Test
    void t01_optionsHaveDefaults() {
        assertThat(FailoverUri.parse("tcp://localhost:61613").options())
                .isEqualTo(new FailoverOptions(
                        Duration.ofMillis(10), Duration.ofMillis(30_000), true, 2.0, -1, 0, Duration.ZERO, true, false))
                .isEqualTo(FailoverOptions.DEFAULT);
    }

    @ParameterizedTest
    @ValueSource(strings = {",", "&"})
    void t01_everyOptionIsTaken_withEitherSeparator(String separator) {
        String text = String.join(
                separator,
                "initialReconnectDelay=5",
                "maxReconnectDelay=50",
                "useExponentialBackOff=false",
                "backOffMultiplier=3.5",
                "maxReconnectAttempts=7",
                "startupMaxReconnectAttempts=-1",
                "reconnectDelayJitter=3",
                "randomize=false",
                "priorityBackup=true");

        assertThat(options(text))
                .isEqualTo(new FailoverOptions(
                        Duration.ofMillis(5),
                        Duration.ofMillis(50),
                        false,
                        3.5,
                        7,
                        -1,
                        Duration.ofMillis(3),
                        false,
                        true));
    }

    @Test
    void t01_separatorsMayBeMixed() {
        FailoverOptions options = options("randomize=false&priorityBackup=true,maxReconnectAttempts=2");

        assertThat(options.randomize()).isFalse();
        assertThat(options.priorityBackup()).isTrue();
        assertThat(options.maxReconnectAttempts()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "failover:(tcp://a:1 | its brackets do not match",
                "failover:tcp://a:1) | its brackets do not match",
                "failover:((tcp://a:1)) | '(tcp://a:1)' begins with none of",
                "failover:() | '' begins with none of",
                "\"\" | '' begins with none of",
                "failover: | '' begins with none of",
                "failover:(tcp://a:1),tcp://b:2 | its brackets do not match",
                "failover:(tcp://a:1,) | '' begins with none of",
                "tcp://a:1,,tcp://b:2 | '' begins with none of",
                "tcp://a:1, tcp://b:2 | ' tcp://b:2' begins with none of",
                "tcp://a | 'tcp://a' is not tcp://host:port",
                "tcp://:1 | 'tcp://:1' is not tcp://host:port",
                "tcp://a: | is not tcp://host:port",
                "tcp://a:b | is not tcp://host:port",
                "tcp://a:0 | has port 0, outside 1 to 65535",
                "tcp://a:65536 | has port 65536, outside 1 to 65535",
                "tcp://[::1]:61613 | is not tcp://host:port",
                "tcp://u:p@a:1 | broker 1 is not tcp://host:port",
                "tcp://a:1/v | is not tcp://host:port",
                "TCP://a:1 | begins with none of",
                "Failover:(tcp://a:1) | something other than failover: stands before",
                "fail:(tcp://a:1) | its brackets do not match",
                "http://a:1 | begins with none of",
                "a:1 | begins with none of",
                "stomp://a:1/v/w | is not stomp://user:password@host:port/virtual-host",
                "stomp://a/%zz | has a % that no two hexadecimal digits follow",
                "stomp://a b:1 | is not stomp://",
                "stomp+ssl:// | is not stomp+ssl://",
                "tcp://a:1? | '' is no option",
                "tcp://a:1?randomize | 'randomize' is no option",
                "tcp://a:1?=true | '=true' is no option",
                "tcp://a:1?randomize=true, | '' is no option",
                "tcp://a:1?randomize=true,randomize=false | the option randomize twice",
            })
    void t01_malformedUrisAreRefused(String uri, String reason) {
        assertThatExceptionOfType(StompConfigurationException.class)
                .isThrownBy(() -> FailoverUri.parse(uri))
                .withMessageStartingWith("CARROT-0446 the failover address '")
                .withMessageContaining(reason)
                .withMessageContaining("; write failover:(");
    }

    @ParameterizedTest
    @CsvSource({
        "randomize, True",
        "randomize, 1",
        "randomize, ''",
        "useExponentialBackOff, yes",
        "priorityBackup, FALSE",
        "initialReconnectDelay, -1",
        "initialReconnectDelay, 1.5",
        "initialReconnectDelay, 10ms",
        "initialReconnectDelay, 2147483648",
        "initialReconnectDelay, 99999999999",
        "maxReconnectDelay, -1",
        "reconnectDelayJitter, -1",
        "maxReconnectAttempts, -2",
        "maxReconnectAttempts, many",
        "startupMaxReconnectAttempts, -2",
        "backOffMultiplier, 0",
        "backOffMultiplier, -2",
        "backOffMultiplier, 1001",
        "backOffMultiplier, NaN",
        "backOffMultiplier, 1e3",
    })
    void t01_valuesOutOfRangeAreRefused(String option, String value) {
        assertThatExceptionOfType(StompConfigurationException.class)
                .isThrownBy(() -> options(option + "=" + value))
                .withMessageStartingWith("CARROT-0447 the failover option " + option + " is '")
                .withMessageContaining(value.startsWith("-") || value.matches("0|1001") ? "" : "'" + value + "'")
                .withMessageEndingWith("; correct it, or leave it away");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Randomize", "backup", "timeout", "initialreconnectdelay"})
    void t01_unknownOptionsAreRefused_withThoseThereAre(String option) {
        assertThatExceptionOfType(StompConfigurationException.class)
                .isThrownBy(() -> options(option + "=1"))
                .withMessageStartingWith("CARROT-0449 there is no failover option '" + option + "'")
                .withMessageContaining("initialReconnectDelay, maxReconnectDelay, useExponentialBackOff, "
                        + "backOffMultiplier, maxReconnectAttempts, startupMaxReconnectAttempts, "
                        + "reconnectDelayJitter, randomize, priorityBackup");
    }

    @Test
    void largestValuesAreTaken() {
        FailoverOptions options = options("initialReconnectDelay=2147483647,maxReconnectAttempts=2147483647,"
                + "maxReconnectDelay=0,backOffMultiplier=1000,reconnectDelayJitter=0");

        assertThat(options.initialReconnectDelay()).isEqualTo(Duration.ofMillis(Integer.MAX_VALUE));
        assertThat(options.maxReconnectAttempts()).isEqualTo(Integer.MAX_VALUE);
        assertThat(options.maxReconnectDelay()).isEqualTo(Duration.ZERO);
        assertThat(options.backOffMultiplier()).isEqualTo(1_000);
    }

    @Test
    void optionsMadeByHandAreChecked() {
        assertThatExceptionOfType(StompConfigurationException.class)
                .isThrownBy(() -> new FailoverOptions(
                        Duration.ofMillis(-1), Duration.ZERO, true, 2, -1, 0, Duration.ZERO, true, false))
                .withMessageStartingWith("CARROT-0447 the failover option initialReconnectDelay is 'PT-0.001S'");
    }

    static Stream<Arguments> fullAddresses() {
        return Stream.of(
                arguments("stomp://h", new BrokerAddress(BrokerScheme.STOMP, "h", 61_613, null, null, null)),
                arguments("stomp+ssl://h", new BrokerAddress(BrokerScheme.STOMP_SSL, "h", 61_614, null, null, null)),
                arguments("stomp://h:7/", new BrokerAddress(BrokerScheme.STOMP, "h", 7, null, null, "")),
                arguments("stomp://u@h/v", new BrokerAddress(BrokerScheme.STOMP, "h", 61_613, "u", null, "v")),
                arguments("stomp://u:@h", new BrokerAddress(BrokerScheme.STOMP, "h", 61_613, "u", "", null)),
                arguments(
                        "stomp+ssl://u%40x:p%2C%3a+%28@h.example.com:1/%2Fv%20w",
                        new BrokerAddress(BrokerScheme.STOMP_SSL, "h.example.com", 1, "u@x", "p,:+(", "/v w")),
                arguments("stomp://u:p:q@h", new BrokerAddress(BrokerScheme.STOMP, "h", 61_613, "u", "p:q", null)),
                arguments("stomp://[::1]", new BrokerAddress(BrokerScheme.STOMP, "::1", 61_613, null, null, null)),
                arguments(
                        "stomp://u:p@[fe80::1%eth0]:2/v",
                        new BrokerAddress(BrokerScheme.STOMP, "fe80::1%eth0", 2, "u", "p", "v")));
    }

    @ParameterizedTest
    @MethodSource("fullAddresses")
    void stompAddressesMayNameUserPasswordAndVirtualHost(String uri, BrokerAddress broker) {
        assertThat(FailoverUri.parse(uri).brokers()).containsExactly(broker);
        assertThat(FailoverUri.parse("failover:(tcp://a:1," + uri + ")?randomize=false")
                        .brokers())
                .containsExactly(broker(BrokerScheme.TCP, "a", 1), broker);
    }

    @Test
    void schemesSayWhetherThereIsTls() {
        assertThat(FailoverUri.parse("tcp://a:1,ssl://a:1,stomp://a,stomp+ssl://a")
                        .brokers())
                .extracting(BrokerAddress::tls)
                .containsExactly(false, true, false, true);
    }

    @Test
    void passwordsAreNotPrinted() {
        FailoverUri uri = FailoverUri.parse("failover:(stomp://joe:secret@h,stomp://[::1]:7/v)");

        assertThat(uri.toString()).doesNotContain("secret").contains("stomp://h:61613", "stomp://[::1]:7");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "failover:(stomp://joe:secret@h,stomp://joe:top@secret@h:bad) | 'failover:(stomp://***@h:bad)' is malformed: broker 2 is not",
                "stomp://joe:top/secret@h | 'stomp://***@h' is malformed: broker 1 is not stomp://user:password@host:port/",
                "stomp://joe:top,secret@h | 'stomp://***@h' is malformed: broker 1 is not",
                "stomp://joe:top?secret@h | 'stomp://***@h' is malformed: a question mark in a password is written %3F",
                "amqp://joe:secret@h | 'amqp://***@h' is malformed: broker 1 begins with none of",
                "joe:secret@h | '***@h' is malformed: broker 1 begins with none of",
            })
    void passwordsAreNotPrinted_alsoIfTheyAreWhatIsMalformed(String uri, String said) {
        assertThatExceptionOfType(StompConfigurationException.class)
                .isThrownBy(() -> FailoverUri.parse(uri))
                .withMessageNotContaining("secret")
                .withMessageContaining(said);
    }
}
