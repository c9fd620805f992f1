package io.carrotmq;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrotmq.testkit.Await;
import io.carrotmq.testkit.FaultProxy;
import io.carrotmq.testkit.RabbitMq;
import io.carrotmq.testkit.TlsIdentity;
import io.carrotmq.testkit.WithBroker;
import io.carrotmq.topology.QueueDeclaration;
import io.carrotmq.topology.Topology;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What addresses of STOMP brokers lead to: in the clear, with TLS, and one of several. */
@WithBroker
@Timeout(120)
class StompAddressesIT {
    private static final String QUEUE = "stomp-addresses";

    private final RabbitMq broker;

    StompAddressesIT(RabbitMq broker) {
        this.broker = broker;
    }

    private static String without(URI address) {
        return address.getScheme() + "://" + address.getHost() + ":" + address.getPort();
    }

    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** {@return where it was connected to} */
    private static String sendAndFetch(String uri) {
        try (ConnectionFactory factory = ConnectionFactory.open(uri);
                Connection connection = factory.connect()) {
            connection.declare(
                    Topology.builder().queue(QueueDeclaration.classic(QUEUE)).build());
            connection.publish(new OutgoingMessage("", QUEUE, false, Properties.NONE, uri.getBytes(UTF_8)));
            Delivery<byte[]> delivery = connection.fetch(QUEUE).orElseThrow();
            assertThat(delivery.content()).isEqualTo(uri.getBytes(UTF_8));
            delivery.ack();
            return connection.broker().address();
        }
    }

    private static void trustingByDefault(SSLContext context, Runnable action) throws Exception {
        SSLContext before = SSLContext.getDefault();
        SSLContext.setDefault(context);
        try {
            action.run();
        } finally {
            SSLContext.setDefault(before);
        }
    }

    @Test
    void oneBroker() {
        URI address = broker.stompUri();
        assertThat(sendAndFetch(address.toString())).isEqualTo(address.getHost() + ":" + address.getPort());
    }

    @Test
    void theUserMayBeAProperty() {
        try (ConnectionFactory factory = ConnectionFactory.open(
                        without(broker.stompUri()), Map.of("userName", "guest", "password", "guest"));
                Connection connection = factory.connect()) {
            assertThat(connection.broker().virtualHost()).isEqualTo("/");
        }
    }

    @Test
    void aListLeadsToABrokerThatIsThere() throws Exception {
        URI there = broker.stompUri();
        String list =
                "failover:(stomp://guest:guest@127.0.0.1:" + closedPort() + "," + without(there) + ")?randomize=false";
        assertThat(sendAndFetch(list)).isEqualTo(there.getHost() + ":" + there.getPort());
    }

    @Test
    void aListLeadsToAnotherBrokerWhenOneGoes() throws Exception {
        URI there = broker.stompUri();
        try (FaultProxy first = FaultProxy.to(there.getHost(), there.getPort())) {
            String list = "failover:(stomp://guest:guest@127.0.0.1:" + first.port() + "," + without(there)
                    + ")?randomize=false";
            try (ConnectionFactory factory = ConnectionFactory.open(list)) {
                try (Connection connection = factory.connect()) {
                    assertThat(connection.broker().address()).isEqualTo("127.0.0.1:" + first.port());
                }
                first.refuse();
                first.cut();
                Await.until("the other one", Duration.ofSeconds(30), () -> {
                    try (Connection connection = factory.connect()) {
                        return connection.broker().address().equals(there.getHost() + ":" + there.getPort());
                    } catch (ConnectException e) {
                        return false; // not noticed yet
                    }
                });
            }
        }
    }

    @Test
    void nobodyInAListIsOneFailureWithAllOfThem() throws Exception {
        int first = closedPort();
        int second = closedPort();
        String list = "failover:(stomp://guest:topsecret@127.0.0.1:" + first + ",stomp://127.0.0.1:" + second
                + ")?randomize=false";
        try (ConnectionFactory factory = ConnectionFactory.open(list)) {
            assertThatThrownBy(factory::connect)
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("127.0.0.1:" + second)
                    .hasMessageNotContaining("topsecret")
                    .satisfies(e -> assertThat(allMessages(e)).contains("127.0.0.1:" + first));
        }
    }

    private static String allMessages(Throwable e) {
        StringBuilder all = new StringBuilder();
        for (Throwable t = e; t != null; t = t.getCause()) {
            all.append(t.getMessage()).append('\n');
            for (Throwable other : t.getSuppressed()) {
                all.append(other.getMessage()).append('\n');
            }
        }
        return all.toString();
    }

    @Test
    void tlsTrustsWhomTheJvmTrusts() throws Exception {
        String uri = broker.stompTlsUri().toString();
        trustingByDefault(TlsIdentity.shared().trustingContext(), () -> sendAndFetch(uri));

        try (ConnectionFactory factory = ConnectionFactory.open(uri)) {
            assertThatThrownBy(factory::connect)
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("certification path");
        }
    }

    /** It never hears the password. */
    @Test
    void tlsTrustsNobodyWithACertificateForAnotherHost() throws Exception {
        TlsIdentity elsewhere = TlsIdentity.of("elsewhere.example");
        CompletableFuture<Integer> heard = new CompletableFuture<>();
        try (ServerSocket impostor = elsewhere
                .contextTrusting(elsewhere)
                .getServerSocketFactory()
                .createServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread thread = new Thread(() -> hear(impostor, heard), "impostor");
            thread.setDaemon(true);
            thread.start();
            String uri = "stomp+ssl://guest:guest@127.0.0.1:" + impostor.getLocalPort();
            trustingByDefault(elsewhere.trustingContext(), () -> {
                try (ConnectionFactory factory = ConnectionFactory.open(uri)) {
                    assertThatThrownBy(factory::connect)
                            .isInstanceOf(ConnectException.class)
                            .satisfies(e -> assertThat(allMessages(e)).contains("subject alternative"));
                }
            });
            assertThat(heard.get(30, TimeUnit.SECONDS)).as("bytes of STOMP").isZero();
        }
    }

    /** Counts what comes behind the handshake, if that succeeds. */
    private static void hear(ServerSocket listener, CompletableFuture<Integer> heard) {
        int bytes = 0;
        try (Socket socket = listener.accept()) {
            while (socket.getInputStream().read() >= 0) {
                bytes++;
            }
        } catch (IOException e) {
            // the client does not like us
        } finally {
            heard.complete(bytes);
        }
    }
}
