package io.carrotmq.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FaultProxyTest {

    private static final int SILENCE_MILLIS = 200;
    private static final int ANSWER_MILLIS = 10_000;
    private static final Duration BOUND = Duration.ofSeconds(10);

    private final EchoServer server = new EchoServer();
    private final FaultProxy proxy = FaultProxy.to("127.0.0.1", server.port());

    @AfterEach
    void close() throws IOException {
        proxy.close();
        server.close();
    }

    @Test
    void bytesPassBothWays() throws IOException {
        try (Socket client = connect()) {
            assertThat(roundTrip(client, 42)).isEqualTo(42);
            assertThat(proxy.connections()).isEqualTo(1);
        }
    }

    @Test
    void endOfTheClient_reachesTheServerAndIsCounted() throws IOException {
        try (Socket client = connect()) {
            roundTrip(client, 1);
        }

        Await.until("the server to see the end", BOUND, () -> server.connections() == 0);
        Await.until("no connection in the proxy", BOUND, () -> proxy.connections() == 0);
    }

    @Test
    void cut_resetsBothSides() throws IOException {
        try (Socket client = connect()) {
            roundTrip(client, 1);

            proxy.cut();

            assertThatThrownBy(() -> receive(client))
                    .isInstanceOf(SocketException.class)
                    .hasMessageContaining("reset");
            Await.until("the server to see the reset", BOUND, () -> server.connections() == 0);
            assertThat(proxy.connections()).isZero();
        }
    }

    @Test
    void cut_letsNewConnectionsPass() throws IOException {
        proxy.cut();

        try (Socket client = connect()) {
            assertThat(roundTrip(client, 2)).isEqualTo(2);
        }
    }

    @Test
    void finish_givesEndOfFileToBothSides() throws IOException {
        try (Socket client = connect()) {
            roundTrip(client, 1);

            proxy.finish();

            assertThat(receive(client)).isEqualTo(-1);
            Await.until("the server to see the end", BOUND, () -> server.connections() == 0);
        }
        Await.until("no connection in the proxy", BOUND, () -> proxy.connections() == 0);
    }

    @Test
    void finish_givesEndOfFileEvenWithBytesUnread() throws IOException {
        proxy.halfOpen();
        try (Socket client = connect()) {
            client.getOutputStream().write(new byte[1_000]);
            Await.until("the connection in the proxy", BOUND, () -> proxy.connections() == 1);

            proxy.finish();

            assertThat(receive(client)).isEqualTo(-1);
        }
        Await.until("no connection in the proxy", BOUND, () -> proxy.connections() == 0);
    }

    @Test
    void blackholeToTheBroker_swallowsRequests() throws IOException {
        try (Socket client = connect()) {
            roundTrip(client, 1);

            proxy.blackhole(Direction.CLIENT_TO_BROKER);

            assertSilence(client, 2);
            assertThat(server.received()).isEqualTo(1);
            assertThat(proxy.connections()).isEqualTo(1);
        }
    }

    @Test
    void blackholeToTheClient_swallowsAnswers() throws IOException {
        try (Socket client = connect()) {
            roundTrip(client, 1);

            proxy.blackhole(Direction.BROKER_TO_CLIENT);

            assertSilence(client, 2);
            assertThat(server.received()).isEqualTo(2);
        }
    }

    @Test
    void blackholeWithoutDirection_swallowsBoth() throws IOException {
        try (Socket client = connect()) {
            roundTrip(client, 1);

            proxy.blackhole();

            assertSilence(client, 2);
            assertThat(server.received()).isEqualTo(1);
            assertThat(proxy.swallows(Direction.BROKER_TO_CLIENT)).isTrue();
        }
    }

    @Test
    void blackhole_swallowsTheEndOfTheConnection() throws IOException {
        try (Socket client = connect()) {
            roundTrip(client, 1);
            proxy.blackhole(Direction.BROKER_TO_CLIENT);

            server.close();

            client.setSoTimeout(SILENCE_MILLIS);
            assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void delay_isTakenByEachDirection() throws IOException {
        try (Socket client = connect()) {
            roundTrip(client, 1);
            proxy.delay(Duration.ofMillis(60));

            long start = System.nanoTime();
            assertThat(roundTrip(client, 2)).isEqualTo(2);

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(120));
        }
    }

    @Test
    void delay_doesNotAddUpOverWhatIsUnderWay() throws IOException {
        try (Socket client = connect()) {
            proxy.delay(Duration.ofMillis(200));

            long start = System.nanoTime();
            for (int i = 0; i < 50; i++) {
                client.getOutputStream().write(i);
            }
            for (int i = 0; i < 50; i++) {
                assertThat(receive(client)).isEqualTo(i);
            }

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(50 * 200));
        }
    }

    @Test
    void negativeDelay_isRefused() {
        assertThatThrownBy(() -> proxy.delay(Duration.ofMillis(-1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("negative");
    }

    @Test
    void refuse_resetsOpenConnectionsAndRefusesNewOnes() throws IOException {
        try (Socket client = connect()) {
            roundTrip(client, 1);

            proxy.refuse();

            assertThatThrownBy(() -> receive(client)).isInstanceOf(SocketException.class);
            assertThatThrownBy(this::connect).isInstanceOf(ConnectException.class);
        }
    }

    @Test
    void halfOpen_acceptsAndNeverAnswers() throws IOException {
        proxy.halfOpen();

        try (Socket client = connect()) {
            assertSilence(client, 1);
            assertThat(server.connections()).isZero();
        }
    }

    @Test
    void heal_listensOnTheSamePortAgain() throws IOException {
        int port = proxy.port();
        proxy.refuse();

        proxy.heal();

        assertThat(proxy.port()).isEqualTo(port);
        try (Socket client = connect()) {
            assertThat(roundTrip(client, 3)).isEqualTo(3);
        }
    }

    @Test
    void heal_resetsConnectionsThatLostBytes() throws IOException {
        try (Socket lossy = connect();
                Socket whole = connect()) {
            roundTrip(lossy, 1);
            roundTrip(whole, 1);
            proxy.blackhole();
            assertSilence(lossy, 2);

            proxy.heal();

            assertThatThrownBy(() -> receive(lossy)).isInstanceOf(SocketException.class);
            assertThat(roundTrip(whole, 3)).isEqualTo(3);
        }
    }

    @Test
    void heal_resetsConnectionsThatNobodyAnswered() throws IOException {
        proxy.halfOpen();
        try (Socket client = connect()) {
            Await.until("the connection in the proxy", BOUND, () -> proxy.connections() == 1);

            proxy.heal();

            assertThatThrownBy(() -> receive(client)).isInstanceOf(SocketException.class);
        }
    }

    @Test
    void heal_endsADelayForWhatIsUnderWay() throws IOException {
        try (Socket client = connect()) {
            roundTrip(client, 1);
            proxy.delay(Duration.ofMinutes(5));
            client.getOutputStream().write(2);

            proxy.heal();

            assertThat(receive(client)).isEqualTo(2);
        }
    }

    @Test
    void missingBroker_resetsTheClient() throws IOException {
        server.close();

        assertThatThrownBy(() -> {
                    try (Socket client = connect()) {
                        receive(client);
                    }
                })
                .isInstanceOf(SocketException.class)
                .hasMessageContaining("reset");
    }

    @Test
    void close_isFinal() {
        proxy.close();
        proxy.close();

        assertThatThrownBy(this::connect).isInstanceOf(ConnectException.class);
        assertThatThrownBy(proxy::heal)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
    }

    @Test
    void uri_keepsAllButTheAddress() {
        URI broker = URI.create("amqp://us%40er:p%2Fw@mq1:5673/%2Fvh?heartbeat=5");

        assertThat(proxy.uri(broker))
                .isEqualTo(URI.create("amqp://us%40er:p%2Fw@127.0.0.1:" + proxy.port() + "/%2Fvh?heartbeat=5"));
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket();
        try {
            socket.connect(new InetSocketAddress("127.0.0.1", proxy.port()), ANSWER_MILLIS);
            socket.setTcpNoDelay(true);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private static int roundTrip(Socket client, int value) throws IOException {
        client.getOutputStream().write(value);
        return receive(client);
    }

    private static int receive(Socket client) throws IOException {
        client.setSoTimeout(ANSWER_MILLIS);
        return client.getInputStream().read();
    }

    private static void assertSilence(Socket client, int value) throws IOException {
        client.setSoTimeout(SILENCE_MILLIS);
        client.getOutputStream().write(value);
        assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
    }
}
