package io.carrotmq.contract;

import io.carrotmq.Capability;
import io.carrotmq.testkit.EmbeddedActiveMq;
import io.carrotmq.testkit.WithBroker;
import java.util.Set;

/** ActiveMQ Classic through STOMP. It makes queues by itself, and lets nobody delete one that is consumed from. */
@WithBroker
class ActiveMqContractIT extends StompContract {

    ActiveMqContractIT(EmbeddedActiveMq broker) {
        super(broker, new ActiveMqView(broker));
    }

    /** A header has room for 10 KiB. */
    @Override
    int largestHeader() {
        return 5_000;
    }

    /** The broker counts what it has sent ahead as delivered. */
    @Override
    boolean marksWhatWasSentAhead() {
        return true;
    }

    @Override
    boolean matchesAnyPattern() {
        return false;
    }

    @Override
    Set<Capability> expectedCapabilities() {
        return Set.of(
                Capability.EXCHANGES,
                Capability.BINDINGS,
                Capability.MANDATORY,
                Capability.LOOKUP,
                Capability.EXPIRATION,
                Capability.REJECT,
                Capability.TRANSACTIONS);
    }
}
