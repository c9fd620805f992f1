package io.carrotmq.cdi.internal.consume.run;

import io.carrotmq.transport.memory.MemoryBroker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class KeyOrderOnMemoryTest extends KeyOrderScenario {
    @Test
    void inOrderThoughTheConnectionIsLost(TestReporter reporter) {
        MemoryBroker broker = MemoryBroker.named("keys");
        try (Workbench bench = new Workbench(broker.uri())) {
            run(bench, new KeyedMessages(30_000, 300, 42), broker::cutConnections, reporter);
        } finally {
            broker.remove();
        }
    }
}
