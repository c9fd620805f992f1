package io.carrotmq.stomp.client;

import io.carrotmq.testkit.EmbeddedArtemis;
import io.carrotmq.testkit.WithBroker;
import java.net.URI;

@WithBroker
class ArtemisClientIT extends ClientContract {
    private final EmbeddedArtemis broker;

    ArtemisClientIT(EmbeddedArtemis broker) {
        this.broker = broker;
    }

    @Override
    URI uri() {
        return broker.uri();
    }

    @Override
    String deadLetters() {
        return "/queue/DLQ";
    }
}
