package io.carrotmq.example.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.carrotmq.TransactionMode;
import io.carrotmq.example.it.probe.SendsResource.Report;
import io.carrotmq.example.it.probe.Source;
import io.carrotmq.example.it.probe.Wish;
import io.carrotmq.example.it.probe.Wish.End;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A send that no queue takes fails on that very call, through the pool of the server, and the next one does not. */
@Timeout(120)
class FailedSendIT {
    private static final int ROUNDS = 5;

    private static App app;

    @BeforeAll
    static void deploy() throws Exception {
        app = ProbeServer.shared().app();
    }

    private static Report send(TransactionMode mode, String id, String exchange, String key) throws Exception {
        return app.post(
                "sends", new Wish(id, mode, null, Source.NONE, End.NO_TRANSACTION, exchange, key), Report.class);
    }

    @ParameterizedTest
    @EnumSource
    void unroutableSend_throwsOnThatCall(TransactionMode mode) throws Exception {
        try (RawQueues queues = new RawQueues(ProbeServer.brokerUri())) {
            String queue = queues.declare();
            for (int i = 0; i < ROUNDS; i++) {
                Report bad = send(mode, "bad", "", "nobody.takes.this");
                assertThat(bad.receipt()).isNull();
                assertThat(bad.problems().get(0)).startsWith("UnroutableException: CARROT-0601");

                Report good = send(mode, "good " + i, "", queue);
                assertThat(good).isEqualTo(new Report("CONFIRMED", null, false, List.of()));
                assertThat(queues.takeAll(queue)).containsExactly("good " + i);
            }
            ProbeServer.management().deleteQueue(queue);
        }
    }

    @ParameterizedTest
    @EnumSource
    void sendToMissingExchange_throwsOnThatCall_andTheNextOneWorks(TransactionMode mode) throws Exception {
        try (RawQueues queues = new RawQueues(ProbeServer.brokerUri())) {
            String queue = queues.declare();
            for (int i = 0; i < ROUNDS; i++) {
                Report bad = send(mode, "bad", "no.such.exchange", queue);
                assertThat(bad.receipt()).isNull();
                assertThat(bad.problems().get(0)).startsWith("MessageRefusedException: CARROT-0607");

                Report good = send(mode, "good " + i, "", queue);
                assertThat(good).isEqualTo(new Report("CONFIRMED", null, false, List.of()));
                assertThat(queues.takeAll(queue)).containsExactly("good " + i);
            }
            ProbeServer.management().deleteQueue(queue);
        }
    }
}
