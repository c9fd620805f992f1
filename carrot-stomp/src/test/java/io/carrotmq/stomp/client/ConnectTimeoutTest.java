package io.carrotmq.stomp.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.carrotmq.stomp.StompConfigurationException;
import io.carrotmq.stomp.StompConnectionException;
import io.carrotmq.stomp.StompTimeoutException;
import io.carrotmq.testkit.TlsIdentity;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What can hang while connecting has a bound of its own each. */
@Timeout(60)
class ConnectTimeoutTest {
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final Duration LONG = Duration.ofMinutes(10);

    private final Recorder recorder = new Recorder();

    private static ConnectionOptions options(Duration connect, Duration connected) {
        return ConnectionOptions.DEFAULT.toBuilder()
                .connectTimeout(connect)
                .connectedTimeout(connected)
                .build();
    }

    /** A listener whose backlog is full does not answer SYN. */
    @Test
    void t11_boundsTheWayThere() throws Exception {
        List<Socket> fill = new ArrayList<>();
        try (ServerSocket deaf = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            fill(deaf, fill);
            long start = System.nanoTime();
            assertThatThrownBy(() ->
                            StompConnection.connect("127.0.0.1", deaf.getLocalPort(), options(SHORT, LONG), recorder))
                    .isInstanceOf(StompTimeoutException.class)
                    .hasMessageContaining("CARROT-0451")
                    .hasMessageContaining("300 ms");
            assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(SHORT.toNanos());
        } finally {
            for (Socket socket : fill) {
                socket.close();
            }
        }
        assertThat(recorder.ends).isEmpty();
    }

    private static void fill(ServerSocket deaf, List<Socket> fill) throws IOException {
        while (fill.size() < 50) {
            Socket socket = new Socket();
            fill.add(socket);
            try {
                socket.connect(new InetSocketAddress("127.0.0.1", deaf.getLocalPort()), 300);
            } catch (java.net.SocketTimeoutException e) {
                return;
            }
        }
        throw new AssertionError("the backlog takes everything");
    }

    @Test
    void t11_boundsTheHandshakeOfTls() throws Exception {
        try (FakeBroker silent = FakeBroker.that(FakeBroker.Conversation::drain)) {
            ConnectionOptions tls = options(SHORT, LONG).toBuilder()
                    .tls(SSLContext.getDefault(), null)
                    .build();
            assertThatThrownBy(() -> StompConnection.connect("127.0.0.1", silent.port(), tls, recorder))
                    .isInstanceOf(StompTimeoutException.class)
                    .hasMessageContaining("CARROT-0451");
            silent.ended(); // and has closed the socket
        }
    }

    /** A byte now and then does not prolong it. */
    @Test
    void t11_boundsTheAnswer() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        try (FakeBroker drips = FakeBroker.that(with -> {
            with.frame();
            while (!over.await(20, TimeUnit.MILLISECONDS)) {
                with.write("\n");
            }
            with.drain();
        })) {
            long start = System.nanoTime();
            assertThatThrownBy(() -> StompConnection.connect("127.0.0.1", drips.port(), options(LONG, SHORT), recorder))
                    .isInstanceOf(StompTimeoutException.class)
                    .hasMessageContaining("CARROT-0452")
                    .hasMessageContaining("300 ms");
            assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(SHORT.toNanos());
            over.countDown();
        }
        assertThat(recorder.ends).isEmpty();
    }

    /** On the way, at the handshake of TLS, and at the answer. */
    @Test
    void boundsTheWhole() throws Exception {
        List<Socket> fill = new ArrayList<>();
        try (ServerSocket deaf = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                FakeBroker silent = FakeBroker.that(FakeBroker.Conversation::drain)) {
            fill(deaf, fill);
            ConnectionOptions plain = options(LONG, LONG);
            ConnectionOptions tls =
                    plain.toBuilder().tls(SSLContext.getDefault(), null).build();
            assertThat(failureWithin(SHORT, deaf.getLocalPort(), plain)).hasMessageContaining("CARROT-0451");
            assertThat(failureWithin(SHORT, silent.port(), tls)).hasMessageContaining("CARROT-0451");
            assertThat(failureWithin(SHORT, silent.port(), plain)).hasMessageContaining("CARROT-0452");
            assertThat(failureWithin(Duration.ZERO, silent.port(), plain)).hasMessageContaining("(0 ms)");
        } finally {
            for (Socket socket : fill) {
                socket.close();
            }
        }
        assertThat(recorder.ends).isEmpty();
    }

    /** What getting there has taken is not there for the answer. */
    @Test
    void leavesTheAnswerWhatIsLeft() throws Exception {
        TlsIdentity identity = TlsIdentity.of("127.0.0.1");
        Duration bound = Duration.ofSeconds(4);
        AtomicLong reached = new AtomicLong();
        SSLContext context = identity.contextTrusting(identity);
        try (FakeBroker slow = FakeBroker.on(
                context.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getByName("127.0.0.1")),
                with -> {
                    new CountDownLatch(1).await(bound.toMillis() * 3 / 4, TimeUnit.MILLISECONDS);
                    ((SSLSocket) with.socket()).startHandshake();
                    reached.set(System.nanoTime());
                    with.drain();
                })) {
            ConnectionOptions tls = options(bound, bound).toBuilder()
                    .tls(identity.trustingContext(), null)
                    .build();
            assertThat(failureWithin(bound, slow.port(), tls)).hasMessageContaining("CARROT-045");
            if (reached.get() != 0) { // unless the machine is so busy that the way has taken it all
                assertThat(System.nanoTime() - reached.get()).isLessThan(bound.toNanos());
            }
        }
    }

    private StompTimeoutException failureWithin(Duration bound, int port, ConnectionOptions options) {
        return catchThrowableOfType(
                StompTimeoutException.class,
                () -> StompConnection.connect("127.0.0.1", port, options, bound, recorder));
    }

    @Test
    void endsForAnInterruptedThread() throws Exception {
        try (FakeBroker silent = FakeBroker.that(FakeBroker.Conversation::drain)) {
            CompletableFuture<Boolean> stillInterrupted = new CompletableFuture<>();
            Thread connecting = new Thread(() -> {
                assertThatThrownBy(() ->
                                StompConnection.connect("127.0.0.1", silent.port(), options(LONG, LONG), recorder))
                        .isInstanceOf(StompConnectionException.class)
                        .hasMessageContaining("Interrupted");
                stillInterrupted.complete(Thread.currentThread().isInterrupted());
            });
            connecting.start();
            connecting.interrupt();
            assertThat(stillInterrupted.get(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void tellsOfAPortNobodyListensOn() throws Exception {
        int port;
        try (ServerSocket taken = new ServerSocket(0)) {
            port = taken.getLocalPort();
        }
        assertThatThrownBy(() -> StompConnection.connect("127.0.0.1", port, options(LONG, LONG), recorder))
                .isInstanceOf(StompConnectionException.class)
                .isNotInstanceOf(StompTimeoutException.class)
                .hasMessageContaining("CARROT-0450")
                .hasMessageContaining("127.0.0.1:" + port)
                .hasRootCauseInstanceOf(java.net.ConnectException.class);
        assertThat(recorder.ends).isEmpty();
    }

    @Test
    void tellsOfAnUnknownHost() {
        assertThatThrownBy(() -> StompConnection.connect("no-such-host.invalid", 1, options(LONG, LONG), recorder))
                .isInstanceOf(StompConnectionException.class)
                .hasMessageContaining("no-such-host.invalid");
    }

    @Test
    void tellsOfAPeerThatClosesAtOnce() throws Exception {
        try (FakeBroker closes = FakeBroker.that(with -> {})) {
            assertThatThrownBy(() -> StompConnection.connect("127.0.0.1", closes.port(), options(LONG, LONG), recorder))
                    .isInstanceOf(StompConnectionException.class)
                    .hasMessageContaining("CARROT-0453");
        }
        assertThat(recorder.ends).isEmpty();
    }

    @Test
    void needsThreads() {
        try (FakeBroker silent = FakeBroker.that(FakeBroker.Conversation::drain)) {
            ConnectionOptions none =
                    options(LONG, LONG).toBuilder().threads(task -> null).build();
            assertThatThrownBy(() -> StompConnection.connect("127.0.0.1", silent.port(), none, recorder))
                    .isInstanceOf(StompConnectionException.class);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void refusesWrongOptions() {
        assertThatThrownBy(() -> options(Duration.ZERO, LONG)).isInstanceOf(StompConfigurationException.class);
        assertThatThrownBy(() -> options(LONG, Duration.ofDays(2))).isInstanceOf(StompConfigurationException.class);
        assertThatThrownBy(
                        () -> ConnectionOptions.DEFAULT.toBuilder().versions().build())
                .isInstanceOf(StompConfigurationException.class)
                .hasMessageContaining("versions");
        assertThatThrownBy(() -> ConnectionOptions.DEFAULT.toBuilder()
                        .writeTimeout(Duration.ofMillis(-1))
                        .build())
                .isInstanceOf(StompConfigurationException.class)
                .hasMessageContaining("writeTimeout");
    }
}
