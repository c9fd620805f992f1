package io.carrotmq.transport.memory;

import io.carrotmq.testkit.RabbitMq;
import io.carrotmq.testkit.WithBroker;

@WithBroker
class RabbitMqRefusalIT extends RefusalBehaviour {
    private final RabbitMq broker;

    RabbitMqRefusalIT(RabbitMq broker) {
        this.broker = broker;
    }

    @Override
    String uri() {
        return broker.uri().toString();
    }
}
