package io.carrotmq.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** TCP ports nobody listens on. */
final class FreePorts {

    // Below the range from which systems take the local ports of outgoing connections: a port that is given up for a
    // while (a killed broker, a refusing proxy) must still be free afterwards.
    private static final int FIRST = 20_000;
    private static final int LAST = 32_000;
    private static final int ATTEMPTS = 1_000;

    private FreePorts() {}

    /** As many different ports on 127.0.0.1 as asked for. They stay free only as long as nobody else takes them. */
    static List<Integer> pick(int count) {
        List<ServerSocket> held = new ArrayList<>();
        try {
            for (int attempt = 0; held.size() < count; attempt++) {
                if (attempt == ATTEMPTS) {
                    throw new IllegalStateException("No free port on 127.0.0.1 from " + FIRST + " to " + LAST + " in "
                            + ATTEMPTS + " attempts");
                }
                tryToHold(ThreadLocalRandom.current().nextInt(FIRST, LAST + 1), held);
            }
            return held.stream().map(ServerSocket::getLocalPort).toList();
        } finally {
            held.forEach(FreePorts::release);
        }
    }

    private static void tryToHold(int port, List<ServerSocket> held) {
        try {
            held.add(new ServerSocket(port, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1})));
        } catch (IOException taken) {
            // The next attempt takes another one.
        }
    }

    private static void release(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
