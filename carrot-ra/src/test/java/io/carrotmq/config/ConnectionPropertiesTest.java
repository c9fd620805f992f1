package io.carrotmq.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrotmq.ConfigurationException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionPropertiesTest {
    private static final class Bean extends ConnectionProperties {
        private static final long serialVersionUID = 1L;

        static Bean of(String uri) {
            Bean bean = new Bean();
            bean.setConnectionUri(uri);
            return bean;
        }
    }

    private static ConnectionSettings resolve(ConnectionProperties own, ConnectionProperties parent) {
        Violations violations = new Violations();
        ConnectionSettings settings = own.connectionSettings(parent, violations);
        violations.throwIfAny("test");
        return settings;
    }

    @Test
    void everyPartOfTheAddressIsDecoded() {
        ConnectionSettings settings = resolve(Bean.of("amqp://us%40er:p%2Fw%3A@mq.example:5673/a%2Fb"), null);
        assertThat(settings.host()).isEqualTo("mq.example");
        assertThat(settings.port()).isEqualTo(5673);
        assertThat(settings.userName()).isEqualTo("us@er");
        assertThat(settings.password()).isEqualTo("p/w:");
        assertThat(settings.virtualHost()).isEqualTo("a/b");
        assertThat(settings.tls()).isFalse();
    }

    @Test
    void portFollowsTheScheme() {
        assertThat(resolve(Bean.of("amqp://mq"), null).port()).isEqualTo(5672);
        assertThat(resolve(Bean.of("amqps://mq"), null)).matches(settings -> settings.port() == 5671 && settings.tls());
    }

    @Test
    void nothingSetMeansTheWellKnownDefaults() {
        ConnectionSettings settings = resolve(Bean.of("amqp://mq"), null);
        assertThat(settings.userName()).isEqualTo("guest");
        assertThat(settings.virtualHost()).isEqualTo("/");
        assertThat(settings.connectTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(settings.heartbeat()).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void ownPropertyWinsOverTheAddress() {
        Bean bean = Bean.of("amqp://a:b@mq/one");
        bean.setUserName("c");
        bean.setVirtualHost("two");
        assertThat(resolve(bean, null))
                .matches(s -> s.userName().equals("c") && s.virtualHost().equals("two"));
    }

    @Test
    void whatIsNotSetIsInherited() {
        Bean parent = Bean.of("amqp://a:b@mq/one");
        parent.setHeartbeatSeconds(30);
        Bean child = new Bean();
        child.setConnectTimeoutMillis(700L);
        ConnectionSettings settings = resolve(child, parent);
        assertThat(settings.host()).isEqualTo("mq");
        assertThat(settings.userName()).isEqualTo("a");
        assertThat(settings.heartbeat()).isEqualTo(Duration.ofSeconds(30));
        assertThat(settings.connectTimeout()).isEqualTo(Duration.ofMillis(700));
    }

    @Test
    void anAddressOfOnesOwnBringsItsOwnUser() {
        Bean parent = Bean.of("amqp://mq1");
        parent.setUserName("parent");
        parent.setPassword("secret");
        assertThat(resolve(Bean.of("amqp://mq2"), parent).userName()).isEqualTo("guest");
    }

    @Test
    void everythingWrongIsReportedTogetherAndNoPasswordWithIt() {
        Bean bean = Bean.of("ampq://user:topsecret@mq:5672");
        bean.setConnectTimeoutMillis(1L);
        bean.setHeartbeatSeconds(0);
        assertThatThrownBy(() -> resolve(bean, null))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("CARROT-0100 [test] 3 settings are wrong")
                .hasMessageContaining("CARROT-0104 connectionUri 'ampq://user:***@mq:5672'")
                .hasMessageContaining("CARROT-0101 connectTimeoutMillis is 1, outside 100 to 300000")
                .hasMessageContaining("heartbeatSeconds is 0")
                .hasMessageNotContaining("topsecret");
    }

    @Test
    void blankAddressIsInheritedWithItsUser() {
        Bean parent = Bean.of("amqp://mq1");
        parent.setUserName("parent");
        assertThat(resolve(Bean.of(" "), parent))
                .matches(s -> s.host().equals("mq1") && s.userName().equals("parent"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "amqp://u:pa/topsecret@mq",
                "guest:topsecret@mq:5672/",
                "ampq://u:p@topsecret@mq",
                "amqp://u:topsecret%@mq"
            })
    void noPasswordIsInAnErrorText(String uri) {
        assertThatThrownBy(() -> resolve(Bean.of(uri), null))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageNotContaining("topsecret");
    }

    @Test
    void unescapedVirtualHostIsExplained() {
        assertThatThrownBy(() -> resolve(Bean.of("amqp://mq/a/b"), null)).hasMessageContaining("%2F");
    }

    @Test
    void settingsDoNotShowThePassword() {
        assertThat(resolve(Bean.of("amqp://a:topsecret@mq"), null).toString()).doesNotContain("topsecret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"memory:orders-1_a.B", " MEMORY:orders-1_a.B "})
    void aBrokerInMemoryHasANameAndOneVirtualHost(String uri) {
        Bean bean = Bean.of(uri);
        bean.setUserName("somebody");
        bean.setVirtualHost("elsewhere");
        ConnectionSettings settings = resolve(bean, null);
        assertThat(settings.protocol()).isEqualTo(Protocol.MEMORY);
        assertThat(settings.address()).isEqualTo("memory:orders-1_a.B");
        assertThat(settings).hasToString("memory:orders-1_a.B");
        assertThat(settings.virtualHost()).isEqualTo("/");
        assertThat(settings.tls()).isFalse();
        assertThat(settings).isEqualTo(resolve(bean, null)).isNotEqualTo(resolve(Bean.of("memory:other"), null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"memory:", "memory://orders", "memory:a b", "memory:a/b", "memory:ä"})
    void aBrokerInMemoryNeedsAName(String uri) {
        assertThatThrownBy(() -> resolve(Bean.of(uri), null))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("CARROT-0171 connectionUri '" + uri + "'");
    }
}
