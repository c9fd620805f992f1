package io.carrotmq.stomp.client;

import io.carrotmq.testkit.EmbeddedActiveMq;
import io.carrotmq.testkit.WithBroker;
import java.net.URI;

@WithBroker
class ActiveMqClientIT extends ClientContract {
    private final EmbeddedActiveMq broker;

    ActiveMqClientIT(EmbeddedActiveMq broker) {
        this.broker = broker;
    }

    @Override
    URI uri() {
        return broker.uri();
    }

    @Override
    String deadLetters() {
        return "/queue/ActiveMQ.DLQ";
    }
}
