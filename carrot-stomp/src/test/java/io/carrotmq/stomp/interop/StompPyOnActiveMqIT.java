package io.carrotmq.stomp.interop;

import io.carrotmq.testkit.EmbeddedActiveMq;
import io.carrotmq.testkit.WithBroker;
import java.net.URI;
import org.junit.jupiter.api.BeforeEach;

/** T-13 at ActiveMQ Classic. */
@WithBroker
class StompPyOnActiveMqIT extends StompPyContract {
    private URI broker;

    @BeforeEach
    void meet(EmbeddedActiveMq running) {
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

    /** Measured: it takes them for escapes. */
    @Override
    String backslashesOfTheOldestVersion(String sent) {
        return sent.replace("\\n", "\n").replace("\\c", ":");
    }
}
