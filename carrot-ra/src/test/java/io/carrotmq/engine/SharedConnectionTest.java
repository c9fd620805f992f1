package io.carrotmq.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrotmq.ConnectException;
import org.junit.jupiter.api.Test;

class SharedConnectionTest {
    @Test
    void connectionThatIsMadeWhileItsFactoryIsClosedIsClosedToo() {
        RecordingBroker broker = new RecordingBroker();
        try (EngineThreads threads = new EngineThreads()) {
            SharedConnection connection = broker.connection(threads);
            broker.whileConnecting = connection::close;
            assertThatThrownBy(() -> connection.openChannel(closure -> {}))
                    .isInstanceOf(ConnectException.class)
                    .hasMessageStartingWith("CARROT-0212");
            assertThat(broker.isOpen()).isFalse();
        }
    }
}
