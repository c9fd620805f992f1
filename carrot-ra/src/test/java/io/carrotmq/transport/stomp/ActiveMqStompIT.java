package io.carrotmq.transport.stomp;

import static io.carrotmq.transport.stomp.StompBench.message;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrotmq.OutgoingMessage;
import io.carrotmq.Properties;
import io.carrotmq.SubscribeOptions;
import io.carrotmq.testkit.Await;
import io.carrotmq.testkit.EmbeddedActiveMq;
import io.carrotmq.testkit.WithBroker;
import io.carrotmq.topology.Binding;
import io.carrotmq.topology.ExchangeDeclaration;
import io.carrotmq.topology.QueueDeclaration;
import io.carrotmq.transport.IncomingMessage;
import io.carrotmq.transport.TransportConnection;
import io.carrotmq.transport.TransportException;
import io.carrotmq.transport.stomp.StompBench.Recorder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.activemq.broker.BrokerRegistry;
import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.usage.SystemUsage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is special about ActiveMQ Classic. */
@WithBroker
@Timeout(60)
class ActiveMqStompIT {
    private static final Properties LASTING =
            Properties.builder().persistent(true).build();

    private final EmbeddedActiveMq broker;
    private final StompBench bench;
    private TransportConnection connection;
    private Recorder here;
    private String queue;
    private String exchange;

    ActiveMqStompIT(EmbeddedActiveMq broker) {
        this.broker = broker;
        this.bench = new StompBench(broker);
    }

    @BeforeEach
    void open() {
        connection = bench.connect();
        here = new Recorder(connection);
        queue = bench.name + ".q";
        exchange = bench.name + ".x";
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private void bind(ExchangeDeclaration declaration, String... keys) {
        here.channel.declare(declaration);
        here.channel.declare(QueueDeclaration.of(queue));
        for (String key : keys) {
            here.channel.bind(Binding.queue(exchange, queue, key));
        }
    }

    private void send(String key, String body) {
        here.send(message(exchange, key, body, LASTING));
    }

    @Test
    void brokerIsRecognised() {
        assertThat(connection.broker().product()).isEqualTo("ActiveMQ");
        assertThat(connection.broker().version()).isEqualTo(broker.version());
    }

    @Test
    void boundQueueGetsWhatItsKeySays_andWhatIsSentToItself() {
        bind(ExchangeDeclaration.direct(exchange), "importer");
        send("importer", "bound");
        here.send(message("", queue, "direct", LASTING));

        assertThat(here.channel.verifyQueue(queue)).isEqualTo(2);
        Recorder consumer = new Recorder(bench.connect()).consume(queue, 10);
        consumer.await(2);
        assertThat(consumer.bodies()).containsExactlyInAnyOrder("bound", "direct");
        IncomingMessage bound = consumer.received.stream()
                .filter(each -> !each.exchange().isEmpty())
                .findFirst()
                .orElseThrow();
        assertThat(bound.exchange()).isEqualTo(exchange);
        assertThat(bound.routingKey()).isEqualTo("importer");
        assertThat(bound.redelivered()).isFalse();
        consumer.received.forEach(each -> consumer.channel.ack(each.deliveryTag(), false));
        Await.until("empty queue", StompBench.SOON, () -> here.channel.verifyQueue(queue) == 0);
    }

    @Test
    void patternsWorkAsWithAmqp() {
        bind(ExchangeDeclaration.topic(exchange), "a.*.c", "b.#");
        for (String key : List.of("a.b.c", "a.c", "a.b.b.c", "b", "b.x", "b.x.y", "c", "a..c")) {
            here.channel.confirmPublishes();
            here.confirmed.clear();
            here.send(message(exchange, key, key, LASTING).optional());
        }
        Recorder consumer = new Recorder(connection).consume(queue, 20);
        consumer.await(5);
        assertThat(consumer.received.stream().map(IncomingMessage::routingKey))
                .containsExactlyInAnyOrder("a.b.c", "a..c", "b", "b.x", "b.x.y");
    }

    @Test
    void fanoutIgnoresTheKey() {
        bind(ExchangeDeclaration.fanout(exchange), "nothing");
        send("", "1");
        send("a.b", "2");
        Recorder consumer = new Recorder(connection).consume(queue, 20);
        consumer.await(2);
        assertThat(consumer.bodies()).containsExactly("1", "2");
        assertThat(consumer.received.stream().map(IncomingMessage::routingKey)).containsExactly("", "a.b");
    }

    @Test
    void bindingThatIsMadeLaterReachesWhoConsumesAlready() {
        bind(ExchangeDeclaration.direct(exchange), "first");
        Recorder consumer = new Recorder(bench.connect()).consume(queue, 20);
        here.channel.bind(Binding.queue(exchange, queue, "second"));
        send("second", "2");
        send("first", "1");
        consumer.await(2);
        assertThat(consumer.bodies()).containsExactlyInAnyOrder("1", "2");
    }

    @Test
    void mandatoryMessageThatNoQueueTakesComesBackBeforeItIsConfirmed() {
        bind(ExchangeDeclaration.direct(exchange), "taken");
        send("taken", "1");
        assertThat(here.returned).isEmpty();
        send("lost", "2");
        assertThat(here.returned).hasSize(1);
        assertThat(here.returned.get(0).routingKey()).isEqualTo("lost");

        Recorder elsewhere = new Recorder(bench.connect());
        elsewhere.channel.bind(Binding.queue(exchange, queue, "lost"));
        send("lost", "3");
        assertThat(here.returned).hasSize(1);
    }

    @Test
    void inATransactionItComesBackBeforeTheCommit() {
        bind(ExchangeDeclaration.direct(exchange), "taken");
        Recorder transacted = new Recorder(connection);
        transacted.channel.transactPublishes();
        transacted.channel.publish(message(exchange, "taken", "1", LASTING));
        transacted.channel.publish(message(exchange, "lost", "2", LASTING));
        assertThat(here.channel.verifyQueue(queue)).isZero();
        transacted.channel.commit(Duration.ofSeconds(10));
        assertThat(transacted.returned).hasSize(1);
        assertThat(here.channel.verifyQueue(queue)).isEqualTo(1);

        transacted.channel.publish(message(exchange, "taken", "3", LASTING));
        transacted.channel.rollback(Duration.ofSeconds(10));
        assertThat(here.channel.verifyQueue(queue)).isEqualTo(1);
    }

    @Test
    void messageThatIsGivenBackComesAgain_markedAndWithAllItHad() {
        bind(ExchangeDeclaration.direct(exchange), "key");
        here.send(message(
                exchange,
                "key",
                "x",
                Properties.builder()
                        .persistent(true)
                        .header("count", 3)
                        .correlationId("c")
                        .build()));
        Recorder consumer = new Recorder(connection).consume(queue, 5);
        for (int i = 1; i < 4; i++) {
            IncomingMessage came = consumer.await(i);
            assertThat(came.redelivered()).isEqualTo(i > 1);
            assertThat(came.exchange()).isEqualTo(exchange);
            assertThat(came.routingKey()).isEqualTo("key");
            assertThat(came.properties().headers()).isEqualTo(java.util.Map.of("count", 3));
            assertThat(came.properties().correlationId()).isEqualTo("c");
            assertThat(came.properties().persistent()).isTrue();
            consumer.channel.nack(came.deliveryTag(), true);
        }
        consumer.channel.ack(consumer.await(4).deliveryTag(), false);
        Await.until("empty queue", StompBench.SOON, () -> here.channel.verifyQueue(queue) == 0);
    }

    @Test
    void messageThatIsRejectedGoesToTheBrokersOwnDeadLetters() {
        here.channel.declare(QueueDeclaration.of(queue));
        here.send(message("", queue, "bad", LASTING));
        Recorder consumer = new Recorder(connection).consume(queue, 5);
        consumer.channel.nack(consumer.await(1).deliveryTag(), false);
        Recorder dead = new Recorder(connection).consume("ActiveMQ.DLQ", 5);
        dead.await(1);
        assertThat(dead.bodies()).contains("bad");
        dead.received.forEach(each -> dead.channel.ack(each.deliveryTag(), false));
    }

    @Test
    void unsettledMessageGoesBackMarkedWhenTheChannelEnds_howeverOften() {
        here.channel.declare(QueueDeclaration.of(queue));
        here.send(message("", queue, "x", LASTING));
        for (int i = 0; i < 12; i++) {
            Recorder consumer = new Recorder(connection).consume(queue, 5);
            assertThat(consumer.await(1).redelivered()).isEqualTo(i > 0);
            consumer.channel.close();
        }
        assertThat(here.channel.verifyQueue(queue)).isEqualTo(1);
    }

    @Test
    void noMoreThanThePrefetchIsUnderWay() {
        here.channel.declare(QueueDeclaration.of(queue));
        for (int i = 0; i < 5; i++) {
            here.send(message("", queue, Integer.toString(i), LASTING));
        }
        Recorder consumer = new Recorder(connection).consume(queue, 2);
        consumer.await(2);
        assertThat(broker.unacknowledged(queue)).isEqualTo(2);
        consumer.channel.ack(consumer.await(1).deliveryTag(), false);
        consumer.await(3);
        assertThat(consumer.bodies()).containsExactly("0", "1", "2");
    }

    @Test
    void messageExpires() {
        here.channel.declare(QueueDeclaration.of(queue));
        here.send(
                message(
                        "",
                        queue,
                        "gone",
                        Properties.builder().expiration(Duration.ofMillis(1)).build()),
                message(
                        "",
                        queue,
                        "stays",
                        Properties.builder().expiration(Duration.ofHours(1)).build()));
        long later = System.nanoTime() + 20_000_000;
        Await.until("the end of the first", StompBench.SOON, () -> System.nanoTime() > later);
        Recorder consumer = new Recorder(connection).consume(queue, 5);
        assertThat(consumer.await(1).properties().expiration()).isEqualTo(Duration.ofHours(1));
        assertThat(consumer.bodies()).containsExactly("stays");
    }

    @Test
    void requestIsAnsweredByATemporaryQueue() {
        here.channel.declare(QueueDeclaration.of(queue));
        Recorder client = new Recorder(connection).consume("/temp-queue/replies", 5);
        client.send(message(
                "",
                queue,
                "question",
                Properties.builder().replyTo("/temp-queue/replies").build()));
        Recorder server = new Recorder(bench.connect()).consume(queue, 5);
        String replyTo = server.await(1).properties().replyTo();
        assertThat(replyTo).startsWith("/remote-temp-queue/");
        server.send(message("", replyTo, "answer", Properties.NONE));
        client.await(1);
        assertThat(client.bodies()).containsExactly("answer");
        client.channel.close();
        server.channel.publish(message("", replyTo, "late", Properties.NONE));
        server.channel.flush();
        Await.until("the refusal", StompBench.SOON, () -> !server.ends.isEmpty());
        assertThat(server.ends.get(0).replyCode()).isEqualTo(404);
    }

    @Test
    void literalTopicReachesAllWhoListen() {
        String topic = "/topic/" + bench.name;
        Recorder one = new Recorder(connection).consume(topic, 5);
        Recorder other = new Recorder(bench.connect()).consume(topic, 5);
        here.send(message("", topic, "price", Properties.NONE).optional());
        assertThat(one.await(1).routingKey()).isEqualTo(topic);
        assertThat(other.await(1).routingKey()).isEqualTo(topic);
    }

    @Test
    void whatWaitsIsPurged_behindBindingsAsWell() {
        bind(ExchangeDeclaration.topic(exchange), "a.*");
        send("a.b", "1");
        here.send(message("", queue, "2", LASTING));
        assertThat(here.channel.purge(queue)).isEqualTo(2);
        assertThat(here.channel.verifyQueue(queue)).isZero();
    }

    @Test
    void singleMessagesAreTakenFromAllThatIsBehindAQueue() {
        bind(ExchangeDeclaration.direct(exchange), "k");
        send("k", "bound");
        IncomingMessage got = here.channel.get(queue, false).orElseThrow();
        assertThat(got.exchange()).isEqualTo(exchange);
        here.channel.ack(got.deliveryTag(), false);
        assertThat(here.channel.get(queue, true)).isEmpty();
    }

    @Test
    void whatCannotBeSoIsRefused() {
        refused("headers", () -> here.channel.declare(ExchangeDeclaration.headers(exchange)));
        bind(ExchangeDeclaration.topic(exchange), "a.*");
        refused("'direct'", () -> here.channel.declare(ExchangeDeclaration.direct(exchange)));
        refused("#.b", () -> here.channel.bind(Binding.queue(exchange, queue, "#.b")));
        refused("two copies", () -> here.channel.bind(Binding.queue(exchange, queue, "*.b")));
        here.channel.bind(Binding.queue(exchange, queue, "a.*")); // again
        refused("missing", () -> here.channel.bind(Binding.queue("missing", queue, "a")));
        refused("missing", () -> here.channel.verifyExchange("missing"));
        refused("missing", () -> here.channel.verifyQueue("missing"));
        refused(
                "x-message-ttl",
                () -> here.channel.declare(QueueDeclaration.of(queue).argument("x-message-ttl", 5)));
    }

    private BrokerService service() {
        return BrokerRegistry.getInstance().getBrokers().values().stream()
                .filter(each -> each.getTransportConnectors().stream()
                        .anyMatch(connector ->
                                connector.getName().endsWith(":" + broker.uri().getPort())))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void messageWhoseCopyIsRefusedStaysInItsQueue() throws Exception {
        here.channel.declare(QueueDeclaration.of(queue));
        here.send(message("", queue, "precious", LASTING));
        Recorder consumer = new Recorder(connection).consume(queue, 5);
        long tag = consumer.await(1).deliveryTag();
        SystemUsage usage = service().getSystemUsage();
        long limit = usage.getMemoryUsage().getLimit();
        usage.setSendFailIfNoSpace(true); // as many administrators have it, rather than that senders wait
        usage.getMemoryUsage().setLimit(1);
        try {
            consumer.channel.nack(tag, true);
            Await.until("the refusal", StompBench.SOON, () -> !consumer.ends.isEmpty());
        } catch (TransportException e) {
            assertThat(e.closure().requested()).isFalse();
        } finally {
            usage.getMemoryUsage().setLimit(limit);
            usage.setSendFailIfNoSpace(false);
        }
        Recorder next = new Recorder(bench.connect()).consume(queue, 5);
        next.await(1);
        assertThat(next.bodies()).containsExactly("precious");
    }

    @Test
    void whoeverHangsInALookIsFreeWhenTheConnectionIsKilled() throws Exception {
        here.channel.declare(QueueDeclaration.of(queue));
        here.send(message("", queue, "1", LASTING));
        CompletableFuture<Long> purging = CompletableFuture.supplyAsync(() -> here.channel.purge(queue));
        Await.until("the purge", StompBench.SOON, () -> broker.messages(queue) == 0);
        AtomicBoolean stopped = new AtomicBoolean();
        Recorder sender = new Recorder(bench.connect());
        CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> {
            while (!stopped.get()) { // so that it never becomes quiet
                sender.send(message("", queue, "more", Properties.NONE));
            }
        });
        try {
            Await.until("some more", StompBench.SOON, () -> sender.confirmed.size() > 20);
            connection.kill();
            assertThatThrownBy(() -> purging.get(15, TimeUnit.SECONDS)).hasCauseInstanceOf(TransportException.class);
        } finally {
            stopped.set(true);
            sending.join();
        }
    }

    @Test
    void manyThreadsDeclareAndConsumeOnOneChannel() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(8);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < 24; i++) {
                String own = queue + i;
                all.add(pool.submit(() -> {
                    here.channel.declare(QueueDeclaration.of(own));
                    here.channel.consume(own, own, SubscribeOptions.DEFAULT);
                }));
            }
            for (Future<?> each : all) {
                each.get(60, TimeUnit.SECONDS);
            }
        } finally {
            pool.shutdown();
        }
        assertThat(here.ends).isEmpty();
    }

    private void refused(String what, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(TransportException.class).hasMessageContaining(what);
        here = new Recorder(connection);
    }

    private void sendMany(String to, int count) {
        OutgoingMessage[] many = new OutgoingMessage[count];
        for (int i = 0; i < count; i++) {
            many[i] = message("", to, "m" + i, LASTING);
        }
        here.send(many);
    }

    /** Whatever is in the queue, and in the book. */
    @Test
    void fetchingIsNoMatterOfHowMuchWaits() {
        sendMany(queue, 1_500);
        for (int i = 0; i < 1_500; i++) {
            assertThat(here.channel.get(queue, true))
                    .get()
                    .extracting(each -> new String(each.body(), UTF_8))
                    .isEqualTo("m" + i);
        }
        assertThat(here.channel.get(queue, true)).isEmpty();
        Await.until("empty queue", StompBench.SOON, () -> broker.messages(queue) == 0);
    }

    /** As polling does. */
    @Test
    void fetchingFromAnEmptyQueueDoesNotWaitForAMessageToCome() {
        for (int i = 0; i < 200; i++) {
            assertThat(here.channel.get(queue, false)).isEmpty();
        }
        here.send(message("", queue, "late", LASTING));
        assertThat(here.channel.get(queue, true)).isPresent();
        assertThat(here.channel.get("/topic/" + queue, true)).isEmpty();
    }

    @Test
    void whoFetchesHearsOfANewBinding() {
        assertThat(here.channel.get(queue, true)).isEmpty();
        Recorder other = new Recorder(bench.connect());
        other.channel.declare(ExchangeDeclaration.direct(exchange));
        other.channel.bind(Binding.queue(exchange, queue, "k"));
        other.send(message(exchange, "k", "bound", LASTING));
        Await.until(
                "the message",
                StompBench.SOON,
                () -> here.channel.get(queue, true).isPresent());
    }

    @Test
    void manyDeclarationsAreAllRemembered() {
        for (int i = 0; i < 450; i++) {
            here.channel.declare(QueueDeclaration.of(queue + i));
        }
        Recorder other = new Recorder(bench.connect());
        for (int i = 0; i < 450; i++) {
            assertThat(other.channel.verifyQueue(queue + i)).isZero();
        }
    }

    @Test
    void manyMessagesAreAllCounted() {
        here.channel.declare(QueueDeclaration.of(queue));
        sendMany(queue, 1_000);
        assertThat(here.channel.verifyQueue(queue)).isEqualTo(1_000);
    }
}
