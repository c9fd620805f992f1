package io.carrotmq.cdi.internal.consume.run;

import io.carrotmq.transport.memory.MemoryBroker;
import org.junit.jupiter.api.AfterEach;

class RunningOnMemoryTest extends RunningScenario {
    private final MemoryBroker broker = MemoryBroker.named("running");

    @Override
    String uri() {
        return broker.uri();
    }

    @Override
    void awaitUnacknowledged(int count) {
        // this broker does not tell; what is left when nobody consumes is looked at all the same
    }

    @AfterEach
    void remove() {
        broker.remove();
    }
}
