package io.carrotmq.stomp.client;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrotmq.stomp.StompConnectionException;
import io.carrotmq.stomp.StompFrameException;
import io.carrotmq.stomp.StompProtocolException;
import io.carrotmq.stomp.command.AckMode;
import io.carrotmq.stomp.command.HeartBeat;
import io.carrotmq.stomp.command.StompCommands;
import io.carrotmq.stomp.command.StompErrorException;
import io.carrotmq.stomp.frame.StompFrame;
import io.carrotmq.stomp.frame.StompVersion;
import io.carrotmq.testkit.EmbeddedActiveMq;
import io.carrotmq.testkit.EmbeddedArtemis;
import io.carrotmq.testkit.RabbitMq;
import io.carrotmq.testkit.TlsIdentity;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A connection with each of the brokers, in the clear and with TLS, in each version. */
@Timeout(120)
class BrokerConnectionIT {
    private static EmbeddedActiveMq activeMq;
    private static EmbeddedArtemis artemis;

    private final Recorder recorder = new Recorder();

    /** Where a broker listens. */
    record Place(String broker, URI uri) {
        @Override
        public String toString() {
            return broker + " " + uri.getScheme();
        }

        StompConnection connect(ConnectionOptions.Builder options, ConnectionHandler handler) {
            boolean tls = uri.getScheme().equals("stomp+ssl");
            return StompConnection.connect(
                    uri.getHost(),
                    uri.getPort(),
                    options.tls(tls ? TlsIdentity.shared().trustingContext() : null, null)
                            .build(),
                    handler);
        }
    }

    @BeforeAll
    static void startBrokers() {
        activeMq = EmbeddedActiveMq.start();
        artemis = EmbeddedArtemis.start();
    }

    @AfterAll
    static void stopBrokers() {
        activeMq.close();
        artemis.close();
    }

    static Stream<Place> places() {
        RabbitMq rabbitMq = RabbitMq.shared();
        Stream<Place> clear = Stream.of(
                new Place("ActiveMQ", activeMq.uri()),
                new Place("Artemis", artemis.uri()),
                new Place("RabbitMQ", rabbitMq.stompUri()));
        Stream<Place> tls = Stream.of(new Place("ActiveMQ", activeMq.tlsUri()), new Place("Artemis", artemis.tlsUri()));
        return Stream.of(
                        clear,
                        tls,
                        rabbitMq.isProcess()
                                ? Stream.of(new Place("RabbitMQ", rabbitMq.stompTlsUri()))
                                : Stream.<Place>empty())
                .flatMap(places -> places);
    }

    private static ConnectionOptions.Builder options() {
        return ConnectionOptions.DEFAULT.toBuilder()
                .login("guest", "guest")
                .virtualHost("/")
                .connectTimeout(Duration.ofSeconds(30))
                .connectedTimeout(Duration.ofSeconds(30));
    }

    private static StompFrame request(StompConnection connection, StompFrame frame) throws Exception {
        CompletableFuture<StompFrame> receipt = connection.receipt(frame.header("receipt"));
        connection.send(frame);
        return receipt.get(30, SECONDS);
    }

    @ParameterizedTest
    @MethodSource("places")
    void sendsReceivesAndDisconnects(Place place) throws Exception {
        for (StompVersion version : StompVersion.values()) {
            String destination = "/queue/BrokerConnectionIT-" + UUID.randomUUID();
            byte[] body = "Gr\u00fc\u00dfe\0\n".getBytes(StandardCharsets.UTF_8);
            StompConnection connection = place.connect(options().versions(version), recorder);
            assertThat(connection.connected().version()).isEqualTo(version);
            request(
                    connection,
                    StompCommands.subscribe(
                            destination, "1", AckMode.CLIENT_INDIVIDUAL, Map.of(), connection.nextReceipt(), version));
            request(
                    connection,
                    StompCommands.send(
                            destination, body, Map.of("persistent", "true"), null, connection.nextReceipt()));
            StompFrame message = recorder.nextMessage();
            assertThat(message.body()).isEqualTo(body);
            request(connection, StompCommands.ack(message, Map.of(), null, connection.nextReceipt(), version));
            assertThat(connection.disconnect(Duration.ofSeconds(30))).isTrue();
            assertThat(recorder.end()).isNull();
        }
    }

    /** Idle connections live by their heart-beats, in both directions. */
    @Test
    void t04_staysAliveWhileItIsIdle() throws Exception {
        HeartBeat often = new HeartBeat(Duration.ofMillis(500), Duration.ofMillis(500));
        List<StompConnection> connections = places().map(
                        place -> place.connect(options().heartBeat(often), recorder))
                .toList();
        assertThat(connections).allSatisfy(connection -> {
            assertThat(connection.heartBeat().sends()).isBetween(Duration.ofMillis(500), Duration.ofSeconds(1));
            assertThat(connection.heartBeat().receives()).isBetween(Duration.ofMillis(500), Duration.ofSeconds(1));
        });
        // Brokers give up a silent client after two to three intervals.
        assertThat(recorder.ends.poll(5, SECONDS)).isNull();
        assertThat(connections)
                .allSatisfy(connection -> assertThat(connection.disconnect(Duration.ofSeconds(30)))
                        .isTrue());
    }

    @ParameterizedTest
    @MethodSource("places")
    void endsWithTheErrorOfTheBroker(Place place) throws Exception {
        StompConnection connection = place.connect(options(), recorder);
        CompletableFuture<StompFrame> receipt = connection.receipt("r");
        connection.send(StompCommands.commit("never-begun", "r"));
        assertThat(recorder.end()).isInstanceOf(StompErrorException.class);
        assertThatThrownBy(() -> receipt.get(30, SECONDS))
                .cause()
                .isInstanceOfAny(StompErrorException.class, StompConnectionException.class);
        assertThat(connection.isOpen()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("places")
    void isRefusedWithAWrongPassword(Place place) {
        assertThatThrownBy(() -> place.connect(options().login("guest", "wrong"), recorder))
                .isInstanceOfAny(StompErrorException.class, StompConnectionException.class)
                .hasMessageNotContaining("wrong");
        assertThat(recorder.ends).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("places")
    void tellsTheOtherKindOfPort(Place place) {
        boolean tls = place.uri().getScheme().equals("stomp+ssl");
        ConnectionOptions other = options()
                .tls(tls ? null : TlsIdentity.shared().trustingContext(), null)
                .connectTimeout(Duration.ofSeconds(1))
                .connectedTimeout(Duration.ofSeconds(1))
                .build();
        assertThatThrownBy(() -> StompConnection.connect(
                        place.uri().getHost(), place.uri().getPort(), other, recorder))
                .isInstanceOfAny(
                        StompConnectionException.class, StompProtocolException.class, StompFrameException.class);
        assertThat(List.copyOf(recorder.ends)).isEmpty();
    }
}
