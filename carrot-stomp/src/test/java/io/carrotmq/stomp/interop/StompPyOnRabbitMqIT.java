package io.carrotmq.stomp.interop;

import io.carrotmq.testkit.RabbitMq;
import io.carrotmq.testkit.WithBroker;
import java.net.URI;
import org.junit.jupiter.api.BeforeEach;

/** T-13 at RabbitMQ. */
@WithBroker
class StompPyOnRabbitMqIT extends StompPyContract {
    private URI broker;

    @BeforeEach
    void meet(RabbitMq running) {
        broker = running.stompUri();
    }

    @Override
    URI broker() {
        return broker;
    }

    @Override
    String virtualHost() {
        return "/";
    }

    @Override
    boolean deliversAgainAfterNack() {
        return true;
    }

    /** Measured: it takes them for escapes, and ends the connection at one it does not know. */
    @Override
    String backslashesOfTheOldestVersion(String sent) {
        return sent.replace("\\n", "\n").replace("\\c", ":");
    }

    /** Measured: it escapes them. */
    @Override
    String colonsForTheOldestVersion(String sent) {
        return sent.replace(":", "\\c");
    }
}
