package io.carrotmq.transport.memory;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrotmq.BrokerInfo;
import io.carrotmq.Capability;
import io.carrotmq.ConfigurationException;
import io.carrotmq.ConnectException;
import io.carrotmq.Connection;
import io.carrotmq.ConnectionFactory;
import io.carrotmq.ConsumeException;
import io.carrotmq.Delivery;
import io.carrotmq.OutgoingMessage;
import io.carrotmq.Properties;
import io.carrotmq.PublishException;
import io.carrotmq.Receipt;
import io.carrotmq.SubscribeOptions;
import io.carrotmq.Subscription;
import io.carrotmq.UnroutableException;
import io.carrotmq.topology.Overflow;
import io.carrotmq.topology.QueueDeclaration;
import io.carrotmq.topology.Topology;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A broker in memory as an application sees it. */
@Timeout(120)
class MemoryApiTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    private final MemoryBroker broker = MemoryBroker.named("api-" + UUID.randomUUID());
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

    private static OutgoingMessage message(String key) {
        return new OutgoingMessage("", key, true, Properties.NONE, "m".getBytes(UTF_8));
    }

    private static Topology queue(QueueDeclaration queue) {
        return Topology.builder().queue(queue).build();
    }

    @Test
    void publishesAreConfirmedReturnedOrRefused() {
        try (Connection connection = factory.connect()) {
            connection.declare(queue(QueueDeclaration.of("q").maxLength(1).overflow(Overflow.REJECT_PUBLISH)));
            assertThat(connection.publish(message("q")).outcome()).isEqualTo(Receipt.Outcome.CONFIRMED);
            assertThatThrownBy(() -> connection.publish(message("none"))).isInstanceOf(UnroutableException.class);
            assertThatThrownBy(() -> connection.publish(message("q")))
                    .isInstanceOf(PublishException.class)
                    .isNotInstanceOf(UnroutableException.class);
        }
    }

    @Test
    void subscriptionGetsMessagesAndLearnsOfALostConnection() throws Exception {
        try (Connection connection = factory.connect()) {
            connection.declare(queue(QueueDeclaration.of("q")));
            connection.publish(message("q"));
            try (Subscription subscription = connection.subscribe("q", SubscribeOptions.DEFAULT)) {
                Delivery<byte[]> delivery = subscription.poll(SOON).orElseThrow();
                assertThat(delivery.body()).asString(UTF_8).isEqualTo("m");
                broker.cutConnections();
                assertThatThrownBy(() -> subscription.poll(SOON)).isInstanceOf(ConsumeException.class);
            }
        }
        try (Connection connection = factory.connect()) {
            assertThat(connection.fetch("q").orElseThrow().envelope().redelivered())
                    .isTrue();
        }
    }

    @Test
    void brokerSaysWhatItIsAndWhatItCanDo() {
        try (Connection connection = factory.connect("somebody", "anything")) {
            BrokerInfo info = connection.broker();
            assertThat(info.product()).isEqualTo("Carrot memory broker");
            assertThat(info.address()).isEqualTo(broker.uri());
            assertThat(info.virtualHost()).isEqualTo("/");
            assertThat(info.supports(Capability.DEAD_LETTERS)).isTrue();
            assertThat(info.supports(Capability.STREAMS)).isFalse();
        }
    }

    @Test
    void aBrokerThatRefusesIsATemporaryTrouble() {
        broker.refuseConnections(true);
        assertThatThrownBy(() -> factory.connect().close())
                .isInstanceOfSatisfying(
                        ConnectException.class, e -> assertThat(e.isTemporary()).isTrue());
        broker.refuseConnections(false);
        try (Connection connection = factory.connect()) {
            assertThat(connection.broker().address()).isEqualTo(broker.uri());
        }
    }

    @Test
    void aBadNameIsRefusedAtOnce() {
        assertThatThrownBy(() -> ConnectionFactory.open("memory:"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("CARROT-0171");
    }
}
