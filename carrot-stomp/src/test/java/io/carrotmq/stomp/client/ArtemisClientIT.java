package io.carrotmq.stomp.client;

import io.carrotmq.testkit.EmbeddedArtemis;
import io.carrotmq.testkit.WithBroker;
import org.junit.jupiter.api.Nested;

@WithBroker
class ArtemisClientIT {
    private final TestedBroker tested;

    ArtemisClientIT(EmbeddedArtemis broker) {
        tested = new TestedBroker(broker.uri(), TestedBroker.Refused.IS_DROPPED, false);
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
