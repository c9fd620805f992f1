package io.carrotmq.cdi;

import static org.assertj.core.api.Assertions.assertThat;

import io.carrotmq.Connection;
import io.carrotmq.ConnectionFactory;
import io.carrotmq.cdi.scenario.ClientScenario;
import io.carrotmq.testkit.RabbitMq;
import io.carrotmq.testkit.WithBroker;
import io.carrotmq.transport.memory.MemoryBroker;
import jakarta.enterprise.inject.se.SeContainer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Declarative publishers and sub-classes in Weld SE, with the adapter and brokers. */
@WithBroker
@Timeout(180)
class ClientIT {
    @AfterEach
    void clear() {
        System.clearProperty("carrot.uri");
    }

    private static void run(String uri) throws Exception {
        System.setProperty("carrot.uri", uri);
        try (SeContainer container = Containers.startWithoutFactory(
                ClientScenario.class, ClientScenario.OrderPublisher.class, ClientScenario.OrderConsumer.class)) {
            container.select(ClientScenario.class).get().run();
        }
        try (ConnectionFactory factory = ConnectionFactory.open(uri);
                Connection connection = factory.connect()) {
            assertThat(connection.messageCount("client.eu")).isEmpty();
        }
    }

    @Test
    void scenario(RabbitMq broker) throws Exception {
        run(broker.uri().toString());
    }

    @Test
    void scenarioInMemory() throws Exception {
        MemoryBroker broker = MemoryBroker.named("clients");
        try {
            run(broker.uri());
        } finally {
            broker.remove();
        }
    }
}
