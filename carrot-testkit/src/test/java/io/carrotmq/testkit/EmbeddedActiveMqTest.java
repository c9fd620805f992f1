package io.carrotmq.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ConnectException;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

@WithBroker
class EmbeddedActiveMqTest extends StompBrokerContract {

    private final EmbeddedActiveMq broker;

    EmbeddedActiveMqTest(EmbeddedActiveMq broker) {
        this.broker = broker;
    }

    @Override
    StompBroker broker() {
        return broker;
    }

    @Test
    void greeting_namesProductAndVersion() {
        assertThat(broker.product()).isEqualTo("ActiveMQ");
        assertThat(broker.version()).isEqualTo("6.2.7");
    }

    @Test
    void sharedBroker_isOne_andAFreshOneIsAnother(EmbeddedActiveMq same, @Fresh EmbeddedActiveMq fresh) {
        assertThat(same).isSameAs(broker);
        assertThat(fresh.uri()).isNotEqualTo(broker.uri());
    }

    @Test
    void givenPort_isUsed_andRefusesConnectionsWhenItIsClosed() throws Exception {
        int port = FreePorts.pick(1).get(0);
        EmbeddedActiveMq other = EmbeddedActiveMq.start(port);
        try {
            assertThat(other.uri().getPort()).isEqualTo(port);
            RawStomp.connect(other.uri()).close();
        } finally {
            other.close();
            other.close();
        }
        assertThatThrownBy(() -> RawStomp.connect(other.uri()).close()).isInstanceOf(ConnectException.class);
    }

    @Test
    void takenPort_isAFailure() throws Exception {
        try (ServerSocket taken = new ServerSocket(0)) {
            assertThatThrownBy(
                            () -> EmbeddedActiveMq.start(taken.getLocalPort()).close())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("port " + taken.getLocalPort());
        }
    }
}
