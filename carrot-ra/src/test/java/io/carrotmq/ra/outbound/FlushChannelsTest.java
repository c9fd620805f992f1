package io.carrotmq.ra.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.carrotmq.OutgoingMessage;
import io.carrotmq.Properties;
import io.carrotmq.config.ConnectionSettings;
import io.carrotmq.config.Protocol;
import io.carrotmq.engine.Engine;
import io.carrotmq.engine.PublishLimits;
import io.carrotmq.testkit.Await;
import io.carrotmq.transport.memory.MemoryBroker;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class FlushChannelsTest {
    /** A container tells nobody that it has given up a connection factory. */
    @Test
    void channelNobodyNeedsIsClosedAndTheNextTransactionOpensAnother() {
        ConnectionSettings settings = new ConnectionSettings(
                Protocol.MEMORY,
                "flush-channels",
                0,
                "/",
                "guest",
                "guest",
                Duration.ofSeconds(5),
                Duration.ofSeconds(10),
                "test");
        OutgoingMessage message = new OutgoingMessage("", "nowhere", false, Properties.NONE, new byte[0]);
        try (Engine engine = new Engine()) {
            FlushChannels channels = new FlushChannels(
                    engine.link(settings),
                    new PublishLimits(Duration.ofSeconds(10), 10),
                    engine.threads(),
                    Duration.ofMillis(100));
            for (int i = 0; i < 2; i++) {
                assertThat(channels.publishAll(List.of(message))).hasSize(1);
                Await.until("no idle channel", Duration.ofSeconds(20), () -> channels.idle() == 0);
                Await.until(
                        "no connection",
                        Duration.ofSeconds(20),
                        () -> MemoryBroker.named("flush-channels").connections() == 0);
            }
        }
    }
}
