package io.carrotmq.ra.outbound;

import io.carrotmq.testkit.EmbeddedQpid;
import io.carrotmq.testkit.WithBroker;

/** On Qpid. */
@WithBroker
class QpidModesIT extends ProxiedModes {
    QpidModesIT(EmbeddedQpid broker) {
        super(broker);
    }
}
