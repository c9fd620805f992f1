package io.carrotmq.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.carrotmq.Acknowledgement;
import io.carrotmq.Connection;
import io.carrotmq.ConnectionFactory;
import io.carrotmq.ConnectionFactory.Observation;
import io.carrotmq.DeadLetter;
import io.carrotmq.Delivery;
import io.carrotmq.OutgoingMessage;
import io.carrotmq.Properties;
import io.carrotmq.PublishException;
import io.carrotmq.SubscribeOptions;
import io.carrotmq.UnroutableException;
import io.carrotmq.testkit.Await;
import io.carrotmq.topology.QueueDeclaration;
import io.carrotmq.topology.Topology;
import io.carrotmq.transport.memory.MemoryBroker;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What observers are told of a broker in memory, by a connection factory without a container. */
@Timeout(60)
class MemoryEventsTest {
    private static final Duration BOUND = Duration.ofSeconds(30);
    private static final Topology INBOX =
            Topology.builder().queue(QueueDeclaration.of("inbox")).build();

    private final MemoryBroker broker = MemoryBroker.named("events-" + UUID.randomUUID());
    private final Told told = new Told();
    private ConnectionFactory factory;

    @BeforeEach
    void open() {
        factory = ConnectionFactory.open(broker.uri());
    }

    @AfterEach
    void close() {
        factory.close();
        broker.remove();
    }

    private static OutgoingMessage nowhere(String body) {
        return new OutgoingMessage(
                "", "nowhere", true, Properties.builder().messageId(body).build(), body.getBytes(UTF_8));
    }

    private List<String> unroutable() {
        return told.of(Unroutable.class).stream()
                .map(event -> event.properties().messageId())
                .toList();
    }

    @Test
    void observingConnectsToNothingAndTellsOfConnectionsInOrder() {
        factory.observe(told);
        assertThat(broker.connections()).isZero();
        try (Connection connection = factory.connect()) {
            assertThatThrownBy(() -> connection.publish(nowhere("a"))).isInstanceOf(UnroutableException.class);
            Connected event = told.await(Connected.class);
            assertThat(event.connection()).isEqualTo("carrot (publish)");
            assertThat(event.broker()).isEqualTo(connection.broker());
        }
        for (int i = 1; i <= 5; i++) {
            broker.cutConnections();
            Await.until("to reach it again", BOUND, this::comesBack);
            int losses = i;
            Await.until("the other", BOUND, () -> told.of(Unroutable.class).size() == losses + 1);
        }
        told.of(ConnectionLost.class).forEach(lost -> {
            assertThat(lost.connection()).isEqualTo("carrot (publish)");
            assertThat(lost.reason()).isNotBlank();
        });
        List<BrokerEvent> connections = told.all().stream()
                .filter(event -> !(event instanceof Unroutable))
                .toList();
        assertThat(connections).hasSize(11);
        for (int i = 0; i < connections.size(); i++) {
            assertThat(connections.get(i)).isInstanceOf(i % 2 == 0 ? Connected.class : ConnectionLost.class);
        }
        assertThat(told.threads()).allMatch(name -> name.startsWith("carrot-worker-"));
    }

    /** {@return true, or throws while it is not reached} */
    private boolean comesBack() {
        try (Connection connection = factory.connect()) {
            connection.publish(nowhere("a"));
            return false;
        } catch (UnroutableException e) {
            return true;
        }
    }

    @Test
    void blockingIsToldAfterTheConnectionItIsOf() {
        factory.observe(event -> {
            told.accept(event);
            if (event instanceof Blocked) {
                broker.unblock();
            }
        });
        broker.block("low on memory");
        try (Connection connection = factory.connect()) { // waits until it is unblocked
            assertThatThrownBy(() -> connection.publish(nowhere("a"))).isInstanceOf(UnroutableException.class);
        }
        told.await(Unroutable.class);
        assertThat(told.all())
                .hasExactlyElementsOfTypes(Connected.class, Blocked.class, Unblocked.class, Unroutable.class)
                .allMatch(event -> event.connection().equals("carrot (publish)"));
        assertThat(told.of(Blocked.class).get(0).reason()).isEqualTo("low on memory");
    }

    @Test
    void nothingIsToldOfThePast() {
        try (Connection connection = factory.connect()) {
            connection.declare(INBOX);
            factory.observe(told);
            assertThatThrownBy(() -> connection.publish(nowhere("a"))).isInstanceOf(UnroutableException.class);
            told.await(Unroutable.class);
        }
        assertThat(told.all()).hasOnlyElementsOfType(Unroutable.class);
    }

    @Test
    void whatComesBackIsToldHoweverItWasSent() {
        factory.observe(told);
        try (Connection connection = factory.connect()) {
            connection.declare(INBOX);
            assertThatThrownBy(() -> connection.publish(nowhere("one"))).isInstanceOf(UnroutableException.class);
            CompletionStage<?> stage = connection.publishAsync(nowhere("later"));
            assertThatThrownBy(() -> stage.toCompletableFuture().join())
                    .isInstanceOf(CompletionException.class)
                    .hasCauseInstanceOf(UnroutableException.class);
            assertThatThrownBy(() -> connection.publishAll(List.of(
                            nowhere("first"),
                            new OutgoingMessage("", "inbox", true, Properties.NONE, new byte[0]),
                            nowhere("third"))))
                    .isInstanceOf(PublishException.class);
            connection.tell(nowhere("told"));
            assertThatThrownBy(() -> connection.publish(nowhere("last"))).isInstanceOf(UnroutableException.class);
        }
        told.await(Unroutable.class, event -> "last".equals(event.properties().messageId()));
        assertThat(unroutable()).containsExactly("one", "later", "first", "third", "last");
        Unroutable first = told.of(Unroutable.class).get(0);
        assertThat(first.connection()).isEqualTo("carrot (publish)");
        assertThat(first.exchange()).isEmpty();
        assertThat(first.routingKey()).isEqualTo("nowhere");
        assertThat(first.reason()).isEqualTo("NO_ROUTE");
    }

    @Test
    void deadLettersAreToldOnceTheyAreThere() {
        factory.observe(told);
        try (Connection connection = factory.connect()) {
            connection.declare(INBOX);
            Properties properties = Properties.builder().type("order").build();
            connection.publish(new OutgoingMessage("", "inbox", true, properties, new byte[] {1}));
            Delivery<byte[]> delivery =
                    connection.fetch("inbox", SubscribeOptions.DEFAULT).orElseThrow();
            delivery.deadLetter(new IllegalArgumentException("unfit"));
            DeadLettered event = told.await(DeadLettered.class);
            assertThat(connection.messageCount("inbox.dlq")).hasValue(1);
            assertThat(event.connection()).isEqualTo("carrot (publish)");
            assertThat(event.queue()).isEqualTo("inbox");
            assertThat(event.exchange()).isEmpty();
            assertThat(event.routingKey()).isEqualTo("inbox.dlq");
            assertThat(event.reason()).isEqualTo(DeadLetter.REFUSED);
            assertThat(event.exception()).isEqualTo(IllegalArgumentException.class.getName());
            assertThat(event.properties().type()).isEqualTo("order");
            assertThat(event.properties().headers()).doesNotContainKey(DeadLetter.REASON_HEADER);
        }
    }

    @Test
    void deadLetterThatWasAcknowledgedBeforeIsToldAsWell() {
        factory.observe(told);
        try (Connection connection = factory.connect()) {
            connection.declare(INBOX);
            connection.publish(new OutgoingMessage("", "inbox", true, Properties.NONE, new byte[] {1}));
            SubscribeOptions automatic = SubscribeOptions.DEFAULT.acknowledgement(Acknowledgement.AUTO);
            connection.fetch("inbox", automatic).orElseThrow().deadLetter(null);
            DeadLettered event = told.await(DeadLettered.class);
            assertThat(event.exception()).isNull();
            assertThat(connection.messageCount("inbox.dlq")).hasValue(1);
        }
    }

    @Test
    void anotherUserIsNotToldOf() {
        factory.observe(told);
        try (Connection other = factory.connect("other", "secret")) {
            other.declare(INBOX);
            assertThatThrownBy(() -> other.publish(nowhere("other"))).isInstanceOf(UnroutableException.class);
        }
        try (Connection own = factory.connect()) {
            assertThatThrownBy(() -> own.publish(nowhere("own"))).isInstanceOf(UnroutableException.class);
        }
        told.await(Unroutable.class);
        assertThat(told.of(Connected.class)).hasSize(1);
        assertThat(unroutable()).containsExactly("own");
    }

    @Test
    void closedObservationIsToldNothingAndOthersAre() {
        Observation observation = factory.observe(told);
        Told others = new Told();
        factory.observe(others);
        observation.close();
        observation.close();
        try (Connection connection = factory.connect()) {
            assertThatThrownBy(() -> connection.publish(nowhere("a"))).isInstanceOf(UnroutableException.class);
        }
        others.await(Unroutable.class);
        assertThat(told.all()).isEmpty();
    }

    @Test
    void closedFactoryIsNotObserved() {
        factory.observe(told);
        factory.close();
        Throwable refused = catchThrowable(() -> factory.observe(told));
        assertThat(refused).isInstanceOf(io.carrotmq.ConnectException.class).hasMessageStartingWith("CARROT-0212 ");
    }
}
