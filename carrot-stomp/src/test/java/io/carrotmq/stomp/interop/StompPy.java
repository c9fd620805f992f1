package io.carrotmq.stomp.interop;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.carrotmq.stomp.frame.StompFrame;
import io.carrotmq.stomp.frame.StompVersion;
import io.carrotmq.testkit.DebianPackages;
import io.carrotmq.testkit.Peer;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A connection of stomp.py's, in a Python program that all of this JVM share: see {@code stomp_py.py}. Whatever it sends with
 * a receipt has been receipted when the method returns.
 */
final class StompPy implements AutoCloseable {
    private static final AtomicInteger NAMES = new AtomicInteger();
    private static Peer shared;

    private final String name = "c" + NAMES.incrementAndGet();

    private StompPy() {}

    /**
     * Connects.
     *
     * @param virtualHost what to send as {@code host}; null for stomp.py's own choice
     * @param heartBeatMillis what to offer and to want
     */
    static StompPy connect(URI broker, StompVersion version, String virtualHost, int heartBeatMillis) {
        StompPy client = new StompPy();
        String[] user = broker.getUserInfo().split(":");
        String beats = Integer.toString(heartBeatMillis);
        client.ask(
                "connect",
                broker.getHost(),
                Integer.toString(broker.getPort()),
                user[0],
                user[1],
                version.text(),
                virtualHost,
                beats,
                beats);
        return client;
    }

    /** What stomp.py says of the connection. */
    record State(boolean connected, int heartBeats, String version) {}

    void send(String destination, byte[] body, Map<String, String> headers, String transaction, String receipt) {
        List<Object> words = new ArrayList<>(listOf("send", destination, body, transaction, receipt));
        headers.forEach((header, value) -> words.addAll(List.of(header, value)));
        ask(words.toArray());
    }

    void subscribe(String destination, String id, String ack, String receipt, Map<String, String> headers) {
        List<Object> words = new ArrayList<>(listOf("subscribe", destination, id, ack, receipt));
        headers.forEach((header, value) -> words.addAll(List.of(header, value)));
        ask(words.toArray());
    }

    void unsubscribe(String id, String receipt) {
        ask("unsubscribe", id, receipt);
    }

    /** {@return the next message, or null if none comes within the bound} */
    StompFrame take(Duration bound) {
        List<byte[]> words = ask("take", Long.toString(bound.toMillis()));
        if (words.isEmpty()) {
            return null;
        }
        StompFrame.Builder message = StompFrame.builder("MESSAGE").body(words.get(0));
        for (int i = 1; i < words.size(); i += 2) {
            message.header(new String(words.get(i), UTF_8), new String(words.get(i + 1), UTF_8));
        }
        return message.build();
    }

    /** {@code ack} or {@code nack}. */
    void settle(String command, StompFrame message, StompVersion version, String transaction, String receipt) {
        String id = message.header(version == StompVersion.V1_2 ? "ack" : "message-id");
        ask("settle", command, id, message.header("subscription"), transaction, receipt);
    }

    /** {@code begin}, {@code commit} or {@code abort}. */
    void transact(String command, String transaction, String receipt) {
        ask("transact", command, transaction, receipt);
    }

    State state() {
        List<byte[]> words = ask("state");
        return new State(
                new String(words.get(0), UTF_8).equals("True"),
                Integer.parseInt(new String(words.get(1), UTF_8)),
                words.get(2) == null ? null : new String(words.get(2), UTF_8));
    }

    void disconnect(String receipt) {
        ask("disconnect", receipt);
    }

    /** Closes its socket without a word. */
    @Override
    public void close() {
        ask("kill");
    }

    private static List<Object> listOf(Object... words) {
        List<Object> list = new ArrayList<>();
        for (Object word : words) {
            list.add(word);
        }
        return list;
    }

    private List<byte[]> ask(Object... words) {
        StringBuilder line = new StringBuilder(word(words[0])).append(' ').append(word(name));
        for (int i = 1; i < words.length; i++) {
            line.append(' ').append(word(words[i]));
        }
        List<byte[]> answer = new ArrayList<>();
        for (String word : peerAnswer(line.toString()).split(" ")) {
            answer.add(word.equals("-") ? null : Base64.getDecoder().decode(word.substring(1)));
        }
        if (!new String(answer.remove(0), UTF_8).equals("ok")) {
            throw new IllegalStateException("stomp.py failed: " + new String(answer.get(0), UTF_8));
        }
        return answer;
    }

    private static synchronized String peerAnswer(String line) {
        if (shared == null) {
            DebianPackages.provide("python3-stomp");
            shared = Peer.python(StompPy.class.getResource("/interop/stomp_py.py"));
        }
        return shared.ask(line);
    }

    private static String word(Object value) {
        if (value == null) {
            return "-";
        }
        byte[] bytes = value instanceof byte[] body ? body : value.toString().getBytes(UTF_8);
        return "=" + Base64.getEncoder().encodeToString(bytes);
    }
}
