package io.carrotmq.stomp.client;

import io.carrotmq.testkit.RabbitMq;
import io.carrotmq.testkit.WithBroker;
import java.net.URI;

@WithBroker
class RabbitMqClientIT extends ClientContract {
    private final RabbitMq broker;

    RabbitMqClientIT(RabbitMq broker) {
        this.broker = broker;
    }

    @Override
    URI uri() {
        return URI.create(broker.stompUri() + "/%2F");
    }

    @Override
    String deadLetters() {
        return null;
    }
}
