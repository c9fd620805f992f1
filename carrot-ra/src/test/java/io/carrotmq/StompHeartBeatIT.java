package io.carrotmq;

import static org.assertj.core.api.Assertions.assertThat;

import io.carrotmq.event.ConnectionLost;
import io.carrotmq.testkit.EmbeddedActiveMq;
import io.carrotmq.testkit.EmbeddedArtemis;
import io.carrotmq.testkit.RabbitMq;
import io.carrotmq.testkit.WithBroker;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Brokers beat as they like, and a connection on which nothing else goes stays. */
@WithBroker
@Timeout(120)
class StompHeartBeatIT {
    /** Of heart-beats of a second. */
    private static final int QUIET_SECONDS = 8;

    @Test
    void aQuietConnectionStays(RabbitMq rabbit, EmbeddedActiveMq active, EmbeddedArtemis artemis) throws Exception {
        BlockingQueue<ConnectionLost> lost = new LinkedBlockingQueue<>();
        List<URI> brokers = List.of(rabbit.stompUri(), active.uri(), artemis.uri());
        ConnectionFactory[] factories = new ConnectionFactory[brokers.size()];
        Connection[] connections = new Connection[brokers.size()];
        try {
            for (int i = 0; i < brokers.size(); i++) {
                String uri = brokers.get(i).toString();
                factories[i] = ConnectionFactory.open(uri, Map.of("heartbeatSeconds", "1", "connectionName", uri));
                factories[i].observe(event -> {
                    if (event instanceof ConnectionLost loss) {
                        lost.add(loss);
                    }
                });
                connections[i] = factories[i].connect();
                connections[i].tell(new OutgoingMessage("", "quiet", false, Properties.NONE, new byte[0]));
            }
            assertThat(lost.poll(QUIET_SECONDS, TimeUnit.SECONDS)).isNull();
        } finally {
            for (int i = 0; i < brokers.size(); i++) {
                if (factories[i] != null) {
                    factories[i].close();
                }
            }
        }
    }
}
