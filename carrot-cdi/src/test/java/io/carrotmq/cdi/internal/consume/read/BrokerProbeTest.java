package io.carrotmq.cdi.internal.consume.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.carrotmq.cdi.Consume;
import io.carrotmq.cdi.QueueDef;
import io.carrotmq.topology.QueueType;
import io.carrotmq.topology.Topology;
import io.carrotmq.transport.memory.MemoryBroker;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.se.SeContainer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BrokerProbeTest extends BrokerProbeScenario {
    private final MemoryBroker broker = MemoryBroker.named("probe");

    @Override
    String uri() {
        return broker.uri();
    }

    @AfterEach
    void remove() {
        broker.remove();
    }

    @ApplicationScoped
    static class Log {
        @Consume(queue = @QueueDef(value = "probe.log", type = QueueType.STREAM))
        void read(String body) {}
    }

    @Test
    void brokerThatCannot() {
        assertThat(problem(Log.class))
                .contains("CARROT-0394 [" + Log.class.getName() + ".read]")
                .contains("x-queue-type stream")
                .contains("Carrot memory broker")
                .contains("does not have streams");
        assertThat(exists("probe.log")).isFalse();
    }

    @ApplicationScoped
    static class Later {
        @Consume(value = "probe.later", declare = Topology.Mode.VERIFY, autoStart = false)
        void later(String body) {}
    }

    @Test
    void brokerThatIsAway_isNoProblem() {
        broker.refuseConnections(true);
        try (SeContainer container = start(Later.class)) {
            assertThat(container.isRunning()).isTrue();
        }
    }

    @Test
    void brokerThatDoesNotAnswer_isNoProblem() {
        broker.freeze();
        try (SeContainer container = start(Later.class)) {
            assertThat(container.isRunning()).isTrue();
        } finally {
            broker.thaw();
        }
    }
}
