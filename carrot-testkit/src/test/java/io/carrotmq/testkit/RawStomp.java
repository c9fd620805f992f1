package io.carrotmq.testkit;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** STOMP frames over a socket, for tests of brokers. */
final class RawStomp implements AutoCloseable {

    private static final int TIMEOUT_MILLIS = 20_000;

    private final Socket socket;
    private final DataInputStream in;
    private int receipts;

    private RawStomp(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(TIMEOUT_MILLIS);
        in = new DataInputStream(socket.getInputStream());
    }

    /** Logs in as the user of the URI, over TLS if its scheme says so. */
    static RawStomp connect(URI uri) throws IOException {
        RawStomp client = open(uri);
        String answer = client.logIn(BrokerUris.user(uri), BrokerUris.password(uri));
        if (!answer.startsWith("CONNECTED")) {
            throw new IOException("Not connected: " + answer);
        }
        return client;
    }

    static RawStomp open(URI uri) throws IOException {
        return new RawStomp(
                uri.getScheme().equals("stomp+ssl")
                        ? TlsIdentity.shared()
                                .trustingContext()
                                .getSocketFactory()
                                .createSocket(uri.getHost(), uri.getPort())
                        : new Socket(uri.getHost(), uri.getPort()));
    }

    String logIn(String user, String password) throws IOException {
        write("CONNECT\naccept-version:1.2\nhost:/\nlogin:" + user + "\npasscode:" + password + "\n\n");
        return read();
    }

    /** Sends a persistent message and waits for the broker's receipt. */
    void send(String queue, String text) throws IOException {
        int receipt = ++receipts;
        write("SEND\ndestination:/queue/" + queue + "\npersistent:true\nreceipt:" + receipt + "\n\n" + text);
        String answer = read();
        if (!answer.startsWith("RECEIPT")) {
            throw new IOException("No receipt: " + answer);
        }
    }

    /** Subscribes, and returns the text of the first message, not acknowledged. */
    String subscribe(String queue) throws IOException {
        write("SUBSCRIBE\nid:1\ndestination:/queue/" + queue + "\nack:client-individual\n\n");
        String message = read();
        return message.substring(message.indexOf("\n\n") + 2);
    }

    /** One frame without the zero byte at its end. */
    String read() throws IOException {
        StringBuilder frame = new StringBuilder();
        for (int next = in.readUnsignedByte(); next != 0; next = in.readUnsignedByte()) {
            if (next != '\r' && (next != '\n' || frame.length() > 0)) {
                frame.append((char) next);
            }
        }
        return frame.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private void write(String frame) throws IOException {
        socket.getOutputStream().write((frame + "\0").getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
    }
}
