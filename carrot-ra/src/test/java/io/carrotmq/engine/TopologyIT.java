package io.carrotmq.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrotmq.Delivery;
import io.carrotmq.RawBroker;
import io.carrotmq.SubscribeOptions;
import io.carrotmq.TopologyException;
import io.carrotmq.config.ConnectionProperties;
import io.carrotmq.config.Violations;
import io.carrotmq.testkit.Await;
import io.carrotmq.testkit.RabbitMq;
import io.carrotmq.testkit.WithBroker;
import io.carrotmq.topology.ExchangeDeclaration;
import io.carrotmq.topology.QueueDeclaration;
import io.carrotmq.topology.Topology;
import java.time.Duration;
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

    private Topology.Builder topology() {
        return topology(QueueDeclaration.of(name));
    }

    private Topology.Builder topology(QueueDeclaration queue) {
        return Topology.builder()
                .exchange(ExchangeDeclaration.topic(name))
                .queue(queue)
                .bind(name, name, "a.*");
    }

    private void apply(Topology.Builder topology) {
        new TopologyDeclarer(connection).apply(topology.build());
    }

    @Test
    void lastingQueueIsAQuorumQueueThatIsBound() throws Exception {
        apply(topology());
        apply(topology()); // declaring it again changes nothing
        raw.channel().basicPublish(name, "a.b", null, "x".getBytes(UTF_8));
        Await.until("the routed message", Duration.ofSeconds(5), () -> raw.count(name) == 1);
        assertThat(broker.management().queueType(name)).isEqualTo("quorum");
    }

    @Test
    void argumentsNameAnotherType() {
        apply(topology(QueueDeclaration.of(name).argument("x-queue-type", "classic")));
        assertThat(broker.management().queueType(name)).isEqualTo("classic");
    }

    /** A quorum queue of RabbitMQ 4 drops a message after 20 deliveries, unless it is told not to. */
    @Test
    void messageThatIsDeliveredOftenIsNotDropped() throws Exception {
        apply(topology());
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
                        () -> fetching.fetch(name, SubscribeOptions.DEFAULT),
                        java.util.Optional::isPresent)
                .orElseThrow();
    }

    @Test
    void mismatchIsExplained() throws Exception {
        raw.channel().queueDeclare(name, true, false, false, Map.of());
        assertThatThrownBy(() -> apply(topology()))
                .isInstanceOf(TopologyException.class)
                .hasMessageStartingWith("CARROT-0705 [queue '" + name + "']")
                .hasMessageContaining("x-queue-type");
    }

    @Test
    void verifyCreatesNothing() {
        assertThatThrownBy(() -> apply(topology().mode(Topology.Mode.VERIFY)))
                .isInstanceOf(TopologyException.class)
                .hasMessageStartingWith("CARROT-0706 [exchange '" + name + "']");
        assertThat(broker.management().queueExists(name)).isFalse();
    }

    @Test
    void modeNoneDoesNotEvenConnect() {
        apply(topology().mode(Topology.Mode.NONE));
        assertThat(broker.management().queueExists(name)).isFalse();
    }
}
