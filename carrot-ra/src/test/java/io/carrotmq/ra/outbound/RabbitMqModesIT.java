package io.carrotmq.ra.outbound;

import io.carrotmq.testkit.RabbitMq;
import io.carrotmq.testkit.WithBroker;

/** On RabbitMQ 4.3. */
@WithBroker
class RabbitMqModesIT extends ProxiedModes {
    RabbitMqModesIT(RabbitMq broker) {
        super(broker);
    }
}
