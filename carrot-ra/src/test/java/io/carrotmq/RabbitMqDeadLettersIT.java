package io.carrotmq;

import io.carrotmq.testkit.RabbitMq;
import io.carrotmq.testkit.WithBroker;

@WithBroker
class RabbitMqDeadLettersIT extends DeadLettersBehaviour {
    private final RabbitMq broker;

    RabbitMqDeadLettersIT(RabbitMq broker) {
        this.broker = broker;
    }

    @Override
    String uri() {
        return broker.uri().toString();
    }
}
