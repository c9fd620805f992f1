package io.carrotmq.ra.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.carrotmq.LoggedLines;
import io.carrotmq.Receipt;
import io.carrotmq.TransactionMode;
import io.carrotmq.testkit.Await;
import io.carrotmq.transport.memory.MemoryBroker;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** With a broker in memory. */
class MemoryModesTest extends TransactionModeContract {
    private final MemoryBroker broker = MemoryBroker.named("modes");

    @AfterEach
    void remove() {
        broker.remove();
    }

    @Test
    void queueThatRefusesItsPartFailsTheCommitOfTx() throws Exception {
        assertQueueThatRefusesItsPartFailsTheCommitOfTx();
    }

    /** It was not asked to commit, and so it has not. */
    @Test
    void brokerThatTakesNothingFailsTheCommitOfTxAndNothingIsOut() throws Exception {
        try (Scene scene = new Scene(uri(), observed(), TransactionMode.TX);
                LoggedLines log = new LoggedLines("io.carrotmq.engine")) {
            scene.begin();
            CompletionStage<Receipt> stage = scene.connection().publishAsync(scene.message("one"));
            int connections = broker.connections();
            broker.block("low on memory");
            Await.until(
                    "Carrot to know, on each of its connections",
                    Duration.ofSeconds(30),
                    () -> log.with("CARROT-0214").size() == connections);
            try {
                assertThat(scene.transaction().commit()).hasMessageStartingWith("CARROT-0669");
            } finally {
                broker.unblock();
            }
            assertThat(stage.toCompletableFuture())
                    .failsWithin(Duration.ofSeconds(30))
                    .withThrowableOfType(ExecutionException.class)
                    .withMessageContaining("CARROT-0611");
            assertThat(scene.drain()).isEmpty();
        }
    }

    @Override
    URI uri() {
        return URI.create(broker.uri());
    }

    @Override
    URI observed() {
        return uri();
    }

    @Override
    void silence() {
        broker.freeze();
    }

    @Override
    void heal() {
        broker.thaw();
    }

    @Override
    void cut() {
        broker.cutConnections();
    }
}
