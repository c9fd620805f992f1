package io.carrotmq.transport.memory;

import io.carrotmq.testkit.RabbitMq;
import io.carrotmq.testkit.WithBroker;

@WithBroker
class RabbitMqConsumerIT extends ConsumerBehaviour {
    private final RabbitMq broker;

    RabbitMqConsumerIT(RabbitMq broker) {
        this.broker = broker;
    }

    @Override
    String uri() {
        return broker.uri().toString();
    }
}
