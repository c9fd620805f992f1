package io.carrotmq.ra.outbound;

import io.carrotmq.transport.memory.MemoryBroker;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;

/** With a broker in memory. */
class MemoryModesTest extends TransactionModeContract {
    private final MemoryBroker broker = MemoryBroker.named("modes");

    @AfterEach
    void remove() {
        broker.remove();
    }

    @Override
    URI uri() {
        return URI.create(broker.uri());
    }

    @Override
    URI observed() {
        return uri();
    }

    @Override
    void silence() {
        broker.freeze();
    }

    @Override
    void heal() {
        broker.thaw();
    }

    @Override
    void cut() {
        broker.cutConnections();
    }
}
