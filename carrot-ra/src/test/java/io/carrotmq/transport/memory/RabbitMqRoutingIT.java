package io.carrotmq.transport.memory;

import io.carrotmq.testkit.RabbitMq;
import io.carrotmq.testkit.WithBroker;

@WithBroker
class RabbitMqRoutingIT extends RoutingBehaviour {
    private final RabbitMq broker;

    RabbitMqRoutingIT(RabbitMq broker) {
        this.broker = broker;
    }

    @Override
    String uri() {
        return broker.uri().toString();
    }
}
