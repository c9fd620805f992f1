package io.carrotmq.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What every STOMP broker that is a process does. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class StompProcessContract extends StompBrokerContract {

    private static final int SHORT_MILLIS = 500;

    private final StompProcess broker;

    StompProcessContract(StompProcess broker) {
        this.broker = broker;
    }

    @Override
    StompProcess broker() {
        return broker;
    }

    @AfterAll
    void end() throws IOException {
        broker.close();
        broker.close();
        assertThatThrownBy(() -> RawStomp.connect(broker.uri()).close()).isInstanceOf(ConnectException.class);
        assertThatThrownBy(broker::restart).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void killedBroker_keepsPersistentMessages_portsIncluded() throws Exception {
        URI tls = broker.tlsUri();
        try (RawStomp client = RawStomp.connect(broker.uri())) {
            client.send("kept", "one");
            client.send("kept", "two");
            broker.kill();
            broker.kill();
            assertThatThrownBy(client::read).isInstanceOf(IOException.class);
        }
        assertThatThrownBy(() -> RawStomp.connect(broker.uri()).close()).isInstanceOf(ConnectException.class);
        assertThatThrownBy(broker::freeze)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("does not run");
        assertThatThrownBy(() -> broker.messages("kept")).isInstanceOf(IllegalStateException.class);

        broker.restart();

        assertThat(broker.messages("kept")).isEqualTo(2);
        assertThat(broker.tlsUri()).isEqualTo(tls);
        try (RawStomp client = RawStomp.connect(tls)) {
            assertThat(client.subscribe("kept")).isEqualTo("one");
        }
    }

    @Test
    void frozenBroker_doesNotAnswerUntilThawed_andCanBeStopped() throws Exception {
        broker.freeze();
        assertThatThrownBy(() -> StompGreeting.of(broker.uri(), Duration.ofMillis(SHORT_MILLIS)))
                .isInstanceOf(SocketTimeoutException.class);

        broker.thaw();
        RawStomp.connect(broker.uri()).close();

        broker.freeze();
        broker.stop();
        assertThatThrownBy(() -> RawStomp.connect(broker.uri()).close()).isInstanceOf(ConnectException.class);
        broker.restart();
        RawStomp.connect(broker.uri()).close();
    }
}
