package io.carrotmq.contract;

import io.carrotmq.Capability;
import io.carrotmq.testkit.RabbitMq;
import io.carrotmq.testkit.WithBroker;
import java.util.Set;

/** RabbitMQ 4.3. */
@WithBroker
class RabbitMqContractIT extends ProxiedContract {
    private static final Set<Capability> CAPABILITIES = Set.of(
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
            Capability.STREAMS,
            Capability.MESSAGE_TTL,
            Capability.EXPIRATION,
            Capability.QUEUE_TTL,
            Capability.LENGTH_LIMIT,
            Capability.PRIORITIES,
            Capability.DEAD_LETTERS,
            Capability.DELIVERY_LIMIT,
            Capability.SINGLE_ACTIVE_CONSUMER,
            Capability.DELAYED_RETRY,
            Capability.EXCHANGE_TO_EXCHANGE,
            Capability.ALTERNATE_EXCHANGE,
            Capability.REJECT,
            Capability.CANCEL_NOTICE,
            Capability.BLOCKED_NOTICE,
            Capability.MISMATCH_CHECK,
            Capability.SENDER_SELECTED_ROUTING,
            Capability.DIRECT_REPLY_TO,
            Capability.TRANSACTIONS);

    RabbitMqContractIT(RabbitMq broker) {
        super(broker);
    }

    @Override
    boolean takesLargeHeaders() {
        return false;
    }

    @Override
    Set<Capability> expectedCapabilities() {
        return CAPABILITIES;
    }
}
