package io.carrotmq.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What every STOMP broker of the kit does. The queues are named for the tests, which share the broker. */
abstract class StompBrokerContract {

    static final Duration BOUND = Duration.ofSeconds(20);

    abstract StompBroker broker();

    @Test
    void sentMessage_isCountedAndDelivered() throws Exception {
        StompBroker broker = broker();
        try (RawStomp client = RawStomp.connect(broker.uri())) {
            assertThat(broker.queueExists("sent")).isFalse();
            assertThat(broker.messages("sent")).isZero();

            client.send("sent", "one");
            client.send("sent", "two");

            assertThat(broker.queueExists("sent")).isTrue();
            Await.until("two messages", BOUND, () -> broker.messages("sent") == 2);
            assertThat(broker.unacknowledged("sent")).isZero();
            assertThat(client.subscribe("sent")).isEqualTo("one");
            assertThat(client.read()).endsWith("\n\ntwo");
            Await.until("both to be unacknowledged", BOUND, () -> broker.unacknowledged("sent") == 2);
            assertThat(broker.messages("sent")).isEqualTo(2);
        }
    }

    @Test
    void wrongPassword_andNoUser_areRefused() throws Exception {
        try (RawStomp client = RawStomp.open(broker().uri())) {
            assertThat(client.logIn("guest", "wrong")).startsWith("ERROR");
        }
        try (RawStomp client = RawStomp.open(broker().uri())) {
            assertThat(client.logIn("", "")).startsWith("ERROR");
        }
    }

    @Test
    void tlsListener_takesTheSameUser() throws Exception {
        URI address = broker().tlsUri();

        assertThat(address.getScheme()).isEqualTo("stomp+ssl");
        assertThat(broker().tlsUri()).isEqualTo(address);
        try (RawStomp client = RawStomp.connect(address)) {
            client.send("encrypted", "secret");
            assertThat(client.subscribe("encrypted")).isEqualTo("secret");
        }
    }

    @Test
    void purgedQueue_staysAndIsEmpty_deletedQueueIsGone() throws Exception {
        StompBroker broker = broker();
        try (RawStomp client = RawStomp.connect(broker.uri())) {
            client.send("removed", "one");
            Await.until("the message", BOUND, () -> broker.messages("removed") == 1);

            broker.purgeQueue("removed");
            assertThat(broker.messages("removed")).isZero();
            assertThat(broker.queueExists("removed")).isTrue();

            client.send("removed", "two");
            broker.deleteQueue("removed");
            assertThat(broker.queueExists("removed")).isFalse();
            broker.deleteQueue("removed");
            broker.purgeQueue("removed");

            client.send("removed", "three");
            assertThat(client.subscribe("removed")).isEqualTo("three");
        }
    }

    @Test
    void connectionsAreCounted() throws IOException {
        StompBroker broker = broker();
        Await.until("no connection of other tests", BOUND, () -> broker.connections() == 0);
        try (RawStomp client = RawStomp.connect(broker.uri())) {
            assertThat(client).isNotNull();
            Await.until("one connection", BOUND, () -> broker.connections() == 1);
        }
        Await.until("no connection", BOUND, () -> broker.connections() == 0);
    }

    @Test
    void proxy_standsInFrontOfIt() throws Exception {
        try (FaultProxy proxy = FaultProxy.to(broker().uri());
                RawStomp client = RawStomp.connect(proxy.uri(broker().uri()))) {
            client.send("proxied", "through");
            assertThat(client.subscribe("proxied")).isEqualTo("through");
            assertThat(proxy.uri(broker().uri()).toString()).isEqualTo("stomp://guest:guest@127.0.0.1:" + proxy.port());
        }
    }
}
