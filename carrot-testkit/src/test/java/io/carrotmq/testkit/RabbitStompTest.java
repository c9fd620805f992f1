package io.carrotmq.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@WithBroker
class RabbitStompTest {

    private static final Duration BOUND = Duration.ofSeconds(20);

    @Test
    void broker_speaksStomp(RabbitMq broker) throws Exception {
        try (RawStomp client = RawStomp.connect(broker.stompUri())) {
            client.send("plain", "hello");
            assertThat(client.subscribe("plain")).isEqualTo("hello");
        }
        assertThat(StompGreeting.of(broker.stompUri(), BOUND)).isEqualTo(new Greeting("RabbitMQ", broker.version()));
    }

    @Test
    void tlsListener_showsTheIdentityOfTheKit(RabbitMq broker) throws Exception {
        try (RawStomp client = RawStomp.connect(broker.stompTlsUri())) {
            client.send("encrypted", "hello");
            assertThat(client.subscribe("encrypted")).isEqualTo("hello");
        }
    }

    @Test
    @WithBroker(version = RabbitVersion.V3_10)
    void oldBroker_speaksStomp(RabbitMq broker) throws Exception {
        broker_speaksStomp(broker);
        tlsListener_showsTheIdentityOfTheKit(broker);
    }

    @Test
    @WithBroker(version = RabbitVersion.V4_0)
    void brokerOf40_speaksStomp(RabbitMq broker) throws Exception {
        broker_speaksStomp(broker);
    }

    @Test
    void restartedBroker_listensOnTheSamePort_andKeepsPersistentMessages(@Fresh RabbitMq broker) throws Exception {
        URI address = broker.stompUri();
        try (RawStomp client = RawStomp.connect(address)) {
            client.send("kept", "hello");
        }
        broker.kill();
        broker.restart();

        assertThat(broker.stompUri()).isEqualTo(address);
        try (RawStomp client = RawStomp.connect(address)) {
            assertThat(client.subscribe("kept")).isEqualTo("hello");
        }
    }

    @Test
    void foreignBroker_isExpectedOnTheStandardPorts_andItsVirtualHostIsThePath() {
        ForeignRabbit root = new ForeignRabbit("V", URI.create("amqp://me:my%20word@rabbit:1234"), null);
        ForeignRabbit other = new ForeignRabbit("V", URI.create("amqp://rabbit/a%2Fb"), null);

        assertThat(root.stompUri()).isEqualTo(URI.create("stomp://me:my%20word@rabbit:61613"));
        assertThat(other.stompTlsUri()).isEqualTo(URI.create("stomp+ssl://guest:guest@rabbit:61614/a%2Fb"));
    }
}
