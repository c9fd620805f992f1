package io.carrotmq.contract;

import io.carrotmq.Capability;
import io.carrotmq.testkit.EmbeddedQpid;
import io.carrotmq.testkit.WithBroker;
import java.util.Set;

/** Apache Qpid Broker-J, which has plain AMQP and next to nothing beyond. */
@WithBroker
class QpidContractIT extends ProxiedContract {

    QpidContractIT(EmbeddedQpid broker) {
        super(broker);
    }

    @Override
    boolean ordersAcrossQueues() {
        return false;
    }

    @Override
    boolean countsUnsettled() {
        return true;
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
                Capability.SINGLE_ACTIVE_CONSUMER,
                Capability.TRANSACTIONS);
    }
}
