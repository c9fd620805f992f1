package io.carrotmq.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.client.Connection;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@WithBroker
class EmbeddedQpidTest {

    @Test
    void publishedMessage_isConsumed(EmbeddedQpid broker) throws Exception {
        try (Connection connection = Clients.connect(broker.uri())) {
            assertThat(Clients.sendAndReceive(connection, "hello")).isEqualTo("hello");
        }
    }

    @Test
    void greeting_namesProductAndVersion(EmbeddedQpid broker) {
        assertThat(broker.product()).containsIgnoringCase("qpid");
        assertThat(broker.version()).isEqualTo("10.1.0");
    }

    @Test
    void freshBroker_isAnotherOne(EmbeddedQpid broker, @Fresh EmbeddedQpid other) {
        assertThat(other.uri()).isNotEqualTo(broker.uri());
    }

    @Test
    void givenPort_isUsed() {
        int port = FreePorts.pick(1).get(0);
        try (EmbeddedQpid broker = EmbeddedQpid.start(port)) {
            assertThat(broker.uri().getPort()).isEqualTo(port);
        }
    }

    @Test
    void takenPort_isAFailure() throws Exception {
        try (ServerSocket taken = new ServerSocket(0)) {
            assertThatThrownBy(() -> EmbeddedQpid.start(taken.getLocalPort()).close())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("port " + taken.getLocalPort())
                    .cause()
                    .hasMessageContaining("not free");
        }
    }

    @Test
    void closedBroker_refusesConnections() {
        EmbeddedQpid broker = EmbeddedQpid.start();
        broker.close();
        broker.close();

        assertThatThrownBy(() -> Clients.connect(broker.uri()).close()).isInstanceOf(ConnectException.class);
    }

    @Test
    void greetingOfSomethingElse_isAFailure() {
        try (ShortServer server =
                ShortServer.saying("HTTP/1.1 400 Bad Request\r\n".getBytes(StandardCharsets.US_ASCII))) {
            assertThatThrownBy(() -> Greeting.of("127.0.0.1", server.port(), Duration.ofSeconds(5)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("No AMQP 0-9-1 greeting");
        }
    }
}
