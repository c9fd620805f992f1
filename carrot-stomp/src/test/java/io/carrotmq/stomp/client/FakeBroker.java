package io.carrotmq.stomp.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A peer on a port of 127.0.0.1 that does what a test says, right or wrong, once for each connection. It ends a connection
 * when the script is over, and all with {@link #close}.
 */
final class FakeBroker implements AutoCloseable {
    private final ServerSocket listener;
    private final Script script;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final BlockingQueue<Throwable> failures = new LinkedBlockingQueue<>();
    private final BlockingQueue<Conversation> over = new LinkedBlockingQueue<>();

    /** What the peer does. */
    interface Script {
        void run(Conversation with) throws Exception;
    }

    private FakeBroker(ServerSocket listener, Script script) {
        this.listener = listener;
        this.script = script;
        start("fake-broker", this::accept);
    }

    static FakeBroker that(Script script) {
        try {
            return on(new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1")), script);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static FakeBroker on(ServerSocket listener, Script script) {
        return new FakeBroker(listener, script);
    }

    private static void start(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return listener.getLocalPort();
    }

    /** Waits for the end of the next script, and throws what it threw. */
    Conversation ended() throws Exception {
        Conversation ended = over.poll(30, TimeUnit.SECONDS);
        if (ended == null) {
            throw new AssertionError("the peer's script has not ended");
        }
        Throwable failure = failures.poll();
        if (failure != null) {
            throw new AssertionError("the peer's script failed", failure);
        }
        return ended;
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                sockets.add(socket);
                start("fake-broker-connection", () -> talk(socket));
            } catch (IOException e) {
                // the listener was closed
            }
        }
    }

    private void talk(Socket socket) {
        Conversation conversation = new Conversation(socket);
        try (socket) {
            script.run(conversation);
        } catch (Throwable e) {
            failures.add(e);
        } finally {
            over.add(conversation);
        }
    }

    @Override
    public void close() throws IOException {
        stop();
    }

    void stop() throws IOException {
        listener.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    /** One connection, seen from the peer. */
    static class Conversation {
        private final Socket socket;
        int beats;

        Conversation(Socket socket) {
            this.socket = socket;
        }

        Socket socket() {
            return socket;
        }

        InputStream input() throws IOException {
            return socket.getInputStream();
        }

        /** Reads CONNECT and answers. */
        String greet(String... headers) throws IOException {
            String connect = frame();
            write("CONNECTED\n" + (headers.length == 0 ? "" : String.join("\n", headers) + "\n") + "\n\0");
            return connect;
        }

        /** Reads the next frame up to its NUL, null at the end; counts what comes between frames. */
        String frame() throws IOException {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            while (true) {
                int next = read();
                if (next < 0) {
                    return null;
                } else if (next == '\n' && bytes.size() == 0) {
                    beats++;
                } else if (next == 0) {
                    return bytes.toString(StandardCharsets.UTF_8);
                } else {
                    bytes.write(next);
                }
            }
        }

        /** Reads a byte; -1 at the end, also if that is a reset. */
        int read() {
            try {
                return input().read();
            } catch (IOException e) {
                return -1;
            }
        }

        void write(String text) throws IOException {
            write(text.getBytes(StandardCharsets.UTF_8));
        }

        void write(byte[] bytes) throws IOException {
            OutputStream out = socket.getOutputStream();
            out.write(bytes);
            out.flush();
        }

        /** Reads and forgets until the other side has closed. */
        void drain() {
            while (read() >= 0) {
                // forgotten
            }
        }

        static String header(String frame, String name) {
            return frame.lines()
                    .filter(line -> line.startsWith(name + ":"))
                    .map(line -> line.substring(name.length() + 1))
                    .findFirst()
                    .orElse(null);
        }
    }
}
