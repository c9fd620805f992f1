package io.carrotmq;

import static org.assertj.core.api.Assertions.assertThat;

import io.carrotmq.testkit.Await;
import io.carrotmq.testkit.Management;
import io.carrotmq.testkit.RabbitMq;
import io.carrotmq.testkit.RabbitVersion;
import io.carrotmq.topology.QueueDeclaration;
import io.carrotmq.topology.Topology;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a delay queue does with messages whose queue is gone. */
@Timeout(120)
class DelayQueueIT {
    private static final Duration BOUND = Duration.ofSeconds(30);
    private static final Duration DELAY = Duration.ofSeconds(1);

    @Test
    void delayQueueKeepsWhatCannotGoBack() throws Exception {
        keepsWhatCannotGoBack(RabbitMq.shared());
    }

    @Test
    void delayQueueOfAnOldBrokerKeepsWhatCannotGoBack() throws Exception {
        keepsWhatCannotGoBack(RabbitMq.shared(RabbitVersion.V3_10));
    }

    /** Beside a queue that drops what cannot go on, which shows when that has been tried. */
    private static void keepsWhatCannotGoBack(RabbitMq broker) throws Exception {
        Management management = broker.management();
        String queue = "source-" + UUID.randomUUID();
        String delayed = queue + ".retry." + DELAY.toMillis();
        QueueDeclaration dropping = QueueDeclaration.quorum(queue + ".dropping")
                .deadLetterTo("", queue)
                .ttl(DELAY.plusSeconds(1));
        try (ConnectionFactory connections = ConnectionFactory.open(broker.uri().toString());
                Connection connection = connections.connect()) {
            connection.declare(Topology.builder()
                    .queue(QueueDeclaration.of(queue))
                    .queue(dropping)
                    .build());
            OutgoingMessage message = new OutgoingMessage("", queue, true, Properties.NONE, new byte[1]);
            connection.publish(message);
            Redelivery redelivery = Redelivery.DEFAULT.delays(DELAY, 1, DELAY).mode(Redelivery.Mode.DELAY_QUEUE);
            try (Subscription subscription =
                    connection.subscribe(queue, SubscribeOptions.DEFAULT.redelivery(redelivery))) {
                subscription.poll(BOUND).orElseThrow().fail(new IllegalStateException("no"));
            }
            connection.deleteQueue(queue);
            connection.publish(new OutgoingMessage("", dropping.name(), true, Properties.NONE, new byte[1]));
            Await.until("the message in the other queue", BOUND, () -> management.messages(dropping.name()) == 1);
            Await.until("it to be dropped", BOUND, () -> management.messages(dropping.name()) == 0);
            assertThat(management.messages(delayed)).isEqualTo(1);
            connection.deleteQueue(delayed);
            connection.deleteQueue(dropping.name());
        }
    }
}
