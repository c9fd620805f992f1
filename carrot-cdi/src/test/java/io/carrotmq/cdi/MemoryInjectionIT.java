package io.carrotmq.cdi;

import static org.assertj.core.api.Assertions.assertThat;

import io.carrotmq.Connection;
import io.carrotmq.ConnectionFactory;
import io.carrotmq.cdi.scenario.InjectionScenario;
import io.carrotmq.topology.QueueDeclaration;
import io.carrotmq.topology.Topology;
import io.carrotmq.transport.memory.MemoryBroker;
import jakarta.enterprise.inject.se.SeContainer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Weld SE, the adapter found on the class path, and a broker in memory. */
@Timeout(120)
class MemoryInjectionIT {
    private final MemoryBroker broker = MemoryBroker.named("injection");

    @AfterEach
    void remove() {
        System.clearProperty("carrot.uri");
        broker.remove();
    }

    @Test
    void scenario() throws Exception {
        System.setProperty("carrot.uri", broker.uri());
        try (ConnectionFactory factory = ConnectionFactory.open(broker.uri());
                Connection connection = factory.connect()) {
            Topology.Builder topology = Topology.builder();
            InjectionScenario.QUEUES.forEach(queue -> topology.queue(QueueDeclaration.of(queue)));
            connection.declare(topology.build());
            try (SeContainer container = Containers.startWithoutFactory(InjectionScenario.class)) {
                container.select(InjectionScenario.class).get().run();
            }
            for (String queue : InjectionScenario.QUEUES) {
                assertThat(connection.fetch(queue)).as(queue).isEmpty();
            }
        }
    }
}
