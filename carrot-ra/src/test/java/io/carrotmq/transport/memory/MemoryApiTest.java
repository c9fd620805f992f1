package io.carrotmq.transport.memory;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.carrotmq.BrokerInfo;
import io.carrotmq.Capability;
import io.carrotmq.ConfigurationException;
import io.carrotmq.ConfirmLostException;
import io.carrotmq.ConnectException;
import io.carrotmq.Connection;
import io.carrotmq.ConnectionFactory;
import io.carrotmq.ConsumeException;
import io.carrotmq.Delivery;
import io.carrotmq.OutgoingMessage;
import io.carrotmq.Properties;
import io.carrotmq.PublishBlockedException;
import io.carrotmq.PublishException;
import io.carrotmq.Receipt;
import io.carrotmq.SubscribeOptions;
import io.carrotmq.Subscription;
import io.carrotmq.UnroutableException;
import io.carrotmq.ra.outbound.CarrotManagedConnectionFactory;
import io.carrotmq.testkit.Await;
import io.carrotmq.topology.Overflow;
import io.carrotmq.topology.QueueDeclaration;
import io.carrotmq.topology.Topology;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
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
    void k03_blockedBrokerFailsASendWithinItsBound() throws Exception {
        CarrotManagedConnectionFactory impatient = new CarrotManagedConnectionFactory();
        impatient.setConnectionUri(broker.uri());
        impatient.setConfirmTimeoutMillis(300L);
        try (ConnectionFactory bounded = (ConnectionFactory) impatient.createConnectionFactory();
                Connection connection = bounded.connect()) {
            connection.declare(queue(QueueDeclaration.of("q")));
            connection.publish(message("q"));
            broker.block("low on memory");
            Await.until("a send to fail because the broker is blocked", SOON, () -> {
                PublishException failure =
                        catchThrowableOfType(PublishException.class, () -> connection.publish(message("q")));
                return failure instanceof PublishBlockedException
                        && failure.code().equals("CARROT-0605");
            });
            broker.unblock();
            Await.until(
                    "sends to work again",
                    SOON,
                    () -> connection.publish(message("q")).confirmed());
        }
    }

    @Test
    void frozenBrokerLeavesNoneOfAThousandSendsHanging() throws Exception {
        CarrotManagedConnectionFactory impatient = new CarrotManagedConnectionFactory();
        impatient.setConnectionUri(broker.uri());
        impatient.setConfirmTimeoutMillis(1_000L);
        try (ConnectionFactory bounded = (ConnectionFactory) impatient.createConnectionFactory();
                Connection connection = bounded.connect()) {
            connection.declare(queue(QueueDeclaration.of("q")));
            connection.publish(message("q"));
            broker.freeze();
            List<CompletionStage<Receipt>> sent = new ArrayList<>();
            try {
                for (int i = 0; i < 1_000; i++) {
                    sent.add(connection.publishAsync(message("q")));
                }
                assertThat(sent)
                        .allSatisfy(stage -> assertThat(stage.toCompletableFuture())
                                .failsWithin(SOON)
                                .withThrowableOfType(ExecutionException.class)
                                .withCauseInstanceOf(ConfirmLostException.class));
            } finally {
                broker.thaw();
            }
        }
    }

    @Test
    void aBadNameIsRefusedAtOnce() {
        assertThatThrownBy(() -> ConnectionFactory.open("memory:"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("CARROT-0171");
    }
}
