package io.carrotmq;

import io.carrotmq.transport.memory.MemoryBroker;
import org.junit.jupiter.api.AfterAll;

class MemoryDeadLettersTest extends DeadLettersBehaviour {
    private static final MemoryBroker BROKER = MemoryBroker.named("dead-letters");

    @AfterAll
    static void remove() {
        BROKER.remove();
    }

    @Override
    String uri() {
        return BROKER.uri();
    }
}
