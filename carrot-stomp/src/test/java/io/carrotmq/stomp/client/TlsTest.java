package io.carrotmq.stomp.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrotmq.stomp.StompConnectionException;
import io.carrotmq.stomp.StompException;
import io.carrotmq.stomp.StompTimeoutException;
import io.carrotmq.stomp.failover.BrokerAddress;
import io.carrotmq.testkit.Await;
import io.carrotmq.testkit.TlsIdentity;
import java.io.IOException;
import java.net.InetAddress;
import java.security.Principal;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who is who, on both sides. */
@Timeout(60)
class TlsTest {
    private static final TlsIdentity SERVER = TlsIdentity.of("localhost");
    private static final TlsIdentity CLIENT = TlsIdentity.of("a client");

    private final Recorder recorder = new Recorder();
    private final BlockingQueue<Seen> seen = new LinkedBlockingQueue<>();

    /** What the server learns of a client. */
    private record Seen(List<String> names, Optional<String> client, String protocol) {}

    private FakeBroker broker(SSLContext context, boolean asksForCertificate) throws IOException {
        SSLServerSocket listener = (SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        listener.setNeedClientAuth(asksForCertificate);
        return FakeBroker.on(listener, with -> {
            SSLSocket socket = (SSLSocket) with.socket();
            try {
                socket.startHandshake();
            } catch (IOException e) {
                return; // a client that does not like us, or that we do not like
            }
            ExtendedSSLSession session = (ExtendedSSLSession) socket.getSession();
            List<String> names = session.getRequestedServerNames().stream()
                    .map(name -> ((SNIHostName) name).getAsciiName())
                    .toList();
            seen.add(new Seen(names, client(session), session.getProtocol()));
            with.greet("version:1.2");
            for (String frame = with.frame(); frame != null; frame = with.frame()) {
                with.write("RECEIPT\nreceipt-id:" + FakeBroker.Conversation.header(frame, "receipt") + "\n\n\0");
            }
        });
    }

    private static Optional<String> client(ExtendedSSLSession session) {
        try {
            return Optional.of(session.getPeerPrincipal()).map(Principal::getName);
        } catch (SSLPeerUnverifiedException e) {
            return Optional.empty();
        }
    }

    private static ConnectionOptions options(SSLContext context, SSLParameters parameters) {
        return StompConnectionTest.OPTIONS.toBuilder().tls(context, parameters).build();
    }

    private Seen seen() throws InterruptedException {
        return Objects.requireNonNull(seen.poll(30, TimeUnit.SECONDS));
    }

    @Test
    void t12_tellsTheHostAndVerifiesIt() throws Exception {
        try (FakeBroker broker = broker(SERVER.contextTrusting(CLIENT), false)) {
            StompConnection connection = StompConnection.connect(
                    "localhost", broker.port(), options(SERVER.trustingContext(), null), recorder);
            assertThat(seen().names()).containsExactly("localhost");
            assertThat(connection.disconnect(Duration.ofSeconds(20))).isTrue();
            assertThat(recorder.end()).isNull();
            broker.ended();
        }
    }

    @Test
    void t12_refusesACertificateForAnotherHost() throws Exception {
        SSLParameters lax = new SSLParameters();
        lax.setEndpointIdentificationAlgorithm(""); // nobody switches that off by accident
        try (FakeBroker broker = broker(SERVER.contextTrusting(CLIENT), false)) {
            for (SSLParameters parameters : new SSLParameters[] {null, lax}) {
                assertThatThrownBy(() -> StompConnection.connect(
                                "127.0.0.1", broker.port(), options(SERVER.trustingContext(), parameters), recorder))
                        .isInstanceOf(StompConnectionException.class)
                        .hasMessageContaining("CARROT-0450")
                        .hasMessageContaining("127.0.0.1")
                        .hasCauseInstanceOf(SSLException.class);
            }
        }
        assertThat(recorder.ends).isEmpty();
    }

    @Test
    void t12_refusesACertificateNobodyTrusts() throws Exception {
        try (FakeBroker broker = broker(SERVER.contextTrusting(CLIENT), false)) {
            assertThatThrownBy(() -> StompConnection.connect(
                            "localhost", broker.port(), options(CLIENT.trustingContext(), null), recorder))
                    .isInstanceOf(StompConnectionException.class)
                    .hasMessageContaining("CARROT-0450")
                    .hasCauseInstanceOf(SSLException.class);
        }
    }

    @Test
    void t12_verifiesAddressesAndSendsThemToNobody() throws Exception {
        TlsIdentity address = TlsIdentity.of("127.0.0.1");
        try (FakeBroker broker = broker(address.contextTrusting(CLIENT), false)) {
            StompConnection connection = StompConnection.connect(
                    "127.0.0.1", broker.port(), options(address.trustingContext(), null), recorder);
            assertThat(seen().names()).isEmpty();
            connection.kill();
            assertThatThrownBy(() -> StompConnection.connect(
                            "localhost", broker.port(), options(address.trustingContext(), null), recorder))
                    .isInstanceOf(StompConnectionException.class)
                    .hasMessageContaining("localhost");
        }
    }

    @Test
    void t12_showsACertificateOfItsOwn() throws Exception {
        try (FakeBroker broker = broker(SERVER.contextTrusting(CLIENT), true)) {
            StompConnection connection = StompConnection.connect(
                    "localhost", broker.port(), options(CLIENT.contextTrusting(SERVER), null), recorder);
            assertThat(seen().client()).contains("CN=a client");
            assertThat(connection.disconnect(Duration.ofSeconds(20))).isTrue();
        }
    }

    /** With TLS 1.3 the client learns of it only when it reads, behind its own handshake. */
    @Test
    void t12_failsWithoutTheCertificateTheServerAsksFor() throws Exception {
        for (String protocol : List.of("TLSv1.2", "TLSv1.3")) {
            SSLParameters only = new SSLParameters();
            only.setProtocols(new String[] {protocol});
            try (FakeBroker broker = broker(SERVER.contextTrusting(CLIENT), true)) {
                for (SSLContext context : List.of(SERVER.trustingContext(), SERVER.contextTrusting(SERVER))) {
                    assertThatThrownBy(() -> StompConnection.connect(
                                    "localhost", broker.port(), options(context, only), recorder))
                            .as(protocol)
                            .isInstanceOf(StompConnectionException.class)
                            .isNotInstanceOf(StompTimeoutException.class);
                }
            }
        }
        assertThat(recorder.ends).isEmpty();
    }

    @Test
    void t12_takesTheParametersItIsGiven() throws Exception {
        SSLParameters old = new SSLParameters();
        old.setProtocols(new String[] {"TLSv1.2"});
        try (FakeBroker broker = broker(SERVER.contextTrusting(CLIENT), false)) {
            StompConnection.connect("localhost", broker.port(), options(SERVER.trustingContext(), old), recorder)
                    .kill();
            StompConnection.connect("localhost", broker.port(), options(SERVER.trustingContext(), null), recorder)
                    .kill();
            assertThat(seen().protocol()).isEqualTo("TLSv1.2");
            assertThat(seen().protocol()).isEqualTo("TLSv1.3");
        }
    }

    /** Each broker of a client is told its own name, verified by it, and shown the certificate that is meant for it. */
    @Test
    void t12_eachBrokerOfAClientHasItsOwnNameAndCertificates() throws Exception {
        TlsIdentity address = TlsIdentity.of("127.0.0.1");
        try (FakeBroker wrong = broker(SERVER.contextTrusting(CLIENT), true);
                FakeBroker right = broker(SERVER.contextTrusting(CLIENT), true);
                FakeBroker other = broker(address.contextTrusting(CLIENT), true)) {
            String uri = "failover:(stomp+ssl://127.0.0.1:" + wrong.port() + ",stomp+ssl://localhost:" + right.port()
                    + ",stomp+ssl://127.0.0.1:" + other.port()
                    + ")?randomize=false,startupMaxReconnectAttempts=1,initialReconnectDelay=1";
            List<String> failed = new CopyOnWriteArrayList<>();
            ClientOptions options = ClientOptions.builder(uri)
                    .connection(StompConnectionTest.OPTIONS)
                    .tls(broker -> CLIENT.contextTrusting(broker.port() == other.port() ? address : SERVER))
                    .listener(new ClientListener() {
                        @Override
                        public void attemptFailed(BrokerAddress broker, StompException cause) {
                            failed.add(broker.port() + " " + cause.code());
                        }
                    })
                    .build();
            try (StompClient client = StompClient.of(options)) {
                client.connect();
                assertThat(seen()).isEqualTo(new Seen(List.of("localhost"), Optional.of("CN=a client"), "TLSv1.3"));
                Await.until("the listener to know", Duration.ofSeconds(30), () -> !failed.isEmpty());
                assertThat(failed).containsExactly(wrong.port() + " CARROT-0450");
                right.stop();
                assertThat(seen()).isEqualTo(new Seen(List.of(), Optional.of("CN=a client"), "TLSv1.3"));
            }
        }
    }
}
