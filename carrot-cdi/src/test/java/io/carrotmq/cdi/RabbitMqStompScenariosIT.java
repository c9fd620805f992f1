package io.carrotmq.cdi;

import io.carrotmq.testkit.RabbitMq;
import io.carrotmq.testkit.WithBroker;

@WithBroker
class RabbitMqStompScenariosIT extends StompScenarios {
    private final RabbitMq broker;

    RabbitMqStompScenariosIT(RabbitMq broker) {
        super("RabbitMQ", broker.stompUri());
        this.broker = broker;
    }

    @Override
    long messages(String queue) {
        return broker.management().messages(queue);
    }
}
