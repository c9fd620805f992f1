package io.carrotmq.stomp.client;

import io.carrotmq.testkit.RabbitMq;
import io.carrotmq.testkit.WithBroker;
import java.net.URI;
import org.junit.jupiter.api.Nested;

@WithBroker
class RabbitMqClientIT {
    private final TestedBroker tested;

    RabbitMqClientIT(RabbitMq broker) {
        tested = new TestedBroker(URI.create(broker.stompUri() + "/%2F"), TestedBroker.Refused.COMES_AGAIN, true);
    }

    @Nested
    class Verbs extends VerbContract {
        Verbs() {
            super(tested);
        }
    }

    @Nested
    class Handlers extends HandlerContract {
        Handlers() {
            super(tested);
        }
    }

    @Nested
    class Reconnection extends ReconnectContract {
        Reconnection() {
            super(tested);
        }
    }
}
