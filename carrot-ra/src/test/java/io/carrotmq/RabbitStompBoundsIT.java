package io.carrotmq;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.client.BuiltinExchangeType;
import io.carrotmq.testkit.Await;
import io.carrotmq.testkit.RabbitMq;
import io.carrotmq.testkit.WithBroker;
import io.carrotmq.topology.QueueDeclaration;
import io.carrotmq.topology.Topology;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Where RabbitMQ's STOMP ends, and what is done instead. */
@WithBroker
@Timeout(60)
class RabbitStompBoundsIT {
    private static final Duration SOON = Duration.ofSeconds(20);

    private final String name = "bounds-" + UUID.randomUUID();
    private RawBroker raw;
    private ConnectionFactory connections;
    private Connection connection;

    @BeforeEach
    void open(RabbitMq broker) throws Exception {
        raw = new RawBroker(broker.uri());
        connections = ConnectionFactory.open(broker.stompUri().toString());
        connection = connections.connect();
    }

    @AfterEach
    void close() throws Exception {
        connection.close();
        connections.close();
        raw.channel().queueDelete(name);
        raw.channel().queueDelete(name + ".dlq");
        raw.channel().exchangeDelete(name);
        raw.close();
    }

    private void declare(QueueDeclaration queue) {
        connection.declare(Topology.builder().queue(queue).build());
    }

    private OutgoingMessage message(String exchange, boolean mandatory) {
        return new OutgoingMessage(exchange, name, mandatory, Properties.NONE, "hello".getBytes(UTF_8));
    }

    private static void assertUnsupported(Capability capability, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(UnsupportedException.class, refusal -> {
            assertThat(refusal.capability()).isEqualTo(capability);
            assertThat(refusal).hasMessageContaining("RabbitMQ 4.");
        });
    }

    /** A quorum queue would drop a message after twenty lost connections, and that cannot be switched off. */
    @Test
    void queueOfNoChosenTypeIsNoQuorumQueue() throws Exception {
        declare(QueueDeclaration.of(name));
        raw.channel().queueDeclare(name, true, false, false, Map.of("x-queue-type", "classic"));
        assertThat(raw.channel().isOpen()).isTrue();
        raw.channel().queueDelete(name);
    }

    @Test
    void quorumQueueIsHadIfAskedFor() throws Exception {
        declare(QueueDeclaration.quorum(name));
        raw.channel().queueDeclare(name, true, false, false, Map.of("x-queue-type", "quorum"));
        assertThat(connection.publish(message("", true)).confirmed()).isTrue();
    }

    @Test
    void mandatoryMessageToAnExchangeIsRefusedAndOthersAreNot() throws Exception {
        raw.channel().exchangeDeclare(name, BuiltinExchangeType.FANOUT);
        raw.channel().queueDeclare(name, true, false, false, Map.of());
        raw.channel().queueBind(name, name, "");
        assertUnsupported(Capability.MANDATORY, () -> connection.publish(message(name, true)));
        assertThat(connection.publish(message(name, false)).confirmed()).isTrue();
        connection.tell(message(name, true));
        Await.until("both to arrive", SOON, () -> raw.count(name) == 2);
    }

    @Test
    void messageToAQueueThatIsNotThereIsUnroutableUntilItIs() throws Exception {
        assertThatThrownBy(() -> connection.publish(message("", true))).isInstanceOf(UnroutableException.class);
        raw.channel().queueDeclare(name, true, false, false, Map.of());
        assertThat(connection.publish(message("", true)).confirmed()).isTrue();
        assertThat(raw.count(name)).isEqualTo(1);
    }

    @Test
    void nestedHeadersAreRefused() throws Exception {
        raw.channel().queueDeclare(name, true, false, false, Map.of());
        for (Object nested : List.of(List.of(1), Map.of("a", 1))) {
            OutgoingMessage message = new OutgoingMessage(
                    "", name, true, Properties.builder().header("deep", nested).build(), new byte[0]);
            assertUnsupported(Capability.NESTED_HEADERS, () -> connection.publish(message));
        }
        assertThat(connection.publish(message("", true)).confirmed()).isTrue();
    }

    @Test
    void whatCannotBeDoneIsRefused() {
        declare(QueueDeclaration.of(name));
        assertUnsupported(Capability.LOOKUP, () -> connection.messageCount(name));
        assertUnsupported(Capability.DELETION, () -> connection.deleteQueue(name));
        assertUnsupported(Capability.DELETION, () -> connection.deleteExchange(name));
        assertUnsupported(
                Capability.EXCLUSIVE_CONSUMERS,
                () -> connection.subscribe(name, SubscribeOptions.DEFAULT.exclusive(true)));
        assertUnsupported(
                Capability.MANDATORY,
                () -> connection.subscribe(
                        name, SubscribeOptions.DEFAULT.deadLettering(DeadLettering.toExchange(name, "k"))));
        assertUnsupported(Capability.EXCLUSIVE_QUEUES, () -> declare(QueueDeclaration.exclusive(name + "-x")));
        assertUnsupported(
                Capability.BINDINGS,
                () -> connection.declare(
                        Topology.builder().bind("amq.topic", name, "k").build()));
    }

    @Test
    void topologyIsVerified() throws Exception {
        Topology expected = Topology.builder()
                .mode(Topology.Mode.VERIFY)
                .exchange(io.carrotmq.topology.ExchangeDeclaration.fanout(name))
                .queue(QueueDeclaration.of(name))
                .build();
        assertThatThrownBy(() -> connection.declare(expected))
                .isInstanceOf(TopologyException.class)
                .hasMessageContaining("exchange '" + name + "'");
        raw.channel().exchangeDeclare(name, BuiltinExchangeType.FANOUT);
        assertThatThrownBy(() -> connection.declare(expected))
                .isInstanceOf(TopologyException.class)
                .hasMessageContaining("queue '" + name + "'");
        raw.channel().queueDeclare(name, true, false, false, Map.of());
        connection.declare(expected);
    }
}
