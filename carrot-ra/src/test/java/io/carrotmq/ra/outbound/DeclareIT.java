package io.carrotmq.ra.outbound;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.carrotmq.Connection;
import io.carrotmq.ConnectionFactory;
import io.carrotmq.ConsumeException;
import io.carrotmq.Delivery;
import io.carrotmq.LoggedLines;
import io.carrotmq.OutgoingMessage;
import io.carrotmq.Properties;
import io.carrotmq.PublishException;
import io.carrotmq.RawBroker;
import io.carrotmq.SubscribeOptions;
import io.carrotmq.Subscription;
import io.carrotmq.TopologyException;
import io.carrotmq.testkit.Await;
import io.carrotmq.testkit.RabbitMq;
import io.carrotmq.testkit.WithBroker;
import io.carrotmq.topology.Binding;
import io.carrotmq.topology.DelayedRetry;
import io.carrotmq.topology.ExchangeDeclaration;
import io.carrotmq.topology.Overflow;
import io.carrotmq.topology.QueueDeclaration;
import io.carrotmq.topology.Topology;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a connection declares, and what the broker makes of it. */
@WithBroker
@Timeout(90)
class DeclareIT {
    private static final Duration BOUND = Duration.ofSeconds(20);

    private final String name = "declare-" + UUID.randomUUID();
    private final String other = name + "-other";
    private RabbitMq broker;
    private RawBroker raw;
    private ConnectionFactory connections;
    private Connection connection;

    @BeforeEach
    void open(RabbitMq shared) {
        broker = shared;
        raw = new RawBroker(shared.uri());
        connections = ConnectionFactory.open(shared.uri().toString());
        connection = connections.connect();
    }

    @AfterEach
    void close() throws Exception {
        connection.close();
        connections.close();
        raw.close();
        for (String each : List.of(name, other)) {
            // an exclusive one is locked for a moment after its connection has gone
            Await.until("queue " + each + " deleted", Duration.ofSeconds(10), () -> {
                broker.management().deleteQueue(each);
                return true;
            });
        }
        try (RawBroker cleaner = new RawBroker(broker.uri())) {
            cleaner.channel().exchangeDelete(name);
            cleaner.channel().exchangeDelete(other);
        }
    }

    private static Topology of(QueueDeclaration... queues) {
        Topology.Builder builder = Topology.builder();
        Stream.of(queues).forEach(builder::queue);
        return builder.build();
    }

    private void send(String exchange, String key, String body) {
        connection.publish(message(exchange, key, body, Properties.NONE));
    }

    private static OutgoingMessage message(String exchange, String key, String body, Properties properties) {
        return new OutgoingMessage(exchange, key, true, properties, body.getBytes(UTF_8));
    }

    private Delivery<byte[]> awaitDelivery(String queue) {
        return Await.value("a message in " + queue, BOUND, () -> connection.fetch(queue), Optional::isPresent)
                .orElseThrow();
    }

    private static String text(Delivery<byte[]> delivery) {
        return new String(delivery.body(), UTF_8);
    }

    /** Every argument of a typed method is one the broker knows for that type, with a value of the type it wants. */
    static Stream<QueueDeclaration> declarationsTheBrokerTakes() {
        Duration time = Duration.ofMinutes(10);
        QueueDeclaration quorum = QueueDeclaration.quorum("q")
                .ttl(time)
                .expires(time)
                .maxLength(10)
                .maxLengthBytes(100_000)
                .overflow(Overflow.REJECT_PUBLISH)
                .deadLetterTo("", "k")
                .deliveryLimit(5)
                .singleActiveConsumer();
        return Stream.of(
                quorum.delayedRetry(DelayedRetry.ALL, Duration.ofSeconds(1), time),
                quorum.delayedRetry(DelayedRetry.FAILED, Duration.ofSeconds(1), time),
                quorum.delayedRetry(DelayedRetry.RETURNED, Duration.ofSeconds(1), time),
                QueueDeclaration.quorum("q")
                        .ttl(Duration.ofMillis(0xFFFF_FFFFL))
                        .overflow(Overflow.DROP_HEAD),
                QueueDeclaration.classic("q")
                        .ttl(time)
                        .expires(time)
                        .maxLength(10)
                        .maxLengthBytes(100_000)
                        .overflow(Overflow.REJECT_PUBLISH_DLX)
                        .deadLetterTo("x")
                        .maxPriority(255)
                        .singleActiveConsumer(),
                QueueDeclaration.stream("q").maxLengthBytes(1_000_000).argument("x-max-age", "1h"),
                QueueDeclaration.of("q").deliveryLimit(3),
                QueueDeclaration.of("q").argument("x-nobody-knows-this", "passes"));
    }

    @ParameterizedTest
    @MethodSource("declarationsTheBrokerTakes")
    void typedArgumentsAreAccepted(QueueDeclaration template) {
        QueueDeclaration queue = named(template);
        connection.declare(of(queue));
        assertThat(broker.management().queueExists(name)).isTrue();
        connections.close(); // another connection declares it again: what the broker keeps is equal to what was sent
        connections = ConnectionFactory.open(broker.uri().toString());
        connection = connections.connect();
        assertThatCode(() -> connection.declare(of(queue))).doesNotThrowAnyException();
    }

    private QueueDeclaration named(QueueDeclaration template) {
        return new QueueDeclaration(
                name,
                template.type(),
                template.durable(),
                template.exclusive(),
                template.autoDelete(),
                template.arguments());
    }

    @Test
    void expiredMessageGoesToTheDeadLetters() {
        connection.declare(of(
                QueueDeclaration.of(name).ttl(Duration.ofMillis(100)).deadLetterTo("", other),
                QueueDeclaration.of(other)));
        send("", name, "late");
        Delivery<byte[]> dead = awaitDelivery(other);
        assertThat(text(dead)).isEqualTo("late");
        dead.ack();
    }

    @Test
    void fullQueueRefuses() {
        connection.declare(of(QueueDeclaration.of(name).maxLength(1).overflow(Overflow.REJECT_PUBLISH)));
        send("", name, "first");
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 20; i++) { // the bound is not exact
                        send("", name, "more");
                    }
                })
                .isInstanceOf(PublishException.class);
    }

    @Test
    void highPriorityComesFirst() throws Exception {
        connection.declare(of(QueueDeclaration.of(name).maxPriority(5)));
        assertThat(broker.management().queueType(name)).isEqualTo("classic");
        send("", name, "low");
        connection.publish(
                message("", name, "high", Properties.builder().priority(5).build()));
        Delivery<byte[]> first = awaitDelivery(name);
        assertThat(text(first)).isEqualTo("high");
        first.ack();
        awaitDelivery(name).ack();
    }

    @Test
    void oneActiveConsumerIsServed_theOtherWhenThatIsGone() throws Exception {
        SubscribeOptions options =
                SubscribeOptions.DEFAULT.topology(of(QueueDeclaration.of(name).singleActiveConsumer()));
        Subscription active = connection.subscribe(name, options);
        try (Subscription standby = connection.subscribe(name, options)) {
            for (int i = 0; i < 10; i++) {
                send("", name, "m" + i);
            }
            for (int i = 0; i < 10; i++) {
                active.poll(BOUND).orElseThrow().ack();
            }
            assertThat(standby.poll(Duration.ZERO)).isEmpty();
            active.close();
            send("", name, "last");
            Delivery<byte[]> last = standby.poll(BOUND).orElseThrow();
            assertThat(text(last)).isEqualTo("last");
            last.ack();
        }
    }

    @Test
    void streamIsReadFromItsBeginning_asOftenAsOneLikes() throws Exception {
        Topology topology = of(QueueDeclaration.stream(name));
        connection.declare(topology);
        assertThat(broker.management().queueType(name)).isEqualTo("stream");
        send("", name, "one");
        send("", name, "two");
        SubscribeOptions fromFirst =
                SubscribeOptions.DEFAULT.topology(topology).arguments(Map.of("x-stream-offset", "first"));
        for (int reader = 0; reader < 2; reader++) {
            try (Subscription subscription = connection.subscribe(name, fromFirst)) {
                for (String expected : List.of("one", "two")) {
                    Delivery<byte[]> delivery = subscription.poll(BOUND).orElseThrow();
                    assertThat(text(delivery)).isEqualTo(expected);
                    delivery.ack();
                }
            }
        }
    }

    @Test
    void deliveryLimitGivesAMessageToTheDeadLetters() throws Exception {
        connection.declare(
                of(QueueDeclaration.of(name).deliveryLimit(1).deadLetterTo("", other), QueueDeclaration.of(other)));
        send("", name, "poison");
        for (int i = 0; i < 2; i++) { // what counts is that its consumer is lost
            try (Connection failing = connections.connect()) {
                Await.value(
                        "the message", BOUND, () -> failing.fetch(name, SubscribeOptions.DEFAULT), Optional::isPresent);
            }
        }
        Delivery<byte[]> dead = awaitDelivery(other);
        assertThat(text(dead)).isEqualTo("poison");
        dead.ack();
    }

    @ParameterizedTest
    @EnumSource(
            value = DelayedRetry.class,
            names = {"ALL", "RETURNED"})
    void messageThatIsGivenBackWaits(DelayedRetry which) throws Exception {
        Duration pause = Duration.ofMillis(1500);
        connection.declare(of(QueueDeclaration.of(name).delayedRetry(which, pause, pause)));
        send("", name, "again");
        Delivery<byte[]> first = awaitDelivery(name);
        assertThat(timeUntilItIsBack(first::requeue)).isGreaterThan(pause.minusMillis(200));
    }

    @ParameterizedTest
    @EnumSource(
            value = DelayedRetry.class,
            names = {"ALL", "FAILED"})
    void messageWhoseConsumerIsLostWaits(DelayedRetry which) throws Exception {
        Duration pause = Duration.ofMillis(1500);
        connection.declare(of(QueueDeclaration.of(name).delayedRetry(which, pause, pause)));
        send("", name, "again");
        Connection failing = connections.connect();
        Await.value("the message", BOUND, () -> failing.fetch(name), Optional::isPresent);
        assertThat(timeUntilItIsBack(failing::close)).isGreaterThan(pause.minusMillis(200));
    }

    @Test
    void onlyFailuresWait() throws Exception {
        Duration longer = BOUND.multipliedBy(10);
        connection.declare(of(QueueDeclaration.of(name).delayedRetry(DelayedRetry.FAILED, longer, longer)));
        send("", name, "again");
        Delivery<byte[]> first = awaitDelivery(name);
        assertThat(timeUntilItIsBack(first::requeue)).isLessThan(longer);
    }

    private Duration timeUntilItIsBack(Runnable givingBack) {
        long given = System.nanoTime();
        givingBack.run();
        Delivery<byte[]> second = awaitDelivery(name);
        Duration waited = Duration.ofNanos(System.nanoTime() - given);
        assertThat(second.envelope().redelivered()).isTrue();
        second.ack();
        return waited;
    }

    @Test
    void quorumQueueTellsPrioritiesApartByItself() throws Exception {
        connection.declare(of(QueueDeclaration.quorum(name)));
        for (int priority : new int[] {0, 3, 9}) {
            Properties properties = Properties.builder().priority(priority).build();
            connection.publish(message("", name, "p" + priority, properties));
        }
        for (String expected : List.of("p9", "p3", "p0")) {
            Delivery<byte[]> delivery = awaitDelivery(name);
            assertThat(text(delivery)).isEqualTo(expected);
            delivery.ack();
        }
    }

    @Test
    void exchangesAreBoundToExchanges_theAlternateGetsTheRest() {
        connection.declare(Topology.builder()
                .exchange(ExchangeDeclaration.fanout(other).internal(true))
                .exchange(ExchangeDeclaration.topic(name).alternate(other))
                .queue(QueueDeclaration.of(name))
                .binding(Binding.exchange(name, other, "a.#"))
                .bind(other, name)
                .build());
        send(name, "a.b", "by its binding");
        assertThat(text(awaitDelivery(name))).isEqualTo("by its binding");
        send(name, "z", "as alternate");
        assertThat(text(awaitDelivery(name))).isEqualTo("as alternate");
    }

    /** One of RabbitMQ's own: a message goes to one of the queues bound to it. */
    @Test
    void exchangeOfTheBrokersOwnTypeRoutes() {
        connection.declare(Topology.builder()
                .exchange(ExchangeDeclaration.of(name, "x-local-random"))
                .queue(QueueDeclaration.classic(name))
                .queue(QueueDeclaration.classic(other))
                .bind(name, name)
                .bind(name, other)
                .build());
        send(name, "whatever", "to one of them");
        assertThat(connection.messageCount(name).orElseThrow()
                        + connection.messageCount(other).orElseThrow())
                .isEqualTo(1);
    }

    @Test
    void headersDecide() {
        connection.declare(Topology.builder()
                .exchange(ExchangeDeclaration.headers(name))
                .queue(QueueDeclaration.of(name))
                .queue(QueueDeclaration.of(other))
                .bindHeaders(name, name, Map.of("x-match", "all", "kind", "a", "urgent", true))
                .bindHeaders(name, other, Map.of("x-match", "any", "kind", "a", "urgent", true))
                .build());
        connection.publish(message(
                name,
                "",
                "one of them",
                Properties.builder().header("kind", "a").build()));
        assertThat(text(awaitDelivery(other))).isEqualTo("one of them");
        assertThat(connection.messageCount(name)).hasValue(0);
    }

    @Test
    void queueWithoutANameIsOnesOwn() throws Exception {
        Topology topology = Topology.builder()
                .exchange(ExchangeDeclaration.fanout(name))
                .queue(QueueDeclaration.exclusive(""))
                .bind(name, "")
                .build();
        SubscribeOptions options = SubscribeOptions.DEFAULT.topology(topology);
        try (Subscription one = connection.subscribe("", options);
                Subscription two = connection.subscribe("", options)) {
            send(name, "", "to all");
            Delivery<byte[]> first = one.poll(BOUND).orElseThrow();
            Delivery<byte[]> second = two.poll(BOUND).orElseThrow();
            assertThat(first.envelope().queue()).startsWith("amq.gen-");
            assertThat(second.envelope().queue())
                    .startsWith("amq.gen-")
                    .isNotEqualTo(first.envelope().queue());
        }
    }

    @Test
    void exclusiveQueueStaysAsLongAsItsHandle() throws Exception {
        QueueDeclaration queue = QueueDeclaration.exclusive(name).autoDelete(false);
        connection.declare(of(queue));
        assertThatThrownBy(() -> raw.channel().queueDeclarePassive(name)).hasStackTraceContaining("RESOURCE_LOCKED");
        // Idle connections are closed after a second; this takes longer.
        long since = System.nanoTime();
        Await.until("some time", BOUND, () -> System.nanoTime() - since > 2_500_000_000L);
        send("", name, "still there");
        awaitDelivery(name).ack();
        connection.close();
        Await.until("the end of the queue", BOUND, () -> !broker.management().queueExists(name));
        connection = connections.connect();
    }

    @Test
    void exclusiveToAnotherIsSaid_andTheConnectionIsUsable() throws Exception {
        raw.channel().queueDeclare(name, false, true, true, null);
        assertThatThrownBy(() -> connection.declare(of(QueueDeclaration.exclusive(name))))
                .isInstanceOf(TopologyException.class)
                .hasMessageStartingWith("CARROT-0742 [queue '" + name + "']");
        stillUsable();
    }

    private void stillUsable() {
        connection.declare(of(QueueDeclaration.of(other)));
        send("", other, "works");
        awaitDelivery(other).ack();
    }

    @Test
    void differenceIsToldAndNothingElseBreaks() throws Exception {
        raw.channel().queueDeclare(name, true, false, false, Map.of());
        QueueDeclaration wanted = QueueDeclaration.classic(name).ttl(Duration.ofSeconds(2));
        for (int i = 0; i < 2; i++) {
            TopologyException refused =
                    catchThrowableOfType(TopologyException.class, () -> connection.declare(of(wanted)));
            assertThat(refused.code()).isEqualTo("CARROT-0705");
            assertThat(refused).hasMessageContaining("asked: x-message-ttl = 2000; the broker has: none");
            assertThat(refused.difference())
                    .contains(new TopologyException.Difference("x-message-ttl", "2000", "none"));
        }
        stillUsable();
    }

    @Test
    void everyOtherRefusalHasItsSentence() throws Exception {
        raw.channel().exchangeDeclare(name, "direct", true);
        refused(Topology.builder().exchange(ExchangeDeclaration.topic(name)), "CARROT-0705", "asked: type = topic");
        refused(
                Topology.builder().exchange(ExchangeDeclaration.direct(name).alternate("z")),
                "CARROT-0705",
                "asked: alternate-exchange = z; the broker has: none");
        refused(
                Topology.builder().exchange(ExchangeDeclaration.direct(name).internal(true)),
                "CARROT-0705",
                "asked: internal = true; the broker has: false");
        refused(
                Topology.builder().exchange(ExchangeDeclaration.of(other, "round")),
                "CARROT-0744",
                "no exchanges of type 'round'");
        refused(Topology.builder().exchange(ExchangeDeclaration.direct("amq.carrot")), "CARROT-0741", "reserved");
        refused(
                Topology.builder().queue(QueueDeclaration.classic(name).deliveryLimit(3)),
                "CARROT-0743",
                "a classic queue cannot have this x-delivery-limit");
        refused(
                Topology.builder().queue(QueueDeclaration.quorum(name).maxPriority(3)),
                "CARROT-0743",
                "a quorum queue cannot have this x-max-priority");
        refused(Topology.builder().queue(QueueDeclaration.quorum(name).autoDelete(true)), "CARROT-0743", "auto-delete");
        refused(
                Topology.builder().queue(QueueDeclaration.classic(name).argument("x-message-ttl", "soon")),
                "CARROT-0743",
                "a queue of its type cannot have this x-message-ttl");
        refused(Topology.builder().bind("nowhere-" + name, name, "k"), "CARROT-0706", "nowhere-" + name);
        stillUsable();
    }

    private void refused(Topology.Builder topology, String code, String text) {
        assertThatThrownBy(() -> connection.declare(topology.build()))
                .isInstanceOf(TopologyException.class)
                .hasMessageStartingWith(code)
                .hasMessageContaining(text);
    }

    @Test
    void lookingForWhatIsMissingLeavesTheConnectionUsable() throws Exception {
        Topology missing = of(QueueDeclaration.of(name)).toBuilder()
                .mode(Topology.Mode.VERIFY)
                .build();
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> connection.declare(missing))
                    .isInstanceOf(TopologyException.class)
                    .hasMessageStartingWith("CARROT-0706 [queue '" + name + "']");
        }
        assertThat(broker.management().queueExists(name)).isFalse();
        raw.channel().queueDeclare(name, false, false, true, null);
        assertThatCode(() -> connection.declare(missing)).doesNotThrowAnyException();
        stillUsable();
    }

    @Test
    void queueThatExistsIsWorthAWarning() {
        Topology topology =
                of(QueueDeclaration.of(name)).toBuilder().warnIfExists().build();
        try (LoggedLines log = new LoggedLines("io.carrotmq.engine")) {
            connection.declare(topology);
            assertThat(log.with("CARROT-0745")).isEmpty();
            try (ConnectionFactory again = ConnectionFactory.open(broker.uri().toString());
                    Connection second = again.connect()) {
                second.declare(topology);
            }
            assertThat(log.with("CARROT-0745 [queue '" + name + "'] exists already"))
                    .singleElement()
                    .asString()
                    .startsWith("WARNING");
        }
    }

    @Test
    void whatWasSeenToIsNotDeclaredAgain_untilItIsGone() throws Exception {
        Topology topology = of(QueueDeclaration.of(name));
        connection.declare(topology);
        broker.management().deleteQueue(name);
        connection.declare(topology);
        assertThat(broker.management().queueExists(name)).isFalse(); // nobody told us

        assertThatThrownBy(() -> connection.fetch(name)).isInstanceOf(ConsumeException.class); // which does
        Await.until("the queue, declared again", BOUND, () -> {
            connection.declare(topology);
            return broker.management().queueExists(name);
        });

        connection.deleteQueue(name);
        connection.declare(topology);
        assertThat(broker.management().queueExists(name)).isTrue();

        broker.management().deleteQueue(name);
        try (Subscription subscription =
                connection.subscribe(name, SubscribeOptions.DEFAULT.topology(topology))) { // finds out, and repairs
            assertThat(broker.management().queueExists(name)).isTrue();
            broker.management().deleteQueue(name);
            assertThatThrownBy(() -> subscription.poll(BOUND)).isInstanceOf(ConsumeException.class);
        }
        connection.declare(topology);
        assertThat(broker.management().queueExists(name)).isTrue();
    }

    @Test
    void publishToAnExchangeThatIsGoneMakesItBeDeclaredAgain() throws Exception {
        Topology topology = Topology.builder()
                .exchange(ExchangeDeclaration.fanout(name))
                .queue(QueueDeclaration.of(name))
                .bind(name, name)
                .build();
        connection.declare(topology);
        send(name, "", "one");
        raw.channel().exchangeDelete(name);
        assertThatThrownBy(() -> send(name, "", "lost")).isInstanceOf(PublishException.class);
        connection.close();
        Await.until("a publish that works", BOUND, () -> {
            try (Connection next = connections.connect()) {
                next.declare(topology);
                next.publish(message(name, "", "two", Properties.NONE));
                return true;
            }
        });
        connection = connections.connect();
    }

    @Test
    void manyThreadsDeclareAtATime() throws Exception {
        Topology topology = Topology.builder()
                .exchange(ExchangeDeclaration.fanout(name))
                .queue(QueueDeclaration.of(name))
                .bind(name, name)
                .warnIfExists()
                .build();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        CountDownLatch together = new CountDownLatch(8);
        try (LoggedLines log = new LoggedLines("io.carrotmq.engine")) {
            Callable<Void> declaring = () -> {
                together.countDown();
                together.await();
                connection.declare(topology);
                return null;
            };
            List<Future<Void>> all = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                all.add(threads.submit(declaring));
            }
            for (Future<Void> each : all) {
                each.get();
            }
            assertThat(log.with("CARROT-0745")).isEmpty(); // a second declaration would have found the queue
        } finally {
            threads.shutdownNow();
        }
        send(name, "", "routed");
        awaitDelivery(name).ack();
    }

    @Test
    void queueThatGoesWithItsConsumerIsDeclaredForTheNext() throws Exception {
        SubscribeOptions options = SubscribeOptions.DEFAULT.topology(
                of(QueueDeclaration.classic(name).autoDelete(true)));
        connection.subscribe(name, options).close();
        Await.until("the end of the queue", BOUND, () -> !broker.management().queueExists(name));
        try (Subscription again = connection.subscribe(name, options)) {
            send("", name, "there");
            assertThat(text(again.poll(BOUND).orElseThrow())).isEqualTo("there");
        }
    }
}
