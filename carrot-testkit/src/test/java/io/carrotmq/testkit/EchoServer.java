package io.carrotmq.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Sends back what it receives, and counts it. */
final class EchoServer implements AutoCloseable {

    private final ServerSocket listener;
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private final AtomicInteger received = new AtomicInteger();

    EchoServer() {
        try {
            listener = new ServerSocket(0, 10, InetAddress.getByName("127.0.0.1"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        DaemonThreads.start("echo", this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    int received() {
        return received.get();
    }

    int connections() {
        return open.size();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : open) {
            socket.close();
        }
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                open.add(socket);
                DaemonThreads.start("echo-connection", () -> echo(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void echo(Socket socket) {
        try (socket) {
            int value;
            while ((value = socket.getInputStream().read()) >= 0) {
                received.incrementAndGet();
                socket.getOutputStream().write(value);
            }
        } catch (IOException reset) {
            // Ends like a connection that is closed.
        } finally {
            open.remove(socket);
        }
    }
}
