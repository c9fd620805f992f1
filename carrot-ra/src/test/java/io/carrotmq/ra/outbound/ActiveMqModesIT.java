package io.carrotmq.ra.outbound;

import io.carrotmq.testkit.EmbeddedActiveMq;
import io.carrotmq.testkit.WithBroker;

/** On ActiveMQ Classic, through STOMP. */
@WithBroker
class ActiveMqModesIT extends ProxiedModes {
    ActiveMqModesIT(EmbeddedActiveMq broker) {
        super(broker);
    }

    @Override
    Nobody nobody() {
        return Nobody.COMES_BACK_FROM_EXCHANGES;
    }
}
