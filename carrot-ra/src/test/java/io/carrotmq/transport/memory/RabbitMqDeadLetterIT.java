package io.carrotmq.transport.memory;

import io.carrotmq.testkit.RabbitMq;
import io.carrotmq.testkit.WithBroker;

@WithBroker
class RabbitMqDeadLetterIT extends DeadLetterBehaviour {
    private final RabbitMq broker;

    RabbitMqDeadLetterIT(RabbitMq broker) {
        this.broker = broker;
    }

    @Override
    String uri() {
        return broker.uri().toString();
    }
}
