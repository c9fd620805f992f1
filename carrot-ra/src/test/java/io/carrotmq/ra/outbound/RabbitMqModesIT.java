package io.carrotmq.ra.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.carrotmq.TransactionMode;
import io.carrotmq.testkit.RabbitMq;
import io.carrotmq.testkit.WithBroker;
import io.carrotmq.topology.QueueDeclaration;
import java.net.URI;
import org.junit.jupiter.api.Test;

/** On RabbitMQ 4.3. */
@WithBroker
class RabbitMqModesIT extends ProxiedModes {
    private final URI broker;

    RabbitMqModesIT(RabbitMq broker) {
        super(broker);
        this.broker = broker.uri();
    }

    @Test
    void queueThatRefusesItsPartFailsTheCommitOfTx() throws Exception {
        assertQueueThatRefusesItsPartFailsTheCommitOfTx();
    }

    /** It answers before it knows what the queue has said; docs/transactions.md warns of that. */
    @Test
    void fullQuorumQueueDropsWhatIsCommittedInTxAndNobodyIsTold() throws Exception {
        try (Scene scene = new Scene(broker, broker, TransactionMode.TX)) {
            String full = scene.fullQueue(queue -> QueueDeclaration.quorum(queue.name()));
            long before = scene.count(full);
            scene.begin();
            scene.connection().publish(Scene.messageTo(full));
            assertThat(scene.transaction().commit()).isNull();
            assertThat(scene.count(full)).isEqualTo(before);
        }
        try (Scene scene = new Scene(broker, broker, TransactionMode.LOCAL)) {
            String full = scene.fullQueue(queue -> QueueDeclaration.quorum(queue.name()));
            scene.begin();
            scene.connection().publish(Scene.messageTo(full));
            assertThat(scene.transaction().commit()).hasMessageContaining("CARROT-0602");
        }
    }
}
