package io.carrotmq.stomp.client;

import io.carrotmq.testkit.EmbeddedActiveMq;
import io.carrotmq.testkit.WithBroker;
import org.junit.jupiter.api.Nested;

@WithBroker
class ActiveMqClientIT {
    private final TestedBroker tested;

    ActiveMqClientIT(EmbeddedActiveMq broker) {
        tested = new TestedBroker(broker.uri(), TestedBroker.Refused.GOES_TO_DEAD_LETTERS, true);
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
