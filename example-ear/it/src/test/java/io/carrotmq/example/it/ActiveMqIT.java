package io.carrotmq.example.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.carrotmq.Connection;
import io.carrotmq.ConnectionFactory;
import io.carrotmq.DeadLetter;
import io.carrotmq.DeadLettering;
import io.carrotmq.DeadLetters;
import io.carrotmq.Delivery;
import io.carrotmq.OutgoingMessage;
import io.carrotmq.Properties;
import io.carrotmq.TransactionMode;
import io.carrotmq.example.it.probe.Attempts.Attempt;
import io.carrotmq.example.it.probe.MarkedBean;
import io.carrotmq.example.it.probe.Order;
import io.carrotmq.example.it.probe.Order.Act;
import io.carrotmq.example.it.probe.PlainBean;
import io.carrotmq.example.it.probe.SendsResource.Report;
import io.carrotmq.example.it.probe.Source;
import io.carrotmq.example.it.probe.StateResource.State;
import io.carrotmq.example.it.probe.Wish;
import io.carrotmq.example.it.probe.Work;
import io.carrotmq.example.server.WildFlyServer;
import io.carrotmq.testkit.Await;
import io.carrotmq.testkit.EmbeddedActiveMq;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The same applications, and not a word of theirs changed, on ActiveMQ Classic by STOMP. */
@Timeout(240)
class ActiveMqIT {
    private static final Duration BOUND = Duration.ofSeconds(40);
    private static final List<Act> ACTS =
            List.of(Act.RETURN, Act.ROLLBACK_ONLY, Act.RUNTIME_EXCEPTION, Act.APPLICATION_EXCEPTION);

    @TempDir
    private static Path folder;

    private static EmbeddedActiveMq broker;
    private static WildFlyServer server;
    private static ConnectionFactory connections;

    @BeforeAll
    static void start() throws Exception {
        broker = EmbeddedActiveMq.start();
        connections = ConnectionFactory.open(broker.uri().toString());
        server = Servers.describe(broker.uri()).start();
    }

    @AfterAll
    static void end() throws IOException {
        try {
            if (server != null) {
                server.close();
            }
        } finally {
            if (broker != null) {
                connections.close();
                broker.close();
            }
        }
    }

    private static void send(String queue, String body) {
        try (Connection connection = connections.connect()) {
            Properties json = Properties.builder()
                    .contentType("application/json")
                    .persistent(true)
                    .build();
            connection.publish(new OutgoingMessage("", queue, true, json, body.getBytes(UTF_8)));
        }
    }

    private static List<String> takeAll(String queue) {
        List<String> all = new ArrayList<>();
        try (Connection connection = connections.connect()) {
            for (Optional<Delivery<byte[]>> next = connection.fetch(queue);
                    next.isPresent();
                    next = connection.fetch(queue)) {
                all.add(new String(next.get().content(), UTF_8));
                next.get().ack();
            }
        }
        return all;
    }

    private static void awaitEmpty(String queue) {
        Await.until("an empty " + queue, BOUND, () -> broker.messages(queue) == 0);
    }

    private static DeadLetter onlyDeadLetter(String queue) {
        String dead = queue + DeadLettering.SUFFIX;
        Await.until("the dead letter", BOUND, () -> broker.messages(dead) == 1);
        return DeadLetters.in(connections, dead).browse(2).get(0);
    }

    @Test
    void beansAndTransactionsDoAsTheyDoByAmqp() throws Exception {
        server.deploy(Archives.write(Archives.withFactories("probe", Order.class, ProbeServer.factories()), folder));
        App app = new App(server.http(), "probe");

        assertDeliveriesEndAsTheirTransactionsDo(app);
        assertWhatCannotBeDecodedIsADeadLetter(app);
        assertSendsEndAsTheirTransactionsDo(app);

        server.undeploy("probe.ear");
    }

    private static void assertDeliveriesEndAsTheirTransactionsDo(App app) throws Exception {
        Map<String, String> queues = Map.of("marked", MarkedBean.QUEUE, "plain", PlainBean.QUEUE);
        List<String> ids = new ArrayList<>();
        List<Order> orders = new ArrayList<>();
        for (String bean : queues.keySet()) {
            for (Act act : ACTS) {
                for (Source source : List.of(Source.DEFAULT, Source.XA)) {
                    Order order = new Order(bean + "-" + act + "-" + source, act, source);
                    send(queues.get(bean), App.json(order));
                    orders.add(order);
                    ids.add(order.id());
                }
            }
        }
        for (Order order : orders) {
            String bean = order.id().substring(0, order.id().indexOf('-'));
            Attempt first = new Attempt(order.id(), false, 0, bean);
            Attempt second = new Attempt(order.id(), true, 0, bean);
            State state = Await.value(
                    "a row of " + order.id(),
                    BOUND,
                    () -> app.<State>get("state/" + order.id(), State.class),
                    found -> found.ordinaryRows() + found.xaRows() > 0);
            assertThat(state.attempts())
                    .as(order.id())
                    .isEqualTo(order.act() == Act.RETURN ? List.of(first) : List.of(first, second));
            assertThat(order.source() == Source.DEFAULT ? state.ordinaryRows() : state.xaRows())
                    .isEqualTo(1);
        }
        queues.values().forEach(ActiveMqIT::awaitEmpty);
        assertThat(takeAll(Work.DONE)).containsExactlyInAnyOrderElementsOf(ids);
        for (String queue : queues.values()) {
            assertThat(broker.messages(queue + DeadLettering.SUFFIX)).isZero();
        }
    }

    private static void assertWhatCannotBeDecodedIsADeadLetter(App app) throws Exception {
        Order order = new Order("after-the-bad-one", Act.RETURN, Source.DEFAULT);
        send(MarkedBean.QUEUE, "{ no JSON");
        send(MarkedBean.QUEUE, App.json(order));

        DeadLetter letter = onlyDeadLetter(MarkedBean.QUEUE);
        assertThat(new String(letter.content(), UTF_8)).isEqualTo("{ no JSON");
        assertThat(letter.reason()).isEqualTo(DeadLetter.UNDECODABLE);
        assertThat(letter.queue()).isEqualTo(MarkedBean.QUEUE);
        assertThat(letter.routingKey()).isEqualTo(MarkedBean.QUEUE);
        Await.until(
                "the good one",
                BOUND,
                () -> app.<State>get("state/" + order.id(), State.class).ordinaryRows() == 1);
    }

    private static void assertSendsEndAsTheirTransactionsDo(App app) throws Exception {
        String queue = "activemq.sends";
        for (TransactionMode mode : List.of(TransactionMode.SYNCHRONIZATION, TransactionMode.AFTER_COMMIT)) {
            for (Wish.End end : List.of(Wish.End.ROLLBACK, Wish.End.COMMIT)) {
                String id = mode + "-" + end;
                Report report =
                        app.post("sends", new Wish(id, mode, null, Source.DEFAULT, end, "", queue), Report.class);
                assertThat(report.problems()).isEmpty();
                assertThat(report.receipt()).isEqualTo("ENLISTED");
                boolean committed = end == Wish.End.COMMIT;
                assertThat(report.committed()).isEqualTo(committed);
                assertThat(app.<State>get("state/" + id, State.class).ordinaryRows())
                        .isEqualTo(committed ? 1 : 0);
                assertThat(takeAll(queue)).isEqualTo(committed ? List.of(id) : List.of());
            }
        }
    }

    /** What the example tells of one that failed. */
    public record Letter(String id, String url, String reason, int attempts) {}

    /** All it tells of those. */
    public record Letters(long count, List<Letter> latest) {}

    /** What it tells of an entry. */
    public record Entry(String title) {}

    @Test
    void theExampleImports_keepsWhatFails_andSendsItBack() throws Exception {
        AtomicReference<String> content = new AtomicReference<>("<rss><channel><title>Orchard");
        HttpServer source = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        source.createContext("/", exchange -> {
            byte[] body = content.get().getBytes(UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        source.start();
        server.deploy(Path.of(System.getProperty("carrot.example.ear")));
        try {
            App app = new App(server.http(), "feeds");
            assertThat(app.<Map<String, Map<String, Object>>>get("status", Map.class)
                            .get("broker"))
                    .containsEntry("product", "ActiveMQ");

            app.post("feeds", Map.of("url", server.http() + "feeds/samples/garden.rss"), Map.class);
            Await.until("the entries", BOUND, () -> titles(app).anyMatch("When to pull carrots"::equals));

            String address = "http://127.0.0.1:" + source.getAddress().getPort() + "/orchard.rss";
            app.post("feeds", Map.of("url", address), Map.class);
            Letters letters = Await.value(
                    "the dead letter",
                    BOUND,
                    () -> app.<Letters>get("dead-letters", Letters.class),
                    found -> !found.latest().isEmpty());
            Letter letter = letters.latest().get(0);
            assertThat(letters.count()).isEqualTo(1);
            assertThat(letter).isEqualTo(new Letter(letter.id(), address, DeadLetter.ATTEMPTS_EXHAUSTED, 3));

            content.set("<rss><channel><title>Orchard</title><item><title>Apples keep</title></item></channel></rss>");
            app.post("dead-letters/back", Map.of("id", letter.id()), Map.class);
            Await.until("the mended feed's entry", BOUND, () -> titles(app).anyMatch("Apples keep"::equals));
            assertThat(app.<Letters>get("dead-letters", Letters.class).latest()).isEmpty();
        } finally {
            source.stop(0);
            server.undeploy("feeds.ear");
        }
    }

    private static Stream<String> titles(App app) throws Exception {
        return Stream.of(app.<Entry[]>get("entries", Entry[].class)).map(Entry::title);
    }
}
