package io.carrotmq.stomp.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.carrotmq.stomp.StompException;
import io.carrotmq.stomp.StompTimeoutException;
import io.carrotmq.stomp.command.HeartBeat;
import io.carrotmq.stomp.failover.BrokerAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** A client beats by itself, gives a silent broker up, and connects again, with heart-beats as before. */
class ClientHeartBeatTest extends ScriptedBrokerTests {
    @Test
    void t04_beatsAndGivesUpASilentBroker_onEachConnection() throws Exception {
        CountDownLatch second = new CountDownLatch(1);
        FakeBroker broker = broker(peer -> {
            frames.add(peer.greet("version:1.2", "heart-beat:200,200"));
            if (connections.incrementAndGet() == 2) {
                second.countDown();
            }
            peer.frame(); // counts beats until the client hangs up
            frames.add("beats " + peer.beats);
        });
        CompletableFuture<StompException> lost = new CompletableFuture<>();
        StompClient client = connected(options(broker, "")
                .connection(ConnectionOptions.DEFAULT.toBuilder()
                        .heartBeat(new HeartBeat(Duration.ofMillis(200), Duration.ofMillis(200)))
                        .build())
                .listener(new ClientListener() {
                    @Override
                    public void lost(BrokerAddress from, StompException cause) {
                        lost.complete(cause);
                    }
                }));

        assertThat(await(lost)).isInstanceOf(StompTimeoutException.class).hasMessageContaining("CARROT-0454");
        assertThat(frame()).contains("heart-beat:200,200", "host:/\n");
        assertThat(frame()).startsWith("beats ").isNotEqualTo("beats 0");
        assertThat(frame()).contains("heart-beat:200,200");
        assertThat(frame()).startsWith("beats ").isNotEqualTo("beats 0");
        assertThat(second.getCount()).isZero();
        client.async().disconnect(Duration.ofMillis(1));
    }
}
