package io.carrotmq.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Says one thing to one client. */
final class ShortServer implements AutoCloseable {

    private final ServerSocket listener;

    private ShortServer(ServerSocket listener) {
        this.listener = listener;
    }

    static ShortServer saying(byte[] answer) {
        try {
            ServerSocket listener = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
            DaemonThreads.start("short-server", () -> answer(listener, answer));
            return new ShortServer(listener);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return listener.getLocalPort();
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void answer(ServerSocket listener, byte[] answer) {
        try (Socket client = listener.accept()) {
            client.getInputStream().readNBytes(8); // or closing would reset the connection
            client.getOutputStream().write(answer);
        } catch (IOException closed) {
            // The test is over.
        }
    }
}
