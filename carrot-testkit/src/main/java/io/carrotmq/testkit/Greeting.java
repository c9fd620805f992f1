package io.carrotmq.testkit;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** What an AMQP 0-9-1 broker says of itself when a client opens a connection: the first half of the handshake. */
record Greeting(String product, String version) {

    // AMQP 0-9-1, 4.2.2 "Protocol Header"
    private static final byte[] PROTOCOL_HEADER = {'A', 'M', 'Q', 'P', 0, 0, 9, 1};
    private static final int METHOD_FRAME = 1;
    private static final int CONNECTION_START = 10 << 16 | 10;
    private static final int LARGEST_FRAME = 1 << 20;

    /** Connects, reads the greeting and disconnects; each of connecting and reading takes at most {@code atMost}. */
    static Greeting of(String host, int port, Duration atMost) throws IOException {
        int millis = (int) atMost.toMillis();
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), millis);
            socket.setSoTimeout(millis);
            socket.getOutputStream().write(PROTOCOL_HEADER);
            return read(new DataInputStream(socket.getInputStream()));
        }
    }

    private static Greeting read(DataInputStream in) throws IOException {
        int type = in.readUnsignedByte();
        in.readUnsignedShort(); // channel
        int size = in.readInt();
        if (type != METHOD_FRAME || size < 0 || size > LARGEST_FRAME) {
            throw new IOException("No AMQP 0-9-1 greeting: frame type " + type + ", size " + size);
        }
        byte[] payload = in.readNBytes(size);
        DataInputStream method = new DataInputStream(new ByteArrayInputStream(payload));
        int number = method.readInt();
        if (number != CONNECTION_START) {
            throw new IOException("No AMQP 0-9-1 greeting: method " + (number >> 16) + "." + (number & 0xffff));
        }
        method.readUnsignedShort(); // protocol version
        Map<String, String> properties = strings(method.readNBytes(method.readInt()));
        return new Greeting(properties.getOrDefault("product", "unknown"), properties.getOrDefault("version", "?"));
    }

    /** The fields of type long string; reading ends at a type that no broker is known to send here. */
    private static Map<String, String> strings(byte[] table) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(table));
        Map<String, String> strings = new HashMap<>();
        while (in.available() > 0) {
            String name = new String(in.readNBytes(in.readUnsignedByte()), StandardCharsets.UTF_8);
            switch (in.readUnsignedByte()) {
                case 'S' -> strings.put(name, new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8));
                case 'F' -> in.skipNBytes(in.readInt());
                case 't' -> in.skipNBytes(1);
                default -> {
                    return strings;
                }
            }
        }
        return strings;
    }
}
