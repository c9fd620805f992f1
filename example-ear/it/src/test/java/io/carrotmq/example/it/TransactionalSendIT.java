package io.carrotmq.example.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.carrotmq.example.it.probe.SendsResource.Report;
import io.carrotmq.example.it.probe.Source;
import io.carrotmq.example.it.probe.StateResource.State;
import io.carrotmq.example.it.probe.Wish;
import io.carrotmq.example.it.probe.Wish.End;
import io.carrotmq.example.it.probe.Wish.Mode;
import io.carrotmq.testkit.RabbitMq;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A message and a row in one transaction: both or neither. */
@Timeout(180)
class TransactionalSendIT {
    private App app;
    private RawQueues queues;
    private String queue;
    private String id;

    @BeforeEach
    void declareQueue() throws Exception {
        app = ProbeServer.shared().app();
        queues = new RawQueues(ProbeServer.brokerUri());
        queue = queues.declare();
        id = UUID.randomUUID().toString();
    }

    @AfterEach
    void close() throws Exception {
        ProbeServer.management().deleteQueue(queue);
        queues.close();
    }

    private Report send(Mode mode, Source source, End end, String exchange, String key) throws Exception {
        return app.post("sends", new Wish(id, mode, source, end, exchange, key), Report.class);
    }

    private void assertRows(Source source, int expected) throws Exception {
        State state = app.get("state/" + id, State.class);
        assertThat(state.ordinaryRows()).isEqualTo(source == Source.DEFAULT ? expected : 0);
        assertThat(state.xaRows()).isEqualTo(source == Source.XA ? expected : 0);
    }

    /** What was sent before it would be found before it. */
    private void assertNothingSent() throws Exception {
        queues.publish(queue, "marker");
        queues.confirm();
        assertThat(queues.takeAll(queue)).containsExactly("marker");
    }

    private void assertRolledBack(Report report, Source source, String code) throws Exception {
        assertThat(report.committed()).isFalse();
        assertThat(report.problems()).anyMatch(line -> line.contains("RollbackException"));
        assertThat(report.problems()).anyMatch(line -> line.contains(code));
        assertRows(source, 0);
    }

    @ParameterizedTest
    @CsvSource({"SYNCHRONIZATION, DEFAULT", "SYNCHRONIZATION, XA", "SYNCHRONIZATION, NONE", "LOCAL, XA", "LOCAL, NONE"})
    void committedSend_isInTheQueueWhenCommitReturns(Mode mode, Source source) throws Exception {
        Report report = send(mode, source, End.COMMIT, "", queue);

        assertThat(queues.take(queue)).contains(id);
        assertThat(report.problems()).isEmpty();
        assertThat(report.receipt()).isEqualTo("ENLISTED");
        assertThat(report.committed()).isTrue();
        assertThat(queues.take(queue)).isEmpty();
        assertRows(source, 1);
    }

    @ParameterizedTest
    @CsvSource({"SYNCHRONIZATION, DEFAULT", "SYNCHRONIZATION, XA", "SYNCHRONIZATION, NONE", "LOCAL, XA", "LOCAL, NONE"})
    void rolledBackSend_isNeverSeen(Mode mode, Source source) throws Exception {
        Report report = send(mode, source, End.ROLLBACK, "", queue);

        assertThat(report.receipt()).isEqualTo("ENLISTED");
        assertThat(report.problems()).isEmpty();
        assertRows(source, 0);
        assertNothingSent();
    }

    @ParameterizedTest
    @CsvSource({"SYNCHRONIZATION, DEFAULT", "SYNCHRONIZATION, XA", "SYNCHRONIZATION, NONE", "LOCAL, XA", "LOCAL, NONE"})
    void unroutableSend_rollsBackTheTransaction(Mode mode, Source source) throws Exception {
        assertRolledBack(send(mode, source, End.COMMIT, "", "nobody.takes.this"), source, "CARROT-0601");
    }

    @ParameterizedTest
    @CsvSource({"SYNCHRONIZATION, DEFAULT", "SYNCHRONIZATION, XA", "LOCAL, XA"})
    void sendToMissingExchange_rollsBackTheTransaction(Mode mode, Source source) throws Exception {
        assertRolledBack(send(mode, source, End.COMMIT, "no.such.exchange", queue), source, "CARROT-0607");
    }

    @ParameterizedTest
    @CsvSource({"SYNCHRONIZATION, DEFAULT", "SYNCHRONIZATION, XA", "LOCAL, XA"})
    void sendTheBrokerDoesNotConfirm_rollsBackTheTransaction(Mode mode, Source source) throws Exception {
        Report report;
        // Connected before: this is about the confirm.
        assertThat(send(mode, Source.NONE, End.NO_TRANSACTION, "", queue).receipt())
                .isEqualTo("CONFIRMED");
        RabbitMq.shared().freeze();
        try {
            report = send(mode, source, End.COMMIT, "", queue);
        } finally {
            RabbitMq.shared().thaw();
        }
        assertRolledBack(report, source, "CARROT-0603");
    }

    @Test
    void modeLocalBesideTheDefaultDataSource_isRefusedAloud() throws Exception {
        Report report = send(Mode.LOCAL, Source.DEFAULT, End.COMMIT, "", queue);

        assertThat(report.committed()).isFalse();
        assertThat(report.receipt()).isNull();
        assertThat(report.problems().get(0)).contains("CARROT-0221");
        assertThat(report.problems()).anyMatch(line -> line.contains("IJ000461"));
        assertRows(Source.DEFAULT, 0);
        assertNothingSent();
    }
}
