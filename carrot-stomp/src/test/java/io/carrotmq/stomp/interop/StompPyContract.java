package io.carrotmq.stomp.interop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.carrotmq.stomp.client.ClientOptions;
import io.carrotmq.stomp.client.ConnectionOptions;
import io.carrotmq.stomp.client.StompClient;
import io.carrotmq.stomp.client.SubscriptionOptions;
import io.carrotmq.stomp.command.AckMode;
import io.carrotmq.stomp.frame.StompFrame;
import io.carrotmq.stomp.frame.StompVersion;
import io.carrotmq.testkit.Await;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** T-13: this library and stomp.py at one broker, each reading what the other writes. */
@Timeout(120)
abstract class StompPyContract {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration SILENCE = Duration.ofMillis(500);
    private static final byte[] TEXT = "Grüße aus Köln, 日本, 🥕\n".getBytes(UTF_8);
    private static final Map<String, String> NONE = Map.of();

    private final String queue = "/queue/interop-" + UUID.randomUUID();
    private final List<AutoCloseable> open = new ArrayList<>();

    /** Where the broker is. */
    abstract URI broker();

    /** What to send as {@code host}. */
    String virtualHost() {
        return "localhost";
    }

    /** Whether a message that is refused comes again, or is the broker's to bury. */
    abstract boolean deliversAgainAfterNack();

    /** What becomes of backslashes on the way from version 1.0, where they mean nothing, to a later one. */
    abstract String backslashesOfTheOldestVersion(String sent);

    /** What a client of version 1.0 gets of a value with colons, which that version writes as they are. */
    String colonsForTheOldestVersion(String sent) {
        return sent;
    }

    /** Whether an acknowledgement in a transaction waits for its end. */
    boolean hasAcksInTransactions() {
        return true;
    }

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable client : open) {
            client.close();
        }
    }

    private StompPy theirs(StompVersion version) {
        return theirs(version, 0);
    }

    private StompPy theirs(StompVersion version, int heartBeatMillis) {
        StompPy client = StompPy.connect(broker(), version, virtualHost(), heartBeatMillis);
        open.add(client);
        return client;
    }

    private Ours ours(StompVersion version) {
        return ours(version, 0);
    }

    private Ours ours(StompVersion version, int heartBeatMillis) {
        Ours client = Ours.connect(broker(), version, virtualHost(), heartBeatMillis);
        open.add(client);
        return client;
    }

    static byte[] everyByte() {
        byte[] bytes = new byte[512];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) i;
        }
        return bytes;
    }

    private static byte[] body(int number) {
        return ("message " + number).getBytes(UTF_8);
    }

    private static int number(StompFrame message) {
        return message == null ? -1 : Integer.parseInt(new String(message.body(), UTF_8).split(" ")[1]);
    }

    /** What any version can write and any broker keeps. */
    private static Map<String, String> plainHeaders() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("plain", "value");
        headers.put("with-blanks", "a b  c");
        headers.put("with-equals", "a=b&c;d");
        headers.put("with-colons", "http://a:1/b");
        return headers;
    }

    private static Map<String, String> escapedHeaders(StompVersion version) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("umlauts", "äöüß 日本 🥕");
        headers.put("colon", "a:b::c:");
        headers.put("backslash", "a\\b\\\\c\\");
        headers.put("newline", "a\nb\n");
        headers.put("like-an-escape", "\\n\\c");
        if (version == StompVersion.V1_2) {
            headers.put("return", "a\rb\r\n");
        }
        return headers;
    }

    private static void assertHeaders(StompFrame message, Map<String, String> expected) {
        assertThat(message.headerMap()).containsAllEntriesOf(expected);
    }

    private static StompFrame taken(Ours client) throws InterruptedException {
        StompFrame message = client.take(PATIENCE);
        assertThat(message).as("a message").isNotNull();
        return message;
    }

    private static StompFrame taken(StompPy client) {
        StompFrame message = client.take(PATIENCE);
        assertThat(message).as("a message").isNotNull();
        return message;
    }

    static Stream<Arguments> pairsOfVersions() {
        return Stream.of(StompVersion.values())
                .flatMap(one -> Stream.of(StompVersion.values()).map(other -> Arguments.of(one, other)));
    }

    @ParameterizedTest
    @MethodSource("pairsOfVersions")
    void t13_textAndBytes_fromStompPy(StompVersion theirs, StompVersion ours) throws Exception {
        Ours receiver = ours(ours);
        StompPy sender = theirs(theirs);
        receiver.subscribe(queue, "s", AckMode.AUTO, NONE);
        assertThat(sender.state().connected()).isTrue();

        sender.send(queue, TEXT, plainHeaders(), null, "r1");
        sender.send(queue, everyByte(), NONE, null, "r2");
        sender.send(queue, new byte[0], NONE, null, "r3");

        StompFrame text = taken(receiver);
        assertThat(text.body()).isEqualTo(TEXT);
        Map<String, String> expected = plainHeaders();
        if (ours == StompVersion.V1_0) {
            expected.replaceAll((name, value) -> colonsForTheOldestVersion(value));
        }
        assertHeaders(text, expected);
        assertThat(taken(receiver).body()).isEqualTo(everyByte());
        assertThat(taken(receiver).body()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("pairsOfVersions")
    void t13_textAndBytes_toStompPy(StompVersion ours, StompVersion theirs) {
        StompPy receiver = theirs(theirs);
        Ours sender = ours(ours);
        receiver.subscribe(queue, "s", "auto", "r", NONE);

        sender.send(queue, TEXT, plainHeaders());
        sender.send(queue, everyByte(), NONE);
        sender.send(queue, new byte[0], NONE);

        StompFrame text = taken(receiver);
        assertThat(text.body()).isEqualTo(TEXT);
        assertHeaders(text, plainHeaders());
        assertThat(taken(receiver).body()).isEqualTo(everyByte());
        assertThat(taken(receiver).body()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"V1_1", "V1_2"})
    void t13_unicodeAndEscapes_fromStompPy(StompVersion version) throws Exception {
        Ours receiver = ours(version);
        receiver.subscribe(queue, "s", AckMode.AUTO, NONE);

        theirs(version).send(queue, TEXT, escapedHeaders(version), null, "r");

        assertHeaders(taken(receiver), escapedHeaders(version));
    }

    @ParameterizedTest
    @EnumSource(names = {"V1_1", "V1_2"})
    void t13_unicodeAndEscapes_toStompPy(StompVersion version) {
        StompPy receiver = theirs(version);
        receiver.subscribe(queue, "s", "auto", "r", NONE);

        ours(version).send(queue, TEXT, escapedHeaders(version));

        assertHeaders(taken(receiver), escapedHeaders(version));
    }

    @ParameterizedTest
    @EnumSource(names = {"V1_1", "V1_2"})
    void t13_backslashes_fromStompPyInTheOldestVersion(StompVersion version) throws Exception {
        Ours receiver = ours(version);
        receiver.subscribe(queue, "s", AckMode.AUTO, NONE);

        theirs(StompVersion.V1_0).send(queue, TEXT, Map.of("path", "c:\\new\\code"), null, "r");

        assertThat(taken(receiver).header("path")).isEqualTo(backslashesOfTheOldestVersion("c:\\new\\code"));
    }

    /** stomp.py does not escape names when it sends, but reads them. */
    @ParameterizedTest
    @EnumSource(names = {"V1_1", "V1_2"})
    void t13_escapedNames_toStompPy(StompVersion version) {
        StompPy receiver = theirs(version);
        receiver.subscribe(queue, "s", "auto", "r", NONE);
        Map<String, String> headers = Map.of("a:b", "1", "c\\d", "2", "ä", "3");

        ours(version).send(queue, TEXT, headers);

        assertHeaders(taken(receiver), headers);
    }

    @ParameterizedTest
    @EnumSource
    void t13_everyMessageForItself(StompVersion version) throws Exception {
        Ours receiver = ours(version);
        StompPy sender = theirs(version);
        receiver.subscribe(queue, "s", AckMode.CLIENT_INDIVIDUAL, NONE);
        for (int i = 1; i <= 3; i++) {
            sender.send(queue, body(i), NONE, null, "r" + i);
        }
        List<StompFrame> messages = List.of(taken(receiver), taken(receiver), taken(receiver));
        assertThat(messages).extracting(StompPyContract::number).containsExactly(1, 2, 3);

        receiver.ack(messages.get(1));
        receiver.close();

        StompPy next = theirs(version);
        next.subscribe(queue, "s", "client-individual", "r", NONE);
        List<StompFrame> left = List.of(taken(next), taken(next));
        assertThat(left).extracting(StompPyContract::number).containsExactlyInAnyOrder(1, 3);
        next.settle("ack", left.get(0), version, null, "a0");
        next.settle("ack", left.get(1), version, null, "a1");
        next.close();
        assertNothingIsLeft(version);
    }

    @ParameterizedTest
    @EnumSource
    void t13_everyMessageBefore(StompVersion version) throws Exception {
        StompPy receiver = theirs(version);
        Ours sender = ours(version);
        receiver.subscribe(queue, "s", "client", "r", NONE);
        for (int i = 1; i <= 3; i++) {
            sender.send(queue, body(i), NONE);
        }
        List<StompFrame> messages = List.of(taken(receiver), taken(receiver), taken(receiver));

        receiver.settle("ack", messages.get(1), version, null, "a");
        receiver.close();

        Ours next = ours(version);
        next.subscribe(queue, "s", AckMode.CLIENT, NONE);
        StompFrame third = taken(next);
        assertThat(number(third)).isEqualTo(3);
        next.ack(third);
        next.close();
        assertNothingIsLeft(version);
    }

    @ParameterizedTest
    @EnumSource(names = {"V1_1", "V1_2"})
    void t13_refusedMessages(StompVersion version) throws Exception {
        Ours ours = ours(version);
        ours.subscribe(queue, "s", AckMode.CLIENT_INDIVIDUAL, NONE);
        theirs(version).send(queue, body(1), NONE, null, "r");

        ours.nack(taken(ours));

        if (deliversAgainAfterNack()) {
            ours.ack(taken(ours));
        } else {
            assertThat(ours.take(SILENCE)).isNull();
        }
        ours.unsubscribe("s");
        StompPy theirs = theirs(version);
        theirs.subscribe(queue, "s", "client-individual", "r", NONE);
        ours.send(queue, body(2), NONE);
        theirs.settle("nack", taken(theirs), version, null, "n");
        if (deliversAgainAfterNack()) {
            theirs.settle("ack", taken(theirs), version, null, "a");
        } else {
            assertThat(theirs.take(SILENCE)).isNull();
        }
        theirs.close();
        assertNothingIsLeft(version);
    }

    @ParameterizedTest
    @EnumSource
    void t13_transactionsOfStompPy(StompVersion version) throws Exception {
        Ours receiver = ours(version);
        receiver.subscribe(queue, "s", AckMode.AUTO, NONE);
        StompPy sender = theirs(version);

        sender.transact("begin", "t1", "b1");
        sender.send(queue, body(1), NONE, "t1", null);
        sender.transact("abort", "t1", "a1");
        sender.transact("begin", "t2", "b2");
        sender.send(queue, body(2), NONE, "t2", null);
        sender.send(queue, body(3), NONE, null, "r3");
        assertThat(number(taken(receiver))).isEqualTo(3);
        sender.transact("commit", "t2", "c2");

        assertThat(number(taken(receiver))).isEqualTo(2);
        assertThat(receiver.take(SILENCE)).isNull();
    }

    @ParameterizedTest
    @EnumSource
    void t13_transactionsOfOurs(StompVersion version) {
        StompPy receiver = theirs(version);
        receiver.subscribe(queue, "s", "auto", "r", NONE);
        Ours sender = ours(version);

        sender.begin("t1");
        sender.sendIn("t1", queue, body(1));
        sender.abort("t1");
        sender.begin("t2");
        sender.sendIn("t2", queue, body(2));
        sender.send(queue, body(3), NONE);
        assertThat(number(taken(receiver))).isEqualTo(3);
        sender.commit("t2");

        assertThat(number(taken(receiver))).isEqualTo(2);
        assertThat(receiver.take(SILENCE)).isNull();
    }

    @ParameterizedTest
    @EnumSource
    void t13_acknowledgementsInTransactions(StompVersion version) throws Exception {
        StompPy sender = theirs(version);
        sender.send(queue, body(1), NONE, null, "r1");
        sender.send(queue, body(2), NONE, null, "r2");
        Ours receiver = ours(version);
        receiver.subscribe(queue, "s", AckMode.CLIENT_INDIVIDUAL, NONE);
        StompFrame first = taken(receiver);
        StompFrame second = taken(receiver);

        receiver.begin("t1");
        receiver.ackIn("t1", first);
        receiver.commit("t1");
        receiver.begin("t2");
        receiver.ackIn("t2", second);
        receiver.abort("t2");
        receiver.close();

        StompPy next = theirs(version);
        next.subscribe(queue, "s", "auto", "r", NONE);
        if (hasAcksInTransactions()) {
            assertThat(number(taken(next))).isEqualTo(2);
        }
        assertThat(next.take(SILENCE)).isNull();
    }

    @ParameterizedTest
    @EnumSource(names = {"V1_1", "V1_2"})
    void t13_heartBeatsKeepBothAlive(StompVersion version) throws Exception {
        Ours ours = ours(version, 2_000);
        StompPy theirs = theirs(version, 2_000);
        ours.subscribe(queue, "s", AckMode.AUTO, NONE);
        assertThat(ours.connection().heartBeat().sends()).isEqualTo(Duration.ofSeconds(2));

        // Both are silent meanwhile; a client that does not beat is given up after two intervals.
        Await.until(
                "heart-beats of the broker",
                Duration.ofSeconds(60),
                () -> theirs.state().heartBeats() >= 4);

        assertThat(ours.failure()).isNull();
        assertThat(ours.connection().isOpen()).isTrue();
        theirs.send(queue, body(1), NONE, null, "r");
        assertThat(number(taken(ours))).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void t13_bothSayGoodbye(StompVersion version) throws Exception {
        Ours ours = ours(version);
        StompPy theirs = theirs(version);
        assertThat(theirs.state().connected()).isTrue();

        theirs.send(queue, TEXT, NONE, null, "r");
        theirs.disconnect("bye");

        ours.subscribe(queue, "s", AckMode.AUTO, NONE);
        assertThat(taken(ours).body()).isEqualTo(TEXT);
        assertThat(ours.connection().disconnect(PATIENCE)).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void t13_whatAHandlerFailsOn_reachesStompPyAtTheErrorDestination(StompVersion version) {
        ClientOptions options = ClientOptions.builder(broker().toString())
                .connection(ConnectionOptions.DEFAULT.toBuilder()
                        .versions(version)
                        .virtualHost(virtualHost())
                        .connectTimeout(PATIENCE)
                        .connectedTimeout(PATIENCE)
                        .build())
                .build();
        StompPy theirs = theirs(version);
        theirs.subscribe(queue + ".failed", "f", "auto", "s", NONE);
        try (StompClient client = StompClient.of(options)) {
            client.connect();
            client.subscribe(queue, SubscriptionOptions.DEFAULT.errorDestination(queue + ".failed"), message -> {
                throw new IllegalStateException("no use for " + message.text());
            });

            theirs.send(queue, body(1), plainHeaders(), null, "r");

            StompFrame copy = taken(theirs);
            assertThat(copy.body()).isEqualTo(body(1));
            assertThat(copy.header("message-failed")).isEqualTo("no use for message 1");
            assertThat(copy.header("plain")).isEqualTo("value");
        }
        StompPy next = theirs(version);
        next.subscribe(queue, "s", "auto", "n", NONE);
        assertThat(next.take(SILENCE)).isNull();
    }

    private void assertNothingIsLeft(StompVersion version) throws InterruptedException {
        Ours last = ours(version);
        last.subscribe(queue, "last", AckMode.AUTO, NONE);
        assertThat(last.take(SILENCE)).isNull();
    }
}
