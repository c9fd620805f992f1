package io.carrotmq.testkit;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/** One client's connection through a {@link FaultProxy}, and the connection to the broker that goes with it. */
final class ProxiedConnection {

    private static final int CONNECT_TIMEOUT_MILLIS = 5_000;
    private static final int CHUNK_SIZE = 64 * 1024;
    private static final int CHUNKS_UNDER_WAY = 1_024;

    private final FaultProxy proxy;
    private final Socket client;
    private final Socket broker = new Socket();

    private volatile boolean joined;
    private volatile boolean lossy;
    private volatile boolean finished;
    private int openDirections = Direction.values().length;

    ProxiedConnection(FaultProxy proxy, Socket client) {
        this.proxy = proxy;
        this.client = client;
    }

    /** Connects to the broker and lets bytes flow; does not wait for it. */
    void join(InetSocketAddress address) {
        joined = true;
        start("join", () -> {
            try {
                // Resolved anew each time: the broker may have moved.
                broker.connect(
                        new InetSocketAddress(address.getHostString(), address.getPort()), CONNECT_TIMEOUT_MILLIS);
                client.setTcpNoDelay(true);
                broker.setTcpNoDelay(true);
            } catch (IOException noBroker) {
                reset();
                return;
            }
            new Pump(Direction.CLIENT_TO_BROKER, client, broker).start();
            new Pump(Direction.BROKER_TO_CLIENT, broker, client).start();
            if (finished) {
                shutdownOutput(broker);
            }
        });
    }

    /** Whether one side has not received what the other one sent, and never will. */
    boolean isDamaged() {
        return lossy || !joined;
    }

    void reset() {
        reset(client);
        reset(broker);
        proxy.closed(this);
    }

    /** Ends what is sent to both sides, and keeps reading: a socket closed with bytes unread would send RST. */
    void finish() {
        finished = true;
        shutdownOutput(client);
        shutdownOutput(broker);
        if (!joined) {
            new Pump(Direction.CLIENT_TO_BROKER, client, broker).start();
            directionEnded();
        }
    }

    private synchronized void directionEnded() {
        openDirections--;
        if (openDirections == 0) {
            close(client);
            close(broker);
            proxy.closed(this);
        }
    }

    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0); // closing then sends RST
        } catch (IOException alreadyClosed) {
            return;
        }
        close(socket);
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException gone) {
            // Closed is closed.
        }
    }

    private static void shutdownOutput(Socket socket) {
        try {
            socket.shutdownOutput();
        } catch (IOException notConnected) {
            // Nothing to end.
        }
    }

    private void start(String task, Runnable runnable) {
        DaemonThreads.start("fault-proxy-" + proxy.port() + "-" + task, runnable);
    }

    private enum Kind {
        BYTES,
        END,
        RESET
    }

    /** Something on its way from one side to the other. The last one of a direction is an END or a RESET. */
    private record Chunk(Kind kind, byte[] bytes, long readAt) {}

    /** One direction. It reads and writes in two threads, so that a delay costs latency and not throughput. */
    private final class Pump {
        private final Direction direction;
        private final Socket from;
        private final Socket to;
        private final BlockingQueue<Chunk> underWay = new ArrayBlockingQueue<>(CHUNKS_UNDER_WAY);

        Pump(Direction direction, Socket from, Socket to) {
            this.direction = direction;
            this.from = from;
            this.to = to;
        }

        void start() {
            ProxiedConnection.this.start(direction + "-read", () -> untilInterrupted(this::readAll));
            ProxiedConnection.this.start(direction + "-write", () -> untilInterrupted(this::writeAll));
        }

        private void readAll() throws InterruptedException {
            Chunk chunk;
            do {
                chunk = read();
                underWay.put(chunk);
            } while (chunk.kind() == Kind.BYTES);
        }

        private Chunk read() {
            byte[] buffer = new byte[CHUNK_SIZE];
            try {
                int count = from.getInputStream().read(buffer);
                return count < 0
                        ? new Chunk(Kind.END, new byte[0], System.nanoTime())
                        : new Chunk(Kind.BYTES, Arrays.copyOf(buffer, count), System.nanoTime());
            } catch (IOException reset) {
                return new Chunk(Kind.RESET, new byte[0], System.nanoTime());
            }
        }

        /** Goes on to the last chunk whatever happens, so that the reading thread never waits for room in vain. */
        private void writeAll() throws InterruptedException {
            Chunk chunk;
            do {
                chunk = underWay.take();
                proxy.awaitDelay(chunk.readAt());
                if (proxy.swallows(direction)) {
                    lossy = true;
                } else {
                    write(chunk);
                }
            } while (chunk.kind() == Kind.BYTES);
        }

        private void write(Chunk chunk) {
            switch (chunk.kind()) {
                case BYTES -> writeBytes(chunk.bytes());
                case END -> {
                    shutdownOutput(to);
                    directionEnded();
                }
                case RESET -> reset();
            }
        }

        private void writeBytes(byte[] bytes) {
            if (finished || to.isClosed()) {
                return;
            }
            try {
                to.getOutputStream().write(bytes);
            } catch (IOException gone) {
                // The reading thread of the other direction sees it too, and passes it on unless that is swallowed.
                lossy = true;
            }
        }

        private void untilInterrupted(Task task) {
            try {
                task.run();
            } catch (InterruptedException e) {
                reset();
            }
        }
    }

    private interface Task {
        void run() throws InterruptedException;
    }
}
