package io.carrotmq.stomp.interop;

import io.carrotmq.testkit.EmbeddedArtemis;
import io.carrotmq.testkit.WithBroker;
import java.net.URI;
import org.junit.jupiter.api.BeforeEach;

/** T-13 at Artemis. */
@WithBroker
class StompPyOnArtemisIT extends StompPyContract {
    private URI broker;

    @BeforeEach
    void meet(EmbeddedArtemis running) {
        broker = running.uri();
    }

    @Override
    URI broker() {
        return broker;
    }

    @Override
    boolean deliversAgainAfterNack() {
        return false;
    }

    /** Measured: it takes them for acknowledgements outside. */
    @Override
    boolean hasAcksInTransactions() {
        return false;
    }

    @Override
    String backslashesOfTheOldestVersion(String sent) {
        return sent;
    }
}
