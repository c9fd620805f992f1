package io.carrotmq.example.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.carrotmq.TransactionMode;
import io.carrotmq.example.it.probe.SendsResource.Report;
import io.carrotmq.example.it.probe.Source;
import io.carrotmq.example.it.probe.StateResource.State;
import io.carrotmq.example.it.probe.Wish;
import io.carrotmq.example.it.probe.Wish.End;
import io.carrotmq.testkit.RabbitMq;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

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

    private Report send(TransactionMode mode, Source source, End end, String exchange, String key) throws Exception {
        return app.post("sends", new Wish(id, mode, null, source, end, exchange, key), Report.class);
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
    @CsvSource({
        "SYNCHRONIZATION, DEFAULT", "SYNCHRONIZATION, XA", "SYNCHRONIZATION, NONE", "LOCAL, XA", "LOCAL, NONE",
        "AFTER_COMMIT, DEFAULT", "AFTER_COMMIT, XA", "AFTER_COMMIT, NONE", "TX, XA", "TX, NONE"
    })
    void committedSend_isInTheQueueWhenCommitReturns(TransactionMode mode, Source source) throws Exception {
        Report report = send(mode, source, End.COMMIT, "", queue);

        assertThat(queues.take(queue)).contains(id);
        assertThat(report.problems()).isEmpty();
        assertThat(report.receipt()).isEqualTo("ENLISTED");
        assertThat(report.committed()).isTrue();
        assertThat(queues.take(queue)).isEmpty();
        assertRows(source, 1);
    }

    @ParameterizedTest
    @CsvSource({
        "SYNCHRONIZATION, DEFAULT", "SYNCHRONIZATION, XA", "SYNCHRONIZATION, NONE", "LOCAL, XA", "LOCAL, NONE",
        "AFTER_COMMIT, DEFAULT", "AFTER_COMMIT, XA", "AFTER_COMMIT, NONE", "TX, XA", "TX, NONE"
    })
    void rolledBackSend_isNeverSeen(TransactionMode mode, Source source) throws Exception {
        Report report = send(mode, source, End.ROLLBACK, "", queue);

        assertThat(report.receipt()).isEqualTo("ENLISTED");
        assertThat(report.problems()).isEmpty();
        assertRows(source, 0);
        assertNothingSent();
    }

    @ParameterizedTest
    @CsvSource({"SYNCHRONIZATION, DEFAULT", "SYNCHRONIZATION, XA", "SYNCHRONIZATION, NONE", "LOCAL, XA", "LOCAL, NONE"})
    void unroutableSend_rollsBackTheTransaction(TransactionMode mode, Source source) throws Exception {
        assertRolledBack(send(mode, source, End.COMMIT, "", "nobody.takes.this"), source, "CARROT-0601");
    }

    @ParameterizedTest
    @EnumSource(names = {"XA", "NONE"})
    void unroutableSendInTx_rollsBackTheTransaction(Source source) throws Exception {
        Report report = send(TransactionMode.TX, source, End.COMMIT, "", "nobody.takes.this");
        assertRolledBack(report, source, "CARROT-0665");
        assertThat(report.problems()).anyMatch(line -> line.contains("CARROT-0601"));
    }

    @ParameterizedTest
    @EnumSource
    void unroutableSendAfterCommit_isLost(Source source) throws Exception {
        Report report = send(TransactionMode.AFTER_COMMIT, source, End.COMMIT, "", "nobody.takes.this");
        assertThat(report.problems()).isEmpty();
        assertThat(report.receipt()).isEqualTo("ENLISTED");
        assertThat(report.committed()).isTrue();
        assertRows(source, 1);
    }

    @ParameterizedTest
    @CsvSource({"LOCAL, XA, 0", "AFTER_COMMIT, DEFAULT, 0", "AFTER_COMMIT, XA, 0", "TX, XA, 0", "NONE, DEFAULT, 1"})
    void beforeTheCommit_nobodySeesTheMessage(TransactionMode mode, Source source, long seen) throws Exception {
        Report report = send(mode, source, End.LOOK_AND_COMMIT, "", queue);

        assertThat(queues.takeAll(queue)).containsExactly(id);
        assertThat(report.problems()).isEmpty();
        assertThat(report.seenBefore()).isEqualTo(seen);
        assertThat(report.committed()).isTrue();
        assertRows(source, 1);
    }

    @Test
    void sendWithoutTransactionMode_isOutWhateverBecomesOfTheTransaction() throws Exception {
        Report report = send(TransactionMode.NONE, Source.DEFAULT, End.ROLLBACK, "", queue);

        assertThat(report.receipt()).isEqualTo("CONFIRMED");
        assertRows(Source.DEFAULT, 0);
        assertThat(queues.takeAll(queue)).containsExactly(id);
    }

    @ParameterizedTest
    @CsvSource({
        "SYNCHRONIZATION, AFTER_COMMIT, DEFAULT", "SYNCHRONIZATION, NONE, DEFAULT", "NONE, SYNCHRONIZATION, DEFAULT",
        "LOCAL, TX, XA", "TX, LOCAL, XA", "TX, AFTER_COMMIT, XA"
    })
    void sendWithAModeOfItsOwn_goesByThat(TransactionMode mode, TransactionMode own, Source source) throws Exception {
        Report report = app.post("sends", new Wish(id, mode, own, source, End.COMMIT, "", queue), Report.class);

        assertThat(queues.takeAll(queue)).containsExactly(id);
        assertThat(report.problems()).isEmpty();
        assertThat(report.receipt()).isEqualTo(own == TransactionMode.NONE ? "CONFIRMED" : "ENLISTED");
        assertRows(source, 1);
    }

    @Test
    void sendWithAModeTheContainerMustKnowOf_isRefusedByAnotherFactory() throws Exception {
        Wish wish = new Wish(
                id, TransactionMode.SYNCHRONIZATION, TransactionMode.TX, Source.DEFAULT, End.COMMIT, "", queue);
        Report report = app.post("sends", wish, Report.class);

        assertThat(report.committed()).isFalse();
        assertThat(report.problems().get(0)).startsWith("UnsupportedException: CARROT-0662");
        assertRows(Source.DEFAULT, 0);
        assertNothingSent();
    }

    @ParameterizedTest
    @CsvSource({"SYNCHRONIZATION, DEFAULT", "SYNCHRONIZATION, XA", "LOCAL, XA"})
    void sendToMissingExchange_rollsBackTheTransaction(TransactionMode mode, Source source) throws Exception {
        assertRolledBack(send(mode, source, End.COMMIT, "no.such.exchange", queue), source, "CARROT-0607");
    }

    @Test
    void sendToMissingExchangeInTx_throwsOnThatCall() throws Exception {
        Report report = send(TransactionMode.TX, Source.XA, End.COMMIT, "no.such.exchange", queue);

        assertThat(report.receipt()).isNull();
        assertThat(report.committed()).isFalse();
        assertThat(report.problems().get(0)).startsWith("MessageRefusedException: CARROT-0607");
        assertRows(Source.XA, 0);
    }

    @ParameterizedTest
    @CsvSource({"SYNCHRONIZATION, DEFAULT", "SYNCHRONIZATION, XA", "LOCAL, XA", "TX, XA"})
    void sendTheBrokerDoesNotConfirm_rollsBackTheTransaction(TransactionMode mode, Source source) throws Exception {
        Report report;
        // Connected before, and a channel open to commit on: this is about the confirm.
        assertThat(send(mode, Source.NONE, End.COMMIT, "", queue).committed()).isTrue();
        RabbitMq.shared().freeze();
        try {
            report = send(mode, source, End.COMMIT, "", queue);
        } finally {
            RabbitMq.shared().thaw();
        }
        assertRolledBack(report, source, mode == TransactionMode.TX ? "CARROT-0666" : "CARROT-0603");
    }

    @Test
    void modeLocalBesideTheDefaultDataSource_isRefusedAloud() throws Exception {
        Report report = send(TransactionMode.LOCAL, Source.DEFAULT, End.COMMIT, "", queue);

        assertThat(report.committed()).isFalse();
        assertThat(report.receipt()).isNull();
        assertThat(report.problems().get(0)).contains("CARROT-0221");
        assertThat(report.problems()).anyMatch(line -> line.contains("IJ000461"));
        assertRows(Source.DEFAULT, 0);
        assertNothingSent();
    }
}
