package io.carrotmq.transport.memory;

import io.carrotmq.testkit.RabbitMq;
import io.carrotmq.testkit.WithBroker;

@WithBroker
class RabbitMqQueueIT extends QueueBehaviour {
    private final RabbitMq broker;

    RabbitMqQueueIT(RabbitMq broker) {
        this.broker = broker;
    }

    @Override
    String uri() {
        return broker.uri().toString();
    }
}
