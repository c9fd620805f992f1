package io.carrotmq.ra.outbound;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrotmq.Capability;
import io.carrotmq.Connection;
import io.carrotmq.ConnectionFactory;
import io.carrotmq.Delivery;
import io.carrotmq.OutgoingMessage;
import io.carrotmq.Properties;
import io.carrotmq.RawBroker;
import io.carrotmq.TopologyException;
import io.carrotmq.UnsupportedException;
import io.carrotmq.testkit.Await;
import io.carrotmq.testkit.EmbeddedQpid;
import io.carrotmq.testkit.WithBroker;
import io.carrotmq.topology.Binding;
import io.carrotmq.topology.DelayedRetry;
import io.carrotmq.topology.ExchangeDeclaration;
import io.carrotmq.topology.Overflow;
import io.carrotmq.topology.QueueDeclaration;
import io.carrotmq.topology.Topology;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A broker that can do little beyond plain AMQP: what it cannot do is refused by us, before it ends the connection. */
@WithBroker
@Timeout(90)
class DeclareOnQpidIT {
    private static final Duration BOUND = Duration.ofSeconds(20);

    private final String name = "declare-" + UUID.randomUUID();
    private EmbeddedQpid broker;
    private ConnectionFactory connections;
    private Connection connection;

    @BeforeEach
    void open(EmbeddedQpid shared) {
        broker = shared;
        connections = ConnectionFactory.open(shared.uri().toString());
        connection = connections.connect();
    }

    @AfterEach
    void close() {
        connection.deleteQueue(name);
        connection.deleteQueue("q");
        connection.close();
        connections.close();
    }

    static Stream<Arguments> whatItCannotDo() {
        Duration time = Duration.ofMinutes(1);
        QueueDeclaration queue = QueueDeclaration.of("q");
        return Stream.of(
                refused(QueueDeclaration.quorum("q"), Capability.QUORUM_QUEUES, "x-queue-type quorum"),
                refused(QueueDeclaration.stream("q"), Capability.STREAMS, "x-queue-type stream"),
                refused(queue.argument("x-queue-type", "quorum"), Capability.QUORUM_QUEUES, "x-queue-type quorum"),
                refused(queue.ttl(time), Capability.MESSAGE_TTL, "x-message-ttl"),
                refused(queue.expires(time), Capability.QUEUE_TTL, "x-expires"),
                refused(queue.maxLength(1), Capability.LENGTH_LIMIT, "x-max-length"),
                refused(queue.maxLengthBytes(1), Capability.LENGTH_LIMIT, "x-max-length-bytes"),
                refused(queue.overflow(Overflow.DROP_HEAD), Capability.LENGTH_LIMIT, "x-overflow"),
                refused(queue.maxPriority(5), Capability.PRIORITIES, "x-max-priority"),
                refused(queue.deadLetterTo(""), Capability.DEAD_LETTERS, "x-dead-letter-exchange"),
                refused(queue.deadLetterTo("", "k"), Capability.DEAD_LETTERS, "x-dead-letter-exchange"),
                refused(queue.deliveryLimit(1), Capability.DELIVERY_LIMIT, "x-delivery-limit"),
                refused(
                        queue.delayedRetry(DelayedRetry.ALL, time, time),
                        Capability.DELAYED_RETRY,
                        "x-delayed-retry-max"),
                Arguments.of(
                        Topology.builder()
                                .queue(queue)
                                .exchange(ExchangeDeclaration.direct("e").alternate("x"))
                                .build(),
                        Capability.ALTERNATE_EXCHANGE,
                        "[exchange 'e'] asks for alternate-exchange"),
                Arguments.of(
                        Topology.builder()
                                .queue(queue)
                                .binding(Binding.exchange("amq.direct", "amq.fanout", "k"))
                                .build(),
                        Capability.EXCHANGE_TO_EXCHANGE,
                        "[binding of 'amq.fanout' to exchange 'amq.direct'] asks for an exchange as its destination"));
    }

    private static Arguments refused(QueueDeclaration queue, Capability capability, String feature) {
        return Arguments.of(
                Topology.builder().queue(queue).build(), capability, "[queue 'q'] asks for " + feature + ", and ");
    }

    @ParameterizedTest
    @MethodSource("whatItCannotDo")
    void whatItCannotDoIsRefusedByUs(Topology topology, Capability capability, String sentence) throws Exception {
        assertThatThrownBy(() -> connection.declare(topology))
                .isInstanceOfSatisfying(
                        UnsupportedException.class,
                        refused -> assertThat(refused.capability()).isEqualTo(capability))
                .hasMessageStartingWith("CARROT-0740 " + sentence)
                .hasMessageContaining(broker.version())
                .hasMessageContaining("does not have " + capability.description())
                .hasMessageContaining("nothing was declared");
        assertThat(connection.messageCount("q")).isEmpty();
        stillUsable(); // on the connection it had: the handle's own channel is open
    }

    private void stillUsable() {
        connection.declare(Topology.builder().queue(QueueDeclaration.of(name)).build());
        connection.publish(new OutgoingMessage("", name, true, Properties.NONE, "works".getBytes(UTF_8)));
        Delivery<byte[]> delivery = Await.value("the message", BOUND, () -> connection.fetch(name), Optional::isPresent)
                .orElseThrow();
        delivery.ack();
    }

    @Test
    void whatEveryBrokerHasIsDeclared() {
        connection.declare(Topology.builder()
                .exchange(ExchangeDeclaration.topic(name))
                .queue(QueueDeclaration.classic(name).singleActiveConsumer())
                .bind(name, name, "a.*")
                .build());
        connection.publish(new OutgoingMessage(name, "a.b", true, Properties.NONE, "x".getBytes(UTF_8)));
        Await.until(
                "the routed message", BOUND, () -> connection.messageCount(name).orElse(0) == 1);
        connection.deleteExchange(name);
    }

    /** Qpid ends the whole connection over these; it is said as on other brokers, and the next use connects anew. */
    @Test
    void refusalThatEndsTheConnectionIsStillARefusal() throws Exception {
        try (RawBroker raw = new RawBroker(broker.uri())) {
            raw.channel().exchangeDeclare(name, "direct", true);
            raw.channel().queueDeclare("q", false, true, true, null);
            assertThatThrownBy(() -> declare(Topology.builder().exchange(ExchangeDeclaration.topic(name))))
                    .isInstanceOfSatisfying(
                            TopologyException.class,
                            different -> assertThat(different.difference())
                                    .contains(new TopologyException.Difference("type", "topic", "direct")))
                    .hasMessageStartingWith("CARROT-0705 [exchange '" + name + "']");
            assertThatThrownBy(() -> declare(Topology.builder().queue(QueueDeclaration.of("q"))))
                    .isInstanceOf(TopologyException.class)
                    .hasMessageStartingWith("CARROT-0742 [queue 'q']");
            assertThatThrownBy(() -> declare(Topology.builder().exchange(ExchangeDeclaration.of("e", "round"))))
                    .isInstanceOf(TopologyException.class)
                    .hasMessageStartingWith("CARROT-0744 [exchange 'e']");
            assertThatThrownBy(() -> declare(
                            Topology.builder().queue(QueueDeclaration.of(name).argument("x-unheard-of", 1))))
                    .isInstanceOf(TopologyException.class)
                    .hasMessageStartingWith("CARROT-0747 [queue '" + name + "']")
                    .hasMessageContaining("x-unheard-of");
            raw.channel().exchangeDelete(name);
        }
        connection.close();
        connection = connections.connect();
        stillUsable();
    }

    private void declare(Topology.Builder topology) {
        try (Connection each = connections.connect()) {
            each.declare(topology.build());
        }
    }
}
