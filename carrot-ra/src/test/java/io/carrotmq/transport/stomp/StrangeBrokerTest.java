package io.carrotmq.transport.stomp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrotmq.ConnectException;
import io.carrotmq.config.ConnectionSettings;
import io.carrotmq.config.Protocol;
import io.carrotmq.engine.EngineThreads;
import io.carrotmq.testkit.Await;
import io.carrotmq.transport.ChannelListener;
import io.carrotmq.transport.Closure;
import io.carrotmq.transport.ConnectionListener;
import io.carrotmq.transport.TransportConnection;
import io.carrotmq.transport.TransportException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Brokers nobody has. */
@Timeout(60)
class StrangeBrokerTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    private final EngineThreads threads = new EngineThreads();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final List<Closure> ends = new CopyOnWriteArrayList<>();
    private ServerSocket server;

    @BeforeEach
    void open() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void close() throws IOException {
        server.close();
        for (Socket each : sockets) {
            each.close();
        }
        threads.close();
    }

    /** Answers each connection, in turn, and the last answer to all that follow. */
    private void answer(String... frames) {
        Thread thread = new Thread(() -> {
            try {
                for (int i = 0; ; i++) {
                    Socket socket = server.accept();
                    sockets.add(socket);
                    String answer = frames[Math.min(i, frames.length - 1)];
                    socket.getOutputStream().write(answer.replace('@', '\0').getBytes(UTF_8));
                }
            } catch (IOException e) {
                // the end of the test
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private TransportConnection connect() {
        ConnectionSettings settings = new ConnectionSettings(
                Protocol.STOMP,
                "127.0.0.1",
                server.getLocalPort(),
                "/",
                "guest",
                "topsecret",
                Duration.ofSeconds(10),
                Duration.ZERO,
                "strange");
        return new StompTransport(EngineThreads.named("strange-stomp"), threads.workers())
                .connect(settings, "strange", new ConnectionListener() {
                    @Override
                    public void blocked(String reason) {}

                    @Override
                    public void unblocked() {}

                    @Override
                    public void closed(Closure closure) {
                        ends.add(closure);
                    }
                });
    }

    @Test
    void brokerNobodyKnowsIsRefused() {
        answer("CONNECTED\nversion:1.2\nserver:apache-apollo/1.7.1\n\n@");
        assertThatThrownBy(this::connect)
                .isInstanceOfSatisfying(ConnectException.class, e -> {
                    assertThat(e.code()).isEqualTo("CARROT-0481");
                    assertThat(e.isTemporary()).isFalse();
                })
                .hasMessageContaining("apache-apollo/1.7.1")
                .hasMessageNotContaining("topsecret");
    }

    @Test
    void brokerThatDoesNotSayWhatItIsIsRefused() {
        answer("CONNECTED\nversion:1.2\n\n@");
        assertThatThrownBy(this::connect).hasMessageContaining("CARROT-0481").hasMessageContaining("does not say");
    }

    @Test
    void channelThatEndsWhileItOpensIsSeenToHaveEnded() {
        answer(
                "CONNECTED\nversion:1.2\nserver:RabbitMQ/4.3.6\n\n@",
                "CONNECTED\nversion:1.2\nserver:RabbitMQ/4.3.6\n\n@ERROR\nmessage:access_refused\n\n@");
        TransportConnection connection = connect();
        for (int i = 0; i < 50; i++) {
            List<Closure> channelEnds = new CopyOnWriteArrayList<>();
            ChannelListener listener = channelEnds::add;
            try {
                connection.openChannel(listener);
            } catch (TransportException e) {
                continue;
            }
            Await.until("the end", SOON, () -> !channelEnds.isEmpty());
            assertThat(channelEnds)
                    .singleElement()
                    .extracting(Closure::replyCode)
                    .isEqualTo(403);
        }
        connection.kill();
    }

    private static final String RABBIT = "CONNECTED\nversion:1.2\nserver:RabbitMQ/4.3.6\n\n@";

    @Test
    void lossOfTheConnectionThatWatchesIsThatOfAllChannels() throws IOException {
        assertAllEnd(0);
    }

    /** Of which the broker, being asked, says nothing. */
    @Test
    void lossOfAChannelIsThatOfABrokerThatHangs() throws IOException {
        assertAllEnd(2);
    }

    private void assertAllEnd(int lost) throws IOException {
        answer(RABBIT);
        TransportConnection connection = connect();
        List<Closure> one = new CopyOnWriteArrayList<>();
        List<Closure> other = new CopyOnWriteArrayList<>();
        connection.openChannel(one::add);
        connection.openChannel(other::add);
        sockets.get(lost).close();
        Await.until("all ends", SOON, () -> !one.isEmpty() && !other.isEmpty() && !ends.isEmpty());
        assertThat(connection.isOpen()).isFalse();
        Await.until(
                "no thread that serves it",
                SOON,
                () -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(each -> each.getName().startsWith("strange-stomp")));
        for (List<Closure> each : List.of(one, other, ends)) {
            assertThat(each).singleElement().satisfies(end -> {
                assertThat(end.wholeConnection()).isTrue();
                assertThat(end.requested()).isFalse();
            });
        }
        assertThatThrownBy(() -> connection.openChannel(one::add)).isInstanceOf(TransportException.class);
    }
}
