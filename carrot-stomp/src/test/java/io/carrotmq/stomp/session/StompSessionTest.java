package io.carrotmq.stomp.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.carrotmq.stomp.StompProtocolException;
import io.carrotmq.stomp.command.AckMode;
import io.carrotmq.stomp.command.Connected;
import io.carrotmq.stomp.command.HeartBeat;
import io.carrotmq.stomp.command.StompErrorException;
import io.carrotmq.stomp.command.SubscriptionToken;
import io.carrotmq.stomp.frame.StompFrame;
import io.carrotmq.stomp.frame.StompVersion;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class StompSessionTest {
    private static final byte[] NO_BODY = {};
    private static final StompFrame MESSAGE =
            frame("MESSAGE", "message-id", "m", "destination", "/queue/a", "subscription", "1", "ack", "a");

    private final StompSession session = new StompSession();

    private static StompFrame frame(String command, String... headers) {
        StompFrame.Builder frame = StompFrame.builder(command);
        for (int i = 0; i < headers.length; i += 2) {
            frame.header(headers[i], headers[i + 1]);
        }
        return frame.build();
    }

    private static StompFrame receipt(String id) {
        return frame("RECEIPT", "receipt-id", id);
    }

    private static Subscription to(String destination, String id) {
        return new Subscription(destination, id, AckMode.CLIENT_INDIVIDUAL, Map.of(), null, null);
    }

    private static void refused(String code, String part, ThrowingCallable call) {
        assertThatExceptionOfType(StompProtocolException.class)
                .isThrownBy(call)
                .withMessageStartingWith(code + " ")
                .withMessageContaining(part);
    }

    private StompSession connected(String version) {
        return connected(session, version);
    }

    private static StompSession connected(StompSession session, String version) {
        session.connect("h", "u", "p", null, null);
        session.connected(frame("CONNECTED", "version", version));
        return session;
    }

    /** The session in a state of choice, with subscription 1, transaction t and receipt r wherever those can be. */
    private static StompSession in(SessionState state) {
        StompSession session = new StompSession();
        if (state == SessionState.CONNECTING) {
            session.connect("h", null, null, null, null);
        } else if (state != SessionState.DISCONNECTED) {
            connected(session, "1.2");
            session.subscribe(to("/queue/a", "1"));
            session.begin("t", "r");
            if (state == SessionState.DISCONNECTING) {
                session.disconnect(null);
            }
        }
        assertThat(session.state()).isEqualTo(state);
        return session;
    }

    // What is possible when

    private record Operation(String name, Set<SessionState> allowed, SessionState then, Call call) {
        @Override
        public String toString() {
            return name;
        }
    }

    private interface Call {
        Object on(StompSession session);
    }

    private static final Set<SessionState> LISTENING = EnumSet.of(SessionState.CONNECTED, SessionState.DISCONNECTING);
    private static final Set<SessionState> CONNECTED = EnumSet.of(SessionState.CONNECTED);

    private static final List<Operation> OPERATIONS = List.of(
            new Operation(
                    "CONNECT",
                    EnumSet.of(SessionState.DISCONNECTED),
                    SessionState.CONNECTING,
                    session -> session.connect("h", null, null, null, null)),
            new Operation(
                    "CONNECTED",
                    EnumSet.of(SessionState.CONNECTING),
                    SessionState.CONNECTED,
                    session -> session.connected(frame("CONNECTED", "version", "1.2"))),
            new Operation("SEND", CONNECTED, null, session -> session.send("q", NO_BODY, null, null, null)),
            new Operation("SUBSCRIBE", CONNECTED, null, session -> session.subscribe(to("q", "2"))),
            new Operation(
                    "UNSUBSCRIBE",
                    CONNECTED,
                    null,
                    session -> session.unsubscribe(SubscriptionToken.id("1"), null, null)),
            new Operation("ACK", CONNECTED, null, session -> session.ack(MESSAGE, null, null, null)),
            new Operation("NACK", CONNECTED, null, session -> session.nack(MESSAGE, null, null, null)),
            new Operation("BEGIN", CONNECTED, null, session -> session.begin("u", null)),
            new Operation("COMMIT", CONNECTED, null, session -> session.commit("t", null)),
            new Operation("ABORT", CONNECTED, null, session -> session.abort("t", null)),
            new Operation("DISCONNECT", CONNECTED, SessionState.DISCONNECTING, session -> session.disconnect("bye")),
            new Operation("MESSAGE", LISTENING, null, session -> session.message(MESSAGE)),
            new Operation("RECEIPT", LISTENING, null, session -> session.receipt(receipt("r"))));

    static Stream<Arguments> operationsInEachState() {
        return OPERATIONS.stream()
                .flatMap(operation -> Stream.of(SessionState.values()).map(state -> Arguments.of(operation, state)));
    }

    @ParameterizedTest
    @MethodSource("operationsInEachState")
    void eachOperationIsPossibleInItsStatesOnly(Operation operation, SessionState state) {
        StompSession session = in(state);

        if (operation.allowed.contains(state)) {
            assertThat(operation.call.on(session)).isNotNull();
            assertThat(session.state()).isEqualTo(operation.then == null ? state : operation.then);
        } else {
            refused(
                    "CARROT-0438",
                    operation.name + " is not possible while the session is "
                            + state.name().toLowerCase(java.util.Locale.ROOT),
                    () -> operation.call.on(session));
            assertThat(session.state()).isEqualTo(state);
        }
    }

    @ParameterizedTest
    @EnumSource
    void closeIsPossibleAlways(SessionState state) {
        StompSession session = in(state);

        session.close(true);

        assertThat(session.state()).isEqualTo(SessionState.DISCONNECTED);
        assertThat(session.receipts()).isEmpty();
        assertThat(session.transactions()).isEmpty();
        assertThat(session.subscriptions()).isEmpty();
        assertThat(session.replay()).isEmpty();
    }

    // T-03: versions

    @Test
    void t03_offersWhatItIsConfiguredTo() {
        StompSession some = new StompSession(List.of(StompVersion.V1_1, StompVersion.V1_0));

        assertThat(session.connect("h", null, null, null, null).header("accept-version"))
                .isEqualTo("1.0,1.1,1.2");
        assertThat(some.connect("h", null, null, null, null).header("accept-version"))
                .isEqualTo("1.0,1.1");
        assertThat(some.versions()).containsExactly(StompVersion.V1_0, StompVersion.V1_1);
        assertThat(some.version()).isEqualTo(StompVersion.V1_1);
        assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> new StompSession(List.of()));
    }

    @Test
    void t03_versionIsTheServers_andTheConfiguredOneAfterwards() {
        assertThat(session.version()).isEqualTo(StompVersion.V1_2);
        connected("1.0");
        assertThat(session.version()).isEqualTo(StompVersion.V1_0);
        assertThat(session.server().version()).isEqualTo(StompVersion.V1_0);

        session.close(true);

        assertThat(session.version()).isEqualTo(StompVersion.V1_2);
        assertThat(session.server()).isNull();
    }

    @Test
    void t03_missingVersionIsTheOldest() {
        session.connect("h", null, null, null, null);

        Connected answer = session.connected(frame("CONNECTED"));

        assertThat(answer.version()).isEqualTo(StompVersion.V1_0);
        refused("CARROT-0431", "NACK", () -> session.nack(MESSAGE, null, null, null));
        refused("CARROT-0431", "heart-beats", session::beat);
    }

    @Test
    void t03_versionNotOffered_leavesItConnecting() {
        StompSession old = new StompSession(List.of(StompVersion.V1_0));
        old.connect(null, null, null, null, null);

        refused("CARROT-0434", "'1.2'", () -> old.connected(frame("CONNECTED", "version", "1.2")));

        assertThat(old.state()).isEqualTo(SessionState.CONNECTING);
        assertThat(old.version()).isEqualTo(StompVersion.V1_0);
        old.close(true);
        assertThat(old.state()).isEqualTo(SessionState.DISCONNECTED);
    }

    @Test
    void t03_errorLeavesItConnecting() {
        session.connect("h", null, null, null, null);

        assertThatExceptionOfType(StompErrorException.class)
                .isThrownBy(() -> session.connected(frame("ERROR", "message", "no")));
        assertThat(session.state()).isEqualTo(SessionState.CONNECTING);
    }

    @Test
    void refusedConnectChangesNothing() {
        StompSession old = new StompSession(List.of(StompVersion.V1_0));

        refused(
                "CARROT-0431",
                "heart-beats",
                () -> old.connect(null, null, null, new HeartBeat(Duration.ofSeconds(1), Duration.ZERO), null));

        assertThat(old.state()).isEqualTo(SessionState.DISCONNECTED);
    }

    // T-04: heart-beats

    @Test
    void t04_bothSidesAgree_untilTheEnd() {
        session.connect("h", null, null, new HeartBeat(Duration.ofMillis(1_000), Duration.ofMillis(2_000)), null);
        assertThat(session.heartBeat()).isEqualTo(HeartBeat.NONE);
        session.connected(frame("CONNECTED", "version", "1.2", "heart-beat", "500,5000"));

        assertThat(session.heartBeat()).isEqualTo(new HeartBeat(Duration.ofSeconds(5), Duration.ofSeconds(2)));
        assertThat(session.beat().isHeartBeat()).isTrue();

        session.close(false);
        assertThat(session.heartBeat()).isEqualTo(HeartBeat.NONE);
    }

    @Test
    void t04_whoOffersNoneGetsNone() {
        session.connect("h", null, null, null, null);
        session.connected(frame("CONNECTED", "version", "1.2", "heart-beat", "500,5000"));

        assertThat(session.heartBeat()).isEqualTo(HeartBeat.NONE);
    }

    // T-06: subscriptions and acknowledgements

    @Test
    void t06_messagesFindTheirSubscription() {
        connected("1.2");
        Object handler = new Object();
        Subscription subscription = new Subscription("/queue/a", "1", AckMode.CLIENT, null, null, handler);
        session.subscribe(subscription);
        session.subscribe(to("/queue/a", "2"));

        assertThat(session.message(MESSAGE)).isSameAs(subscription);
        assertThat(session.message(MESSAGE).context()).isSameAs(handler);
    }

    @Test
    void t06_messagesOfNobodysSubscription_areNobodys() {
        connected("1.2");
        assertThat(session.message(MESSAGE)).isNull();
        session.subscribe(to("/queue/a", "1"));
        session.unsubscribe(SubscriptionToken.id("1"), null, null);
        assertThat(session.message(MESSAGE)).isNull();
    }

    @Test
    void t06_oldestVersion_findsSubscriptionsByDestination_withAndWithoutId() {
        connected("1.0");
        StompFrame message = frame("MESSAGE", "message-id", "m", "destination", "/queue/a");
        Subscription named = to("/queue/a", "1");
        Subscription bare = to("/queue/b", null);

        session.subscribe(named);
        session.subscribe(bare);

        assertThat(session.message(message)).isSameAs(named);
        assertThat(session.message(frame("MESSAGE", "message-id", "m", "destination", "/queue/b")))
                .isSameAs(bare);
        assertThat(session.message(frame("MESSAGE", "message-id", "m", "destination", "/queue/c")))
                .isNull();
        session.unsubscribe(bare.token(), null, null);
        assertThat(session.subscriptions()).containsExactly(named);
    }

    @Test
    void t06_subscribeTwice_isRefused() {
        connected("1.2");
        session.subscribe(to("/queue/a", "1"));

        refused("CARROT-0443", "id '1'", () -> session.subscribe(to("/queue/b", "1")));
        assertThat(session.subscriptions())
                .extracting(Subscription::destination)
                .containsExactly("/queue/a");
    }

    @Test
    void t06_unsubscribeTwice_isRefused() {
        connected("1.2");
        session.subscribe(to("/queue/a", "1"));
        assertThat(session.unsubscribe(SubscriptionToken.id("1"), Map.of("durable", "true"), "r")
                        .headerMap())
                .isEqualTo(Map.of("id", "1", "durable", "true", "receipt", "r"));

        refused("CARROT-0444", "id '1'", () -> session.unsubscribe(SubscriptionToken.id("1"), null, null));
        refused(
                "CARROT-0444",
                "destination '/queue/a'",
                () -> session.unsubscribe(SubscriptionToken.destination("/queue/a"), null, null));
    }

    @Test
    void refusedSubscriptionIsNotKept() {
        connected("1.1");

        refused("CARROT-0430", "'id'", () -> session.subscribe(to("/queue/a", null)));
        refused(
                "CARROT-0432",
                "'ack'",
                () -> session.subscribe(new Subscription("/queue/a", "1", null, Map.of("ack", "client"), "r", null)));

        assertThat(session.subscriptions()).isEmpty();
        assertThat(session.receipts()).isEmpty();
    }

    @Test
    void t06_ackIsOfTheAgreedVersion() {
        connected("1.1");
        assertThat(session.ack(MESSAGE, null, null, null).headerMap())
                .isEqualTo(Map.of("message-id", "m", "subscription", "1"));
        session.close(true);
        connected("1.2");
        assertThat(session.nack(MESSAGE, Map.of("requeue", "false"), null, "r").headerMap())
                .isEqualTo(Map.of("id", "a", "requeue", "false", "receipt", "r"));
    }

    // Replay

    @Test
    void t02_replayIsInOrder_withEverything_andOnce() {
        connected("1.2");
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("z", "1");
        headers.put("prefetch-count", "5");
        Subscription first = new Subscription("/queue/z", "9", AckMode.CLIENT_INDIVIDUAL, headers, "r", this);
        Subscription second = new Subscription("/queue/a", "1", AckMode.CLIENT, null, null, null);
        StompFrame frame = session.subscribe(first);
        session.subscribe(to("/queue/b", "2"));
        session.subscribe(second);
        session.unsubscribe(SubscriptionToken.id("2"), null, null);

        session.close(false);
        connected("1.2");

        List<Subscription> replay = session.replay();
        assertThat(replay).containsExactly(first, second);
        assertThat(session.replay()).isEmpty();
        assertThat(session.subscribe(replay.get(0))).isEqualTo(frame);
        assertThat(frame.header("ack")).isEqualTo("client-individual");
        assertThat(frame.headers()).extracting(header -> header.name()).containsSubsequence("z", "prefetch-count");
    }

    @Test
    void t02_replayKeepsItsHeaders_whateverBecomesOfTheCallers() {
        Map<String, String> headers = new HashMap<>(Map.of("a", "1"));
        Subscription subscription = new Subscription("q", "1", null, headers, null, null);
        headers.put("a", "2");

        assertThat(subscription.headers()).isEqualTo(Map.of("a", "1"));
        assertThat(subscription.withReceipt("r"))
                .isEqualTo(new Subscription("q", "1", null, Map.of("a", "1"), "r", null));
    }

    @Test
    void t02_flushForgetsTheSubscriptions() {
        connected("1.2").subscribe(to("/queue/a", "1"));

        session.close(true);

        assertThat(session.replay()).isEmpty();
    }

    // T-07: transactions

    @ParameterizedTest
    @EnumSource
    void t07_whatIsInATransactionNamesIt(StompVersion version) {
        connected(version.text());

        assertThat(session.begin("t", "b").headerMap()).isEqualTo(Map.of("transaction", "t", "receipt", "b"));
        assertThat(session.transactions()).containsExactly("t");
        assertThat(session.send("q", NO_BODY, null, "t", null).header("transaction"))
                .isEqualTo("t");
        assertThat(session.ack(MESSAGE, null, "t", null).header("transaction")).isEqualTo("t");
        assertThat(session.ack(MESSAGE, null, null, null).header("transaction")).isNull();
        if (version != StompVersion.V1_0) {
            assertThat(session.nack(MESSAGE, null, "t", null).header("transaction"))
                    .isEqualTo("t");
        }
        assertThat(session.commit("t", "c").headerMap()).isEqualTo(Map.of("transaction", "t", "receipt", "c"));
        assertThat(session.transactions()).isEmpty();
        assertThat(session.receipts()).containsExactly("b", "c");
    }

    @Test
    void t07_beginTwice_isRefused_untilItIsOver() {
        connected("1.2").begin("t", null);

        refused("CARROT-0441", "'t'", () -> session.begin("t", "r"));
        assertThat(session.receipts()).isEmpty();

        session.abort("t", null);
        assertThat(session.begin("t", null).command()).isEqualTo("BEGIN");
    }

    @Test
    void t07_unknownTransactionsAreRefused() {
        connected("1.2");

        refused("CARROT-0442", "'t'", () -> session.commit("t", null));
        refused("CARROT-0442", "'t'", () -> session.abort("t", null));
        refused("CARROT-0442", "'t'", () -> session.send("q", NO_BODY, null, "t", null));
        refused("CARROT-0442", "'t'", () -> session.ack(MESSAGE, null, "t", null));
        refused("CARROT-0442", "'t'", () -> session.nack(MESSAGE, null, "t", null));
        refused("CARROT-0430", "'transaction'", () -> session.begin(null, null));
        refused("CARROT-0430", "'transaction'", () -> session.commit(null, null));
    }

    @Test
    void t07_transactionsDoNotSurviveAReconnection() {
        connected("1.2").begin("t", null);

        session.close(false);
        connected("1.2");

        assertThat(session.transactions()).isEmpty();
        refused("CARROT-0442", "'t'", () -> session.commit("t", null));
    }

    @Test
    void t07_generatedIdsAreNew() {
        connected("1.2");
        String first = session.nextId();
        session.begin(first, null);
        session.begin(Integer.toString(Integer.parseInt(first) + 1), null);

        assertThat(session.transactions()).doesNotContain(session.nextId());
        session.close(true);
        assertThat(session.nextId()).isNotEqualTo(first);
    }

    // T-08: receipts

    @Test
    void t08_receiptsComeInAnyOrder_andOnce() {
        connected("1.2");
        session.send("q", NO_BODY, null, null, "a");
        session.send("q", NO_BODY, null, null, "b");
        assertThat(session.receipts()).containsExactly("a", "b");

        assertThat(session.receipt(receipt("b"))).isEqualTo("b");
        assertThat(session.receipt(receipt("a"))).isEqualTo("a");

        assertThat(session.receipts()).isEmpty();
        refused("CARROT-0440", "'a'", () -> session.receipt(receipt("a")));
    }

    @Test
    void t08_unexpectedReceipt_isRefused() {
        connected("1.2");
        refused("CARROT-0440", "'zz'", () -> session.receipt(receipt("zz")));
    }

    @Test
    void t08_duplicateReceipt_isRefusedWhileItIsAwaited_forEachFrame() {
        connected("1.2").subscribe(to("/queue/a", "1"));
        session.begin("t", "r");
        List<ThrowingCallable> calls = List.of(
                () -> session.send("q", NO_BODY, null, null, "r"),
                () -> session.subscribe(to("/queue/b", "2").withReceipt("r")),
                () -> session.unsubscribe(SubscriptionToken.id("1"), null, "r"),
                () -> session.ack(MESSAGE, null, null, "r"),
                () -> session.nack(MESSAGE, null, null, "r"),
                () -> session.begin("u", "r"),
                () -> session.commit("t", "r"),
                () -> session.abort("t", "r"),
                () -> session.disconnect("r"));

        for (ThrowingCallable call : calls) {
            refused("CARROT-0439", "'r'", call);
        }

        assertThat(session.state()).isEqualTo(SessionState.CONNECTED);
        assertThat(session.transactions()).containsExactly("t");
        assertThat(session.subscriptions()).hasSize(1);
        session.receipt(receipt("r"));
        assertThat(session.disconnect("r").header("receipt")).isEqualTo("r");
    }

    @Test
    void t08_goodbyesReceipt_comesWhileDisconnecting() {
        connected("1.2").send("q", NO_BODY, null, null, "a");
        session.disconnect("bye");

        assertThat(session.receipt(receipt("a"))).isEqualTo("a");
        assertThat(session.receipt(receipt("bye"))).isEqualTo("bye");
        assertThat(session.state()).isEqualTo(SessionState.DISCONNECTING);
    }

    @Test
    void t08_refusedFrameAwaitsNoReceipt() {
        connected("1.0");

        refused("CARROT-0431", "NACK", () -> session.nack(MESSAGE, null, null, "r"));
        refused("CARROT-0432", "'receipt'", () -> session.send("q", NO_BODY, Map.of("receipt", "x"), null, "r"));

        assertThat(session.receipts()).isEmpty();
    }

    @Test
    void t08_receiptsAreForgottenWhenTheSessionEnds() {
        connected("1.2").send("q", NO_BODY, null, null, "r");

        session.close(false);
        connected("1.2");

        refused("CARROT-0440", "'r'", () -> session.receipt(receipt("r")));
        assertThat(session.send("q", NO_BODY, null, null, "r").header("receipt"))
                .isEqualTo("r");
    }

    @Test
    @Timeout(60)
    void threadsMayShareIt() throws Exception {
        connected("1.2");
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Callable<Void>> senders = IntStream.range(0, 4)
                    .<Callable<Void>>mapToObj(number -> () -> {
                        for (int i = 0; i < 2_000; i++) {
                            String id = session.nextId();
                            session.begin(id, id);
                            session.commit(id, null);
                            session.receipt(receipt(id));
                        }
                        return null;
                    })
                    .toList();
            for (Future<Void> sender : threads.invokeAll(senders)) {
                sender.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(session.receipts()).isEmpty();
        assertThat(session.transactions()).isEmpty();
        assertThat(session.nextId()).isEqualTo("8001");
    }
}
