package io.carrotmq.ra.outbound;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrotmq.CarrotException;
import io.carrotmq.ConnectRetry;
import io.carrotmq.Connection;
import io.carrotmq.ConnectionFactory;
import io.carrotmq.ConsumeException;
import io.carrotmq.Consumer;
import io.carrotmq.DeadLetter;
import io.carrotmq.OutgoingMessage;
import io.carrotmq.Properties;
import io.carrotmq.RawBroker;
import io.carrotmq.Redelivery;
import io.carrotmq.SubscribeOptions;
import io.carrotmq.UnroutableException;
import io.carrotmq.codec.Codecs;
import io.carrotmq.codec.Decoder;
import io.carrotmq.event.Blocked;
import io.carrotmq.event.Connected;
import io.carrotmq.event.ConnectionLost;
import io.carrotmq.event.ConsumerEvent;
import io.carrotmq.event.ConsumerFailed;
import io.carrotmq.event.ConsumerStarted;
import io.carrotmq.event.DeadLettered;
import io.carrotmq.event.Told;
import io.carrotmq.event.Unblocked;
import io.carrotmq.event.Unroutable;
import io.carrotmq.testkit.Await;
import io.carrotmq.testkit.Fresh;
import io.carrotmq.testkit.RabbitMq;
import io.carrotmq.testkit.WithBroker;
import io.carrotmq.topology.QueueDeclaration;
import io.carrotmq.topology.Topology;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What observers are told of a RabbitMQ, and listeners of their consumers on it. */
@WithBroker
@Timeout(180)
class ObservedBrokerIT {
    private static final Duration BOUND = Duration.ofSeconds(60);
    private static final String QUEUE = "observed";

    private final Told told = new Told();
    private final List<ConsumerEvent> changes = new CopyOnWriteArrayList<>();
    private final Decoder<String> decoder =
            Codecs.of(getClass().getClassLoader()).decoder(String.class, "text/plain");

    private static OutgoingMessage nowhere(String id) {
        return new OutgoingMessage(
                "", "nowhere", true, Properties.builder().messageId(id).build(), id.getBytes(UTF_8));
    }

    private static OutgoingMessage text(String queue, String text) {
        return new OutgoingMessage(
                "", queue, true, Properties.builder().contentType("text/plain").build(), text.getBytes(UTF_8));
    }

    private static void await(String what, BooleanSupplier condition) {
        Await.until(what, BOUND, condition::getAsBoolean);
    }

    @Test
    void killedBrokerIsToldAndThatItIsBack(@Fresh RabbitMq own) throws Exception {
        Topology topology = Topology.builder().queue(QueueDeclaration.of(QUEUE)).build();
        List<String> handled = new CopyOnWriteArrayList<>();
        try (ConnectionFactory factory = ConnectionFactory.open(own.uri().toString());
                Consumer<String> inbox = Consumer.of(
                                factory,
                                QUEUE,
                                decoder,
                                SubscribeOptions.DEFAULT
                                        .topology(topology)
                                        .retry(ConnectRetry.DEFAULT.pauses(
                                                Duration.ofMillis(100), Duration.ofMillis(100), Duration.ofSeconds(1))))
                        .onMessage(delivery -> {
                            handled.add(delivery.body());
                            delivery.ack();
                        })
                        .onChange(changes::add)) {
            factory.observe(told);
            CompletableFuture<Long> loop = CompletableFuture.supplyAsync(inbox::consume);
            await("the consumer to start", () -> !changes.isEmpty());
            try (Connection connection = factory.connect()) {
                connection.publish(text(QUEUE, "before"));
            }
            await("the first message", () -> handled.size() == 1);
            List<String> names =
                    told.of(Connected.class).stream().map(Connected::connection).toList();
            assertThat(names).containsExactlyInAnyOrder("carrot (publish)", "carrot (consume)");
            await(
                    "the management to show them",
                    () -> own.management().connectionNames().containsAll(names));
            own.kill();
            for (String name : List.of("carrot (publish)", "carrot (consume)")) {
                told.await(ConnectionLost.class, lost -> lost.connection().equals(name));
            }
            await("the consumer to be lost", () -> changes.size() == 2);
            own.restart();
            Await.until("the second message", BOUND, () -> {
                try (Connection connection = factory.connect()) {
                    return connection.publish(text(QUEUE, "after")).confirmed();
                }
            });
            await("the second message", () -> handled.size() >= 2);
            await("the consumer to be back", () -> changes.size() == 3);
            for (String name : List.of("carrot (publish)", "carrot (consume)")) {
                assertThat(told.all().stream()
                                .filter(event -> event.connection().equals(name))
                                .map(Object::getClass))
                        .startsWith(Connected.class, ConnectionLost.class, Connected.class);
            }
            inbox.cancel();
            assertThat(loop.get(60, TimeUnit.SECONDS)).isGreaterThanOrEqualTo(2);
        }
        assertThat(changes).hasSize(3);
        assertThat(changes.get(0)).isEqualTo(new ConsumerStarted(QUEUE, QUEUE));
        assertThat(changes.get(1))
                .isInstanceOfSatisfying(
                        ConsumerFailed.class,
                        failed -> assertThat(failed.givenUp()).isFalse());
        assertThat(changes.get(2)).isEqualTo(new ConsumerStarted(QUEUE, QUEUE));
    }

    @Test
    void brokerShortOfMemoryIsTold(@Fresh RabbitMq own) throws Exception {
        try (ConnectionFactory factory = ConnectionFactory.open(own.uri().toString());
                RawBroker setup = new RawBroker(own.uri())) {
            String target = setup.givenQueue("blocked");
            factory.observe(told);
            try (Connection connection = factory.connect()) {
                connection.publish(text(target, "before"));
                own.memoryAlarm(true);
                CompletionStage<?> held =
                        connection.publishAsync(text(target, "during")); // tells the broker to block it
                Blocked blocked = told.await(Blocked.class);
                assertThat(blocked.connection()).isEqualTo("carrot (publish)");
                assertThat(blocked.reason()).isNotBlank();
                own.memoryAlarm(false);
                told.await(Unblocked.class);
                held.toCompletableFuture().get(60, TimeUnit.SECONDS);
            }
        }
        assertThat(told.all()).hasExactlyElementsOfTypes(Connected.class, Blocked.class, Unblocked.class);
    }

    @Test
    void whatComesBackIsToldHoweverItWasSent(RabbitMq shared) throws Exception {
        try (FakeAdapter adapter = new FakeAdapter(shared.uri())) {
            CarrotManagedConnectionFactory factory = new CarrotManagedConnectionFactory();
            factory.setResourceAdapter(adapter);
            factory.observe(told);
            CarrotManagedConnection managed = (CarrotManagedConnection) factory.createManagedConnection(null, null);
            Connection connection = (Connection) managed.getConnection(null, null);
            assertThatThrownBy(() -> connection.publish(nowhere("one"))).isInstanceOf(UnroutableException.class);
            CompletionStage<?> later = connection.publishAsync(nowhere("later"));
            assertThatThrownBy(() -> later.toCompletableFuture().get(30, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(UnroutableException.class);
            assertThatThrownBy(() -> connection.publishAll(List.of(nowhere("first"), nowhere("second"))))
                    .isInstanceOf(UnroutableException.class);
            connection.tell(nowhere("told"));
            adapter.transaction().begin();
            connection.publish(nowhere("joined"));
            connection.close();
            assertThat(adapter.transaction().commit()).isInstanceOf(CarrotException.class);
            told.await(
                    Unroutable.class,
                    event -> "joined".equals(event.properties().messageId()));
            managed.destroy();
        }
        assertThat(told.of(Unroutable.class).stream()
                        .map(event -> event.properties().messageId()))
                .containsExactly("one", "later", "first", "second", "joined");
        assertThat(told.of(Unroutable.class)).allSatisfy(event -> {
            assertThat(event.routingKey()).isEqualTo("nowhere");
            assertThat(event.reason()).isEqualTo("NO_ROUTE");
            assertThat(event.connection()).isEqualTo("carrot (publish)");
        });
    }

    @Test
    void deadLetterOfAConsumerIsToldOnceItIsThere(RabbitMq shared) throws Exception {
        try (RawBroker raw = new RawBroker(shared.uri());
                ConnectionFactory factory = ConnectionFactory.open(shared.uri().toString())) {
            String queue = raw.givenQueue("dead");
            factory.observe(told);
            try (Connection connection = factory.connect()) {
                connection.publish(text(queue, "unfit"));
            }
            try (Consumer<String> inbox = Consumer.of(
                            factory,
                            queue,
                            decoder,
                            SubscribeOptions.DEFAULT.redelivery(Redelivery.DEFAULT.maxAttempts(1)))
                    .onMessage(delivery -> {
                        throw new IllegalStateException("always");
                    })) {
                assertThat(inbox.consume(1)).isEqualTo(1);
                DeadLettered event = told.await(DeadLettered.class);
                assertThat(raw.count(queue + ".dlq")).isEqualTo(1);
                assertThat(event)
                        .extracting(
                                DeadLettered::queue,
                                DeadLettered::exchange,
                                DeadLettered::routingKey,
                                DeadLettered::reason,
                                DeadLettered::exception,
                                DeadLettered::attempts)
                        .containsExactly(
                                queue,
                                "",
                                queue + ".dlq",
                                DeadLetter.ATTEMPTS_EXHAUSTED,
                                IllegalStateException.class.getName(),
                                1);
            } finally {
                raw.channel().queueDelete(queue);
                raw.channel().queueDelete(queue + ".dlq");
            }
        }
    }

    @Test
    void queueThatIsMissingEndsTheLoopAndIsTold(RabbitMq shared) {
        String missing = "missing-" + UUID.randomUUID();
        try (ConnectionFactory factory = ConnectionFactory.open(shared.uri().toString());
                Consumer<String> inbox = Consumer.of(factory, missing, decoder, SubscribeOptions.DEFAULT)
                        .onMessage(delivery -> {})
                        .onChange(changes::add)) {
            assertThatThrownBy(inbox::consume)
                    .isInstanceOf(ConsumeException.class)
                    .satisfies(failure -> assertThat(changes)
                            .containsExactly(new ConsumerFailed(missing, missing, (Exception) failure, true)));
        }
    }
}
