package io.carrotmq.ra.outbound;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.carrotmq.CarrotException;
import io.carrotmq.Connection;
import io.carrotmq.ConnectionFactory;
import io.carrotmq.OutgoingMessage;
import io.carrotmq.Properties;
import io.carrotmq.testkit.Await;
import io.carrotmq.testkit.RabbitMq;
import io.carrotmq.topology.ExchangeDeclaration;
import io.carrotmq.topology.QueueDeclaration;
import io.carrotmq.topology.Topology;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a broker forgot in a restart is declared anew by the next connection. */
@Timeout(180)
class DeclareAfterRestartIT {
    private static final Duration BOUND = Duration.ofSeconds(60);

    private static final Topology TOPOLOGY = Topology.builder()
            .exchange(ExchangeDeclaration.fanout("short-lived").durable(false))
            .queue(QueueDeclaration.exclusive("mine").autoDelete(false))
            .bind("short-lived", "mine")
            .build();

    @Test
    void topologyIsThereAgainAfterTheBrokerCameBack() {
        try (RabbitMq broker = RabbitMq.start();
                ConnectionFactory connections =
                        ConnectionFactory.open(broker.uri().toString())) {
            try (Connection before = connections.connect()) {
                useOf(before);
                broker.restart();
            }
            Await.until("a message through what was declared anew", BOUND, () -> {
                try (Connection after = connections.connect()) {
                    return useOf(after);
                } catch (CarrotException notYet) {
                    return false;
                }
            });
        }
    }

    private static boolean useOf(Connection connection) {
        connection.declare(TOPOLOGY);
        connection.publish(new OutgoingMessage("short-lived", "", true, Properties.NONE, "x".getBytes(UTF_8)));
        assertThat(connection.messageCount("mine").orElseThrow()).isPositive();
        return true;
    }
}
