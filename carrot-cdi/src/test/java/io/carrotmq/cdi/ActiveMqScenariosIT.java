package io.carrotmq.cdi;

import static org.assertj.core.api.Assertions.assertThat;

import io.carrotmq.Connection;
import io.carrotmq.ConnectionFactory;
import io.carrotmq.cdi.scenario.ClientScenario;
import io.carrotmq.cdi.scenario.ConsumeScenario;
import io.carrotmq.cdi.scenario.InjectionScenario;
import io.carrotmq.testkit.Await;
import io.carrotmq.testkit.EmbeddedActiveMq;
import io.carrotmq.testkit.WithBroker;
import io.carrotmq.topology.QueueDeclaration;
import io.carrotmq.topology.Topology;
import jakarta.enterprise.inject.se.SeContainer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Weld SE, the adapter found on the class path, and ActiveMQ by STOMP: the annotations are the same. */
@WithBroker
@Timeout(180)
class ActiveMqScenariosIT {
    private static final Duration BOUND = Duration.ofSeconds(30);

    private final EmbeddedActiveMq broker;

    ActiveMqScenariosIT(EmbeddedActiveMq broker) {
        this.broker = broker;
    }

    @BeforeEach
    void choose() {
        System.setProperty("carrot.uri", broker.uri().toString());
    }

    @AfterEach
    void forget() {
        System.clearProperty("carrot.uri");
    }

    private void declare(List<String> queues) {
        Topology.Builder topology = Topology.builder();
        queues.forEach(queue -> topology.queue(QueueDeclaration.of(queue)));
        try (ConnectionFactory factory =
                        ConnectionFactory.open(broker.uri().toString());
                Connection connection = factory.connect()) {
            assertThat(connection.broker().product()).isEqualTo("ActiveMQ");
            connection.declare(topology.build());
        }
    }

    private void assertEmpty(List<String> queues) {
        for (String queue : queues) {
            Await.until("an empty " + queue, BOUND, () -> broker.messages(queue) == 0);
        }
    }

    @Test
    void injection() throws Exception {
        declare(InjectionScenario.QUEUES);
        try (SeContainer container = Containers.startWithoutFactory(InjectionScenario.class)) {
            container.select(InjectionScenario.class).get().run();
        }
        assertEmpty(InjectionScenario.QUEUES);
    }

    @Test
    void clients() throws Exception {
        try (SeContainer container = Containers.startWithoutFactory(
                ClientScenario.class, ClientScenario.OrderPublisher.class, ClientScenario.OrderConsumer.class)) {
            container.select(ClientScenario.class).get().run();
        }
    }

    @Test
    void consumingWithRetryAndDeadLetters() throws Exception {
        declare(ConsumeScenario.QUEUES);
        try (SeContainer container =
                Containers.startWithoutFactory(ConsumeScenario.class, ConsumeScenario.Turn.class)) {
            container.select(ConsumeScenario.class).get().run();
        }
        assertEmpty(ConsumeScenario.QUEUES);
    }
}
