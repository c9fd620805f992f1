package io.carrotmq.cdi;

import io.carrotmq.Connection;
import io.carrotmq.ConnectionFactory;
import io.carrotmq.cdi.scenario.ConsumeScenario;
import io.carrotmq.testkit.Management;
import io.carrotmq.testkit.RabbitMq;
import io.carrotmq.testkit.WithBroker;
import io.carrotmq.topology.QueueDeclaration;
import io.carrotmq.topology.Topology;
import io.carrotmq.transport.memory.MemoryBroker;
import jakarta.enterprise.inject.se.SeContainer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** CDI in Java SE, the adapter found on the class path, and a broker. */
@WithBroker
@Timeout(120)
class ConsumeScenarioIT {
    private static final String VIRTUAL_HOST = "consume-scenario";

    @AfterEach
    void forget() {
        System.clearProperty("carrot.uri");
    }

    private static void run(String uri) throws Exception {
        System.setProperty("carrot.uri", uri);
        try (ConnectionFactory factory = ConnectionFactory.open(uri);
                Connection connection = factory.connect()) {
            Topology.Builder topology = Topology.builder();
            ConsumeScenario.QUEUES.forEach(queue -> topology.queue(QueueDeclaration.of(queue)));
            connection.declare(topology.build());
            try (SeContainer container =
                    Containers.startWithoutFactory(ConsumeScenario.class, ConsumeScenario.Turn.class)) {
                container.select(ConsumeScenario.class).get().run();
            }
        }
    }

    @Test
    void inMemory() throws Exception {
        MemoryBroker broker = MemoryBroker.named("consume");
        try {
            run(broker.uri());
        } finally {
            broker.remove();
        }
    }

    @Test
    void onRabbitMq(RabbitMq broker) throws Exception {
        Management management = broker.management();
        management.deleteVirtualHost(VIRTUAL_HOST);
        management.createVirtualHost(VIRTUAL_HOST);
        run(broker.uri("guest", "guest", VIRTUAL_HOST).toString());
        management.deleteVirtualHost(VIRTUAL_HOST);
    }
}
