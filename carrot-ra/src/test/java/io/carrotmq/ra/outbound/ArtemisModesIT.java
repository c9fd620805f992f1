package io.carrotmq.ra.outbound;

import io.carrotmq.testkit.EmbeddedArtemis;
import io.carrotmq.testkit.WithBroker;

/** On Apache Artemis, through STOMP. */
@WithBroker
class ArtemisModesIT extends ProxiedModes {
    ArtemisModesIT(EmbeddedArtemis broker) {
        super(broker);
    }

    @Override
    Nobody nobody() {
        return Nobody.CANNOT_BE;
    }
}
