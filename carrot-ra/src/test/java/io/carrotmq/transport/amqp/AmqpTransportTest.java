package io.carrotmq.transport.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import io.carrotmq.config.ConnectionSettings;
import io.carrotmq.config.Protocol;
import io.carrotmq.engine.EngineThreads;
import java.time.Duration;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.Test;

class AmqpTransportTest {
    /** Any certificate of a known authority would do otherwise, whoever it was made for. */
    @Test
    void tlsAsksForTheBrokersOwnCertificate() throws Exception {
        ConnectionSettings settings = new ConnectionSettings(
                Protocol.AMQPS,
                "mq.example",
                5671,
                "/",
                "guest",
                "guest",
                Duration.ofSeconds(5),
                Duration.ofSeconds(10),
                "test");
        try (EngineThreads threads = new EngineThreads();
                SSLSocket socket = (SSLSocket) SSLSocketFactory.getDefault().createSocket()) {
            SocketConnectionFactory factory =
                    new AmqpTransport(EngineThreads.named("test"), threads.workers()).factory(settings, "test");
            factory.getSocketConfigurator().configure(socket);
            assertThat(socket.getSSLParameters().getEndpointIdentificationAlgorithm())
                    .isEqualTo("HTTPS");
            assertThat(socket.getTcpNoDelay()).isTrue();
            assertThat(factory.socket()).isSameAs(socket);
        }
    }
}
