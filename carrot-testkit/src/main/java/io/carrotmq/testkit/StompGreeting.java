package io.carrotmq.testkit;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** What a STOMP broker says of itself in the header {@code server} of its CONNECTED frame. */
final class StompGreeting {

    private static final String SERVER = "server:";
    private static final int LARGEST_FRAME = 1 << 16;

    private StompGreeting() {}

    /** Connects, logs in and disconnects; each of connecting and reading takes at most {@code atMost}. */
    static Greeting of(URI broker, Duration atMost) throws IOException {
        int millis = (int) atMost.toMillis();
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(broker.getHost(), BrokerUris.port(broker)), millis);
            socket.setSoTimeout(millis);
            String connect = "CONNECT\naccept-version:1.2\nhost:/\nlogin:" + BrokerUris.user(broker) + "\npasscode:"
                    + BrokerUris.password(broker) + "\n\n\0";
            socket.getOutputStream().write(connect.getBytes(StandardCharsets.UTF_8));
            String frame = frame(new DataInputStream(socket.getInputStream()));
            socket.getOutputStream().write("DISCONNECT\n\n\0".getBytes(StandardCharsets.UTF_8));
            return greeting(frame);
        }
    }

    private static Greeting greeting(String frame) throws IOException {
        if (!frame.startsWith("CONNECTED")) {
            throw new IOException("No STOMP greeting: " + frame);
        }
        Optional<String> server = frame.lines()
                .filter(line -> line.startsWith(SERVER))
                .map(line -> line.substring(SERVER.length()))
                .findFirst();
        // Such as "ActiveMQ-Artemis/2.55.0 ActiveMQ Artemis Messaging Engine".
        String[] parts = server.orElse("unknown/?").split("[/ ]");
        return new Greeting(parts[0], parts.length < 2 ? "?" : parts[1]);
    }

    private static String frame(DataInputStream in) throws IOException {
        StringBuilder frame = new StringBuilder();
        for (int next = in.readUnsignedByte(); next != 0; next = in.readUnsignedByte()) {
            frame.append((char) next);
            if (frame.length() > LARGEST_FRAME) {
                throw new IOException("No STOMP greeting: no end of the frame after " + LARGEST_FRAME + " bytes");
            }
        }
        return frame.toString();
    }
}
