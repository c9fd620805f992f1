package io.carrotmq.transport.stomp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrotmq.config.ConnectionSettings;
import io.carrotmq.config.Protocol;
import io.carrotmq.engine.EngineThreads;
import io.carrotmq.stomp.StompException;
import io.carrotmq.stomp.StompTimeoutException;
import io.carrotmq.stomp.client.ConnectionHandler;
import io.carrotmq.stomp.frame.StompFrame;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Peers that take a connection and say nothing. */
@Timeout(60)
class DoorTest {
    private static final Duration SHORT = Duration.ofMillis(500);

    private static final ConnectionHandler NOBODY = new ConnectionHandler() {
        @Override
        public void message(StompFrame message) {
            throw new AssertionError("a message of a connection that was never made");
        }

        @Override
        public void closed(StompException cause) {
            throw new AssertionError("the end of a connection that was never made");
        }
    };

    /** Accepts, and does something each time. */
    private static final class Silent implements AutoCloseable {
        final List<Socket> accepted = new CopyOnWriteArrayList<>();
        private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        private final Runnable each;

        Silent(Runnable each) throws IOException {
            this.each = each;
            Thread thread = new Thread(this::accept, "silent-peer");
            thread.setDaemon(true);
            thread.start();
        }

        private void accept() {
            while (!listener.isClosed()) {
                try {
                    accepted.add(listener.accept());
                    each.run();
                } catch (IOException e) {
                    // the listener was closed
                }
            }
        }

        Door door() {
            ConnectionSettings settings = new ConnectionSettings(
                    Protocol.STOMP,
                    listener.getInetAddress().getHostAddress(),
                    listener.getLocalPort(),
                    "/",
                    "guest",
                    "guest",
                    SHORT,
                    Duration.ofSeconds(10),
                    "door");
            return new Door(settings.inOrder().get(0), settings, "door", EngineThreads.named("door"));
        }

        @Override
        public void close() throws IOException {
            listener.close();
            for (Socket socket : accepted) {
                socket.close();
            }
        }
    }

    @Test
    void silenceHasABound() throws Exception {
        try (Silent peer = new Silent(() -> {})) {
            long start = System.nanoTime();
            assertThatThrownBy(() -> peer.door().open(NOBODY)).isInstanceOf(StompTimeoutException.class);
            assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(SHORT.toNanos());
        }
    }

    /** Each begins anew; that all of them have one bound together is why this ends. */
    @Test
    void interruptsDoNotEndIt_norProlongIt() throws Exception {
        Thread connecting = Thread.currentThread();
        try (Silent peer = new Silent(connecting::interrupt)) {
            long start = System.nanoTime();
            assertThatThrownBy(() -> peer.door().open(NOBODY)).isInstanceOf(StompTimeoutException.class);
            assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(SHORT.toNanos());
            assertThat(Thread.interrupted()).as("still interrupted").isTrue();
            assertThat(peer.accepted).hasSizeGreaterThan(1);
        }
    }
}
