package io.carrotmq.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrotmq.ConsumeException;
import io.carrotmq.Delivery;
import io.carrotmq.RawBroker;
import io.carrotmq.config.ConnectionProperties;
import io.carrotmq.config.Violations;
import io.carrotmq.testkit.Await;
import io.carrotmq.testkit.RabbitMq;
import io.carrotmq.testkit.WithBroker;
import io.carrotmq.transport.Binding;
import io.carrotmq.transport.ExchangeDeclaration;
import io.carrotmq.transport.QueueDeclaration;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is declared on a real broker. */
@WithBroker
@Timeout(60)
class TopologyIT {
    private static final class Bean extends ConnectionProperties {
        private static final long serialVersionUID = 1L;
    }

    private final Engine engine = new Engine();
    private final String name = "topology-" + UUID.randomUUID();
    private RabbitMq broker;
    private RawBroker raw;
    private SharedConnection connection;

    @BeforeEach
    void open(RabbitMq shared) {
        broker = shared;
        raw = new RawBroker(shared.uri());
        Bean bean = new Bean();
        bean.setConnectionUri(shared.uri().toString());
        connection =
                engine.link(bean.connectionSettings(null, new Violations())).consuming();
    }

    @AfterEach
    void close() throws Exception {
        engine.close();
        raw.channel().queueDelete(name);
        raw.channel().exchangeDelete(name);
        raw.close();
    }

    private Topology topology(boolean durable, Map<String, Object> arguments) {
        return new Topology(
                List.of(new ExchangeDeclaration(name, "topic", true, false, Map.of())),
                new QueueDeclaration(name, durable, !durable, false, arguments),
                List.of(new Binding(name, name, "a.*", Map.of())));
    }

    @Test
    void lastingQueueIsAQuorumQueueThatIsBound() throws Exception {
        topology(true, Map.of()).apply(Topology.Mode.DECLARE, connection);
        topology(true, Map.of()).apply(Topology.Mode.DECLARE, connection); // declaring it again changes nothing
        raw.channel().basicPublish(name, "a.b", null, "x".getBytes(UTF_8));
        Await.until("the routed message", Duration.ofSeconds(5), () -> raw.count(name) == 1);
        assertThat(broker.management().queueType(name)).isEqualTo("quorum");
    }

    @Test
    void argumentsNameAnotherType() {
        topology(true, Map.of("x-queue-type", "classic")).apply(Topology.Mode.DECLARE, connection);
        assertThat(broker.management().queueType(name)).isEqualTo("classic");
    }

    /** A quorum queue of RabbitMQ 4 drops a message after 20 deliveries, unless it is told not to. */
    @Test
    void messageThatIsDeliveredOftenIsNotDropped() throws Exception {
        topology(true, Map.of()).apply(Topology.Mode.DECLARE, connection);
        raw.publish(name, "text/plain", "x".getBytes(UTF_8));
        for (int i = 0; i < 25; i++) {
            try (Fetching requeued = new Fetching(connection)) {
                fetch(requeued).requeue();
            }
            try (Fetching abandoned = new Fetching(connection)) {
                fetch(abandoned); // goes back when the channel is closed, which counts as a failure of its own
            }
        }
        Await.until("the message in its queue", Duration.ofSeconds(5), () -> raw.count(name) == 1);
    }

    private Delivery<byte[]> fetch(Fetching fetching) {
        return Await.value(
                        "the message, delivered again",
                        Duration.ofSeconds(5),
                        () -> fetching.fetch(name),
                        java.util.Optional::isPresent)
                .orElseThrow();
    }

    @Test
    void mismatchIsExplained() throws Exception {
        raw.channel().queueDeclare(name, true, false, false, Map.of());
        assertThatThrownBy(() -> topology(true, Map.of()).apply(Topology.Mode.DECLARE, connection))
                .isInstanceOf(ConsumeException.class)
                .hasMessageStartingWith("CARROT-0705 [queue '" + name + "']")
                .hasMessageContaining("x-queue-type");
    }

    @Test
    void verifyCreatesNothing() {
        assertThatThrownBy(() -> topology(true, Map.of()).apply(Topology.Mode.VERIFY, connection))
                .isInstanceOf(ConsumeException.class)
                .hasMessageStartingWith("CARROT-0706 [exchange '" + name + "']");
        assertThat(broker.management().queueExists(name)).isFalse();
    }

    @Test
    void modeNoneDoesNotEvenConnect() {
        topology(true, Map.of()).apply(Topology.Mode.NONE, connection);
        assertThat(broker.management().queueExists(name)).isFalse();
    }
}
