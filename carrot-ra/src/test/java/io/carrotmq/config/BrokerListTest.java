package io.carrotmq.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrotmq.ConfigurationException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses of brokers that speak STOMP, and lists of them. */
class BrokerListTest {
    private static final class Bean extends ConnectionProperties {
        private static final long serialVersionUID = 1L;
    }

    private static ConnectionSettings resolve(String uri) {
        return resolve(bean(uri));
    }

    private static Bean bean(String uri) {
        Bean bean = new Bean();
        bean.setConnectionUri(uri);
        return bean;
    }

    private static ConnectionSettings resolve(Bean bean) {
        Violations violations = new Violations();
        ConnectionSettings settings = bean.connectionSettings(null, violations);
        violations.throwIfAny("test");
        return settings;
    }

    private static BrokerAddress stomp(String host, int port) {
        return new BrokerAddress(Protocol.STOMP, host, port);
    }

    @Test
    void everyPartOfAStompAddressIsDecoded() {
        ConnectionSettings settings = resolve("stomp://us%40er:p%2Fw%3A@mq.example:7000/a%2Fb");
        assertThat(settings.brokers()).containsExactly(stomp("mq.example", 7000));
        assertThat(settings.userName()).isEqualTo("us@er");
        assertThat(settings.password()).isEqualTo("p/w:");
        assertThat(settings.virtualHost()).isEqualTo("a/b");
        assertThat(settings.address()).isEqualTo("mq.example:7000");
        assertThat(settings).hasToString("stomp://us@er@mq.example:7000/a/b");
    }

    @ParameterizedTest
    @CsvSource({"stomp://mq, STOMP, 61613, false", "STOMP+SSL://mq/, STOMP_SSL, 61614, true"})
    void defaultsOfAStompAddress(String uri, Protocol protocol, int port, boolean tls) {
        ConnectionSettings settings = resolve(uri);
        assertThat(settings.protocol()).isEqualTo(protocol);
        assertThat(settings.host()).isEqualTo("mq");
        assertThat(settings.port()).isEqualTo(port);
        assertThat(settings.brokers().get(0).tls()).isEqualTo(tls);
        assertThat(settings.virtualHost()).isEqualTo("/");
        assertThat(settings.userName()).isEqualTo("guest");
        assertThat(settings.password()).isEqualTo("guest");
    }

    @Test
    void eachBrokerOfAListHasItsOwnEncryption() {
        ConnectionSettings settings =
                resolve("failover:(stomp://u:p@a,stomp+ssl://b:7001/v,stomp://[::1]:7002)?randomize=false");
        assertThat(settings.brokers())
                .containsExactly(
                        stomp("a", 61613), new BrokerAddress(Protocol.STOMP_SSL, "b", 7001), stomp("[::1]", 7002));
        assertThat(settings.userName()).isEqualTo("u");
        assertThat(settings.password()).isEqualTo("p");
        assertThat(settings.virtualHost()).isEqualTo("v");
        assertThat(settings.address()).isEqualTo("a:61613,b:7001,[::1]:7002");
        assertThat(settings)
                .hasToString("failover:(stomp://u@a:61613/v,stomp+ssl://u@b:7001/v,stomp://u@[::1]:7002/v)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "failover:(stomp://u:p,q@a:1,stomp://b:2)",
                "failover:stomp://u:p,q@a:1,stomp://u:p,q@b:2",
                " stomp://a:1,stomp://u:p,q@b:2?randomize=true&priorityBackup=false ",
                "FAILOVER:(stomp://a:1,stomp://u:p,q@b:2)?randomize=true,priorityBackup=false"
            })
    void aListIsWrittenInSeveralWays(String uri) {
        ConnectionSettings settings = resolve(uri);
        assertThat(settings.brokers()).containsExactly(stomp("a", 1), stomp("b", 2));
        assertThat(settings.password()).isEqualTo("p,q");
        assertThat(settings).isEqualTo(resolve("failover:(stomp://u:p,q@a:1,stomp://b:2)"));
    }

    @Test
    void aListOfOneIsThatBroker() {
        assertThat(resolve("failover:(stomp://a)?priorityBackup=true")).isEqualTo(resolve("stomp://a:61613"));
        assertThat(resolve("stomp://a?randomize=false")).isEqualTo(resolve("stomp://a"));
    }

    @Test
    void propertiesWinOverTheUserOfAList() {
        Bean bean = bean("failover:(stomp://u:p@a/v,stomp://b)");
        bean.setUserName("other");
        bean.setPassword("secret");
        bean.setVirtualHost("w");
        ConnectionSettings settings = resolve(bean);
        assertThat(List.of(settings.userName(), settings.password(), settings.virtualHost()))
                .containsExactly("other", "secret", "w");
    }

    @Test
    void eachAttemptTriesEveryBrokerOnceAndHasTimeForIt() {
        ConnectionSettings listed = resolve("failover:(stomp://a:1,stomp://b:2,stomp://c:3)?randomize=false");
        BrokerAddress[] order = {stomp("a", 1), stomp("b", 2), stomp("c", 3)};
        assertThat(listed.inOrder()).containsExactly(order);
        assertThat(listed.inOrder()).containsExactly(order);
        assertThat(listed.connectBound()).isEqualTo(Duration.ofSeconds(15));
        assertThat(listed.at(order[1]).address()).isEqualTo("b:2");

        ConnectionSettings mixed = resolve("failover:(stomp://a:1,stomp://b:2,stomp://c:3)");
        assertThat(mixed.inOrder()).containsExactlyInAnyOrder(order);
        assertThat(java.util.stream.IntStream.range(0, 1000)
                        .mapToObj(i -> mixed.inOrder().get(0))
                        .distinct())
                .containsExactlyInAnyOrder(order);
    }

    @ParameterizedTest
    @ValueSource(strings = {"stomp://far:1,stomp://localhost:2", "stomp://far:1,stomp://127.0.0.1:2"})
    void thisMachineComesFirstIfAskedFor(String brokers) {
        ConnectionSettings settings = resolve("failover:(" + brokers + ")?priorityBackup=true");
        for (int i = 0; i < 100; i++) {
            assertThat(settings.inOrder()).extracting(BrokerAddress::port).containsExactly(2, 1);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "failover:(stomp://u:topsecret@a,amqp://u:topsecret@b)|CARROT-0143 connectionUri 'failover:(stomp://u:***@a,amqp://u:***@b)' lists b:5672 with the scheme 'amqp'",
                "amqp://u:topsecret@a,amqp://u:topsecret@b|CARROT-0143 connectionUri 'amqp://u:***@a,amqp://u:***@b'",
                "failover:(memory:a)|CARROT-0143 connectionUri 'failover:(memory:a)' lists memory:a",
                "failover:(stomp://u:topsecret@a,stomp://v:topsecret@b)|CARROT-0144 connectionUri 'failover:(stomp://u:***@a,stomp://v:***@b)' names more than one user;",
                "failover:(stomp://u:topsecret@a,stomp://u:other@b)|names more than one password;",
                "failover:(stomp://a/one,stomp://b/two)|names more than one virtual host;",
                "failover:(stomp://u:topsecret@a)?initialReconnectDelay=7|CARROT-0145 connectionUri 'failover:(stomp://u:***@a)?initialReconnectDelay=7' has the option initialReconnectDelay,",
                "failover:(stomp://a)?maxReconnectAttempts=3|CARROT-0145",
                "stomp://a?startupMaxReconnectAttempts=3|CARROT-0145",
                "failover:(stomp://a)?randomise=false|CARROT-0146 connectionUri 'failover:(stomp://a)?randomise=false' has the option randomise that",
                "failover:(stomp://a)?randomize=False|CARROT-0146",
                "failover:(stomp://a)?randomize|CARROT-0146",
                "stomp://a?passcode=topsecret|CARROT-0146 connectionUri 'stomp://a?passcode=***' has the option passcode",
                "failover:(stomp://u:topsecret@a|CARROT-0103 connectionUri 'failover:(stomp://u:***@a' is malformed (its brackets do not match)",
                "failover:()|CARROT-0104",
                "failover:|CARROT-0104",
                "failover:(stomp://a,)|CARROT-0103",
                "failover:(stomp://a/x/y)|%2F",
                "failover:(stomp://u:topsecret@a,tcp://u:topsecret@b)|CARROT-0104 connectionUri 'failover:(stomp://u:***@a,tcp://u:***@b)' has the unknown scheme 'tcp'",
                "stomp://u:top?secret@a|CARROT-0103 connectionUri 'stomp://u:***@a'",
                "failover:(stomp://u:1?topsecret@a)|%3F",
                "failover:(stomp://u:topsecret,stomp://x@b)|CARROT-0103"
            })
    void whatIsWrongIsSaidWithoutASecret(String uri, String text) {
        assertThatThrownBy(() -> resolve(uri))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(text)
                .hasMessageNotContaining("topsecret");
    }

    @Test
    void nothingPrintedHoldsThePassword() {
        assertThat(resolve("failover:(stomp://u:topsecret@a,stomp+ssl://u:topsecret@b)")
                        .toString())
                .doesNotContain("topsecret");
        assertThat(resolve("failover:(stomp://u:topsecret@a,stomp://b)").address())
                .isEqualTo("a:61613,b:61613");
    }
}
