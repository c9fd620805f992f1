package io.carrotmq.contract;

import io.carrotmq.Capability;
import io.carrotmq.transport.memory.MemoryBroker;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;

/** The broker inside the JVM, which follows RabbitMQ but keeps nothing. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MemoryContractTest extends TransportContract {
    private final MemoryBroker broker = MemoryBroker.named("contract");

    @AfterAll
    void remove() {
        broker.remove();
    }

    @Override
    String uri() {
        return "memory:contract";
    }

    @Override
    Set<Capability> expectedCapabilities() {
        return Set.of(
                Capability.EXCHANGES,
                Capability.HEADERS_EXCHANGES,
                Capability.BINDINGS,
                Capability.EXCLUSIVE_QUEUES,
                Capability.AUTO_DELETE,
                Capability.EXCLUSIVE_CONSUMERS,
                Capability.MANDATORY,
                Capability.LOOKUP,
                Capability.DELETION,
                Capability.NESTED_HEADERS,
                Capability.QUORUM_QUEUES,
                Capability.DELIVERY_LIMIT,
                Capability.MESSAGE_TTL,
                Capability.EXPIRATION,
                Capability.QUEUE_TTL,
                Capability.LENGTH_LIMIT,
                Capability.PRIORITIES,
                Capability.DEAD_LETTERS,
                Capability.SINGLE_ACTIVE_CONSUMER,
                Capability.EXCHANGE_TO_EXCHANGE,
                Capability.ALTERNATE_EXCHANGE,
                Capability.REJECT,
                Capability.CANCEL_NOTICE,
                Capability.BLOCKED_NOTICE,
                Capability.MISMATCH_CHECK,
                Capability.SENDER_SELECTED_ROUTING,
                Capability.TRANSACTIONS);
    }

    @Override
    void cut() {
        broker.cutConnections();
    }

    @Override
    void vanish() {
        broker.refuseConnections(true);
        broker.cutConnections();
    }

    @Override
    void reappear() {
        broker.refuseConnections(false);
    }

    @Override
    int connections() {
        return broker.connections();
    }
}
