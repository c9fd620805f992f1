package io.carrotmq.ra.inbound;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.carrotmq.Connection;
import io.carrotmq.ConnectionFactory;
import io.carrotmq.OutgoingMessage;
import io.carrotmq.Properties;
import io.carrotmq.ra.container.Profile;
import io.carrotmq.testkit.Await;
import io.carrotmq.transport.memory.MemoryBroker;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A message-driven bean on a broker in memory. */
@Timeout(120)
class MemoryDeliveryTest {
    @Test
    void whatFailsComesAgainAndALostConnectionIsReplaced() throws Exception {
        MemoryBroker broker = MemoryBroker.named("mdb-" + UUID.randomUUID());
        List<Boolean> redelivered = new CopyOnWriteArrayList<>();
        try (Deployment deployment = new Deployment(Profile.WILDFLY, URI.create(broker.uri()))) {
            deployment.activate(
                    deployment.marked(delivery -> {
                        redelivered.add(delivery.envelope().redelivered());
                        if (redelivered.size() == 1) {
                            throw new IllegalArgumentException("not this time");
                        }
                        deployment.container.write("row");
                    }),
                    Deployment.spec("orders"));
            try (ConnectionFactory factory = ConnectionFactory.open(broker.uri())) {
                send(factory);
                Await.until(
                        "a row",
                        Deployment.BOUND,
                        () -> deployment.container.rows().size() == 1);
                assertThat(redelivered).containsExactly(false, true);
                broker.cutConnections();
                send(factory);
                // Three if the first one's acknowledgement was cut off, too.
                Await.until(
                        "another",
                        Deployment.BOUND,
                        () -> deployment.container.rows().size() >= 2);
            }
        } finally {
            broker.remove();
        }
    }

    /** Sends an order once the queue is there. */
    private static void send(ConnectionFactory factory) {
        Properties json = Properties.builder().contentType("application/json").build();
        byte[] order = new Order("carrot", 1).json().getBytes(UTF_8);
        Await.until("a confirm", Deployment.BOUND, () -> {
            try (Connection connection = factory.connect()) {
                connection.publish(new OutgoingMessage("", "orders", true, json, order));
                return true;
            }
        });
    }
}
