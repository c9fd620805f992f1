package io.carrotmq.contract;

import io.carrotmq.Capability;
import io.carrotmq.testkit.EmbeddedArtemis;
import io.carrotmq.testkit.WithBroker;
import java.util.Set;

/** Apache Artemis through STOMP. It makes queues by itself and has no exchanges. */
@WithBroker
class ArtemisContractIT extends StompContract {

    ArtemisContractIT(EmbeddedArtemis broker) {
        super(broker, new ViewThroughKit(broker));
    }

    /** Not if the consumer ends and its connection does not. */
    @Override
    boolean marksWhatIsLeft() {
        return false;
    }

    /** It counts bytes. */
    @Override
    boolean fillsPrefetch() {
        return false;
    }

    @Override
    Set<Capability> expectedCapabilities() {
        return Set.of(Capability.EXPIRATION, Capability.PRIORITIES, Capability.REJECT, Capability.TRANSACTIONS);
    }
}
