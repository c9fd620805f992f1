package io.carrotmq.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrotmq.Acknowledgement;
import io.carrotmq.Capability;
import io.carrotmq.DeadLetter;
import io.carrotmq.DeadLettering;
import io.carrotmq.Delivery;
import io.carrotmq.LoggedLines;
import io.carrotmq.MessageStateException;
import io.carrotmq.Properties;
import io.carrotmq.Redelivery;
import io.carrotmq.Redelivery.Mode;
import io.carrotmq.SubscribeOptions;
import io.carrotmq.UnsupportedException;
import io.carrotmq.testkit.Await;
import io.carrotmq.topology.QueueDeclaration;
import io.carrotmq.transport.IncomingMessage;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How messages that have failed move elsewhere: to delay queues, to the dead letters, or back. */
@Timeout(60)
class MovedMessagesTest extends FailureBench {
    // Elsewhere

    @Test
    void messageMovesToTheDelayQueueAndIsAcknowledgedThen() throws Exception {
        Inbox inbox = inbox(DELAYED);
        broker.deliver(FIRST, false, Properties.builder().type("t").build());
        next(inbox).fail(WHY);
        told("ack 1");
        IncomingMessage waiting = moved("q.retry.1000");
        assertThat(waiting.properties().type()).isEqualTo("t");
        assertThat(waiting.properties().expiration()).isEqualTo(Duration.ofSeconds(1));
        assertThat(waiting.properties().headers()).containsEntry(DeadLetter.ATTEMPTS_HEADER, 1);
    }

    @Test
    void messageThatCannotMoveWaitsInPlaceAndIsCounted() throws Exception {
        elsewhere.refuseConnections(true);
        try (LoggedLines lines = new LoggedLines("io.carrotmq.engine")) {
            Inbox inbox = inbox(DELAYED);
            broker.deliver(FIRST, 1);
            next(inbox).fail(WHY);
            Await.until(
                    "the warning", BOUND, () -> !lines.with("CARROT-0726 [q]").isEmpty());
            Await.until("the message to wait", BOUND, () -> {
                pass(Duration.ofSeconds(1));
                Optional<Delivery<byte[]>> again = look(inbox);
                again.ifPresent(delivery -> {
                    assertThat(delivery.envelope().attempt()).isEqualTo(2);
                    delivery.ack();
                });
                return again.isPresent();
            });
            told("ack 1");
        }
    }

    @Test
    void delayQueueThatIsDeletedIsDeclaredAgain() throws Exception {
        Inbox inbox = inbox(DELAYED);
        broker.deliver(FIRST, 2);
        next(inbox).fail(WHY);
        told("ack 1");
        deleteQueue("q.retry.1000");
        next(inbox).fail(WHY);
        told("ack 1", "ack 2");
        assertThat(moved("q.retry.1000").properties().headers()).containsEntry(DeadLetter.ATTEMPTS_HEADER, 1);
    }

    @Test
    void stateOfABrokerQueueIsTheBrokersToCount() throws Exception {
        Inbox inbox = inbox(Redelivery.DEFAULT.mode(Mode.BROKER));
        broker.deliver(
                FIRST, true, Properties.builder().header("x-delivery-count", 1L).build());
        broker.deliver(
                FIRST, true, Properties.builder().header("x-delivery-count", 2L).build());
        Delivery<byte[]> second = next(inbox);
        assertThat(second.envelope().attempt()).isEqualTo(2);
        second.fail(WHY);
        told("failed 1");
        next(inbox).fail(WHY);
        told("failed 1", "ack 2");
        assertThat(moved("q.dlq").properties().headers()).containsEntry(DeadLetter.ATTEMPTS_HEADER, 3);
    }

    @Test
    void withoutRedeliveryMessagesGoBackUncounted() throws Exception {
        Inbox inbox = inbox(Redelivery.NONE);
        broker.deliver(FIRST, 1);
        next(inbox).fail(WHY);
        told("requeue 1");
        assertThat(remembered.isEmpty()).isTrue();
    }

    @Test
    void brokerMovesWhatItIsAskedToMove() throws Exception {
        Inbox inbox = inbox(
                broker,
                SubscribeOptions.DEFAULT.redelivery(IN_PLACE.maxAttempts(1)).deadLettering(DeadLettering.BY_BROKER));
        broker.deliver(FIRST, 2);
        next(inbox).fail(WHY);
        next(inbox).deadLetter(WHY);
        told("reject 1", "reject 2");
    }

    @Test
    void whatComesFromAQueueTheBrokerNamedIsDroppedAloud() throws Exception {
        try (LoggedLines lines = new LoggedLines("io.carrotmq.engine")) {
            Inbox inbox = new Inbox(broker.connection(threads, recovery), "amq.gen-x", SubscribeOptions.DEFAULT);
            broker.told.clear();
            broker.deliver(FIRST, 1);
            next(inbox).deadLetter(WHY);
            told("reject 1");
            assertThat(lines.with("CARROT-0728 [amq.gen-x]")).hasSize(1);
        }
        RecordingBroker keeping = new RecordingBroker();
        keeping.capabilities = EnumSet.complementOf(EnumSet.of(Capability.REJECT));
        Inbox inbox = new Inbox(
                keeping.connection(threads, recovery),
                "tmp_0f8fad5b-d9cb-469f-a165-70867728950e",
                SubscribeOptions.DEFAULT.prefetch(1));
        keeping.told.clear();
        keeping.deliver(FIRST, 1);
        next(inbox).deadLetter(WHY);
        assertThat(keeping.told).containsExactly("ack 1");
    }

    // Dead letters that cannot be moved

    @Test
    void deadLetterThatCannotBeMovedIsTriedAgainAndNeverHandedOut() throws Exception {
        declare(QueueDeclaration.classic("q.dlq").maxLength(0).overflow(io.carrotmq.topology.Overflow.REJECT_PUBLISH));
        try (LoggedLines lines = new LoggedLines("io.carrotmq.engine")) {
            Inbox inbox = inbox(IN_PLACE.maxAttempts(1));
            broker.deliver(FIRST, 1);
            next(inbox).fail(new IllegalStateException("a body"));
            Await.until("the error", BOUND, () -> !lines.with("CARROT-0727 [q]").isEmpty());
            pass(Duration.ofHours(1));
            assertThat(look(inbox)).isEmpty();
            assertThat(broker.told).isEmpty();
            deleteQueue("q.dlq");
            told("ack 1");
            assertThat(moved("q.dlq").properties().headers()).containsEntry(DeadLetter.MESSAGE_HEADER, "a body");
            assertThat(look(inbox)).isEmpty();
            assertThat(lines.with("a body")).isEmpty();
        }
    }

    @Test
    void closingGivesBackWhatCouldNotBeMovedAndRemembersThatItIsExhausted() throws Exception {
        elsewhere.refuseConnections(true);
        try (LoggedLines lines = new LoggedLines("io.carrotmq.engine")) {
            Inbox inbox = inbox(IN_PLACE.maxAttempts(1));
            broker.deliver(FIRST, true, Properties.NONE);
            next(inbox).fail(WHY);
            Await.until("the error", BOUND, () -> !lines.with("CARROT-0727 [q]").isEmpty());
            inbox.close();
            assertThat(broker.told).contains("requeue 1");
            RememberedFailures.Entry entry = remembered.take(
                    Fingerprint.of("q", new IncomingMessage("", 0, true, "", "key", Properties.NONE, new byte[] {1})));
            assertThat(entry.deadLetter().reason()).isEqualTo(DeadLetter.ATTEMPTS_EXHAUSTED);
        }
    }

    @Test
    void closingWaitsForWhatIsOnItsWay() throws Exception {
        elsewhere.freeze();
        Inbox inbox = inbox(IN_PLACE.maxAttempts(1));
        broker.deliver(FIRST, 1);
        next(inbox).fail(WHY);
        CompletableFuture<Void> closed = new CompletableFuture<>();
        threads.execute(() -> {
            inbox.close();
            closed.complete(null);
        });
        Await.until("the consumer to be ended", BOUND, () -> broker.told.contains("cancel carrot-1"));
        assertThat(closed).isNotDone();
        elsewhere.thaw();
        closed.get(20, java.util.concurrent.TimeUnit.SECONDS);
        assertThat(broker.told).containsExactly("cancel carrot-1", "ack 1");
    }

    private static Properties typed(String type) {
        return Properties.builder().type(type).build();
    }

    @Test
    void whatStillWaitsToBeMovedWhenItsChannelEndsIsNotMovedBecauseItComesAgain() throws Exception {
        elsewhere.freeze();
        Inbox inbox = inbox(IN_PLACE.maxAttempts(1));
        broker.deliver(FIRST, true, typed("first"));
        broker.deliver(FIRST, true, typed("second"));
        next(inbox).fail(WHY);
        next(inbox).fail(WHY);
        broker.end();
        RecordingBroker back = new RecordingBroker();
        Inbox again = inbox(back, SubscribeOptions.DEFAULT.redelivery(IN_PLACE.maxAttempts(1)));
        back.deliver(FIRST, true, typed("second"));
        assertThat(look(again)).isEmpty();
        back.deliver(FIRST, true, typed("third"));
        next(again).fail(WHY);
        elsewhere.thaw();
        Await.until("both to be settled", BOUND, () -> back.told.containsAll(List.of("ack 1", "ack 2")));
        assertThat(moved("q.dlq").properties().type()).isEqualTo("second");
        assertThat(moved("q.dlq").properties().type()).isEqualTo("third");
        assertThat(taken("q.dlq")).isEmpty();
    }

    @Test
    void whatWaitsBehindOneThatCannotConnectIsNotKeptWaitingAsLong() throws Exception {
        elsewhere.freeze();
        Inbox inbox = inbox(broker, SubscribeOptions.DEFAULT.redelivery(DELAYED));
        for (int i = 0; i < 20; i++) {
            broker.deliver(FIRST, true, typed("" + i));
            next(inbox).fail(WHY);
        }
        AtomicLong came = new AtomicLong();
        Await.until("all to wait in place", Duration.ofSeconds(45), () -> {
            pass(Duration.ofSeconds(1));
            Optional<Delivery<byte[]>> again = look(inbox);
            again.ifPresent(Delivery::ack);
            return again.isPresent() && came.incrementAndGet() == 20;
        });
        elsewhere.thaw();
        assertThat(broker.told).hasSize(20);
    }

    @Test
    void whatWasAcknowledgedEarlyIsPublishedOrReportedAsLost() throws Exception {
        Inbox inbox = inbox(broker, SubscribeOptions.DEFAULT.acknowledgement(Acknowledgement.AUTO));
        broker.deliver(FIRST, 3);
        Delivery<byte[]> delivery = next(inbox);
        assertThatThrownBy(() -> delivery.fail(WHY)).isInstanceOf(MessageStateException.class);
        delivery.deadLetter(WHY);
        assertThat(delivery.state()).isEqualTo(Delivery.State.DEAD_LETTERED);
        assertThat(moved("q.dlq").properties().headers()).containsEntry(DeadLetter.REASON_HEADER, DeadLetter.REFUSED);
        assertThatThrownBy(() -> delivery.deadLetter(WHY)).isInstanceOf(MessageStateException.class);
        try (LoggedLines lines = new LoggedLines("io.carrotmq.engine")) {
            elsewhere.refuseConnections(true);
            elsewhere.cutConnections();
            next(inbox).deadLetter(WHY);
            Await.until("the error", BOUND, () -> !lines.with("CARROT-0729 [q]").isEmpty());
        }
    }

    @Test
    void earlyAcknowledgedMessageCannotBeMovedByTheBroker() throws Exception {
        try (LoggedLines lines = new LoggedLines("io.carrotmq.engine")) {
            Inbox inbox = inbox(
                    broker,
                    SubscribeOptions.DEFAULT
                            .acknowledgement(Acknowledgement.NONE)
                            .deadLettering(DeadLettering.BY_BROKER));
            broker.deliver(FIRST, 1);
            next(inbox).deadLetter(WHY);
            assertThat(lines.with("CARROT-0730 [q]")).hasSize(1);
            assertThat(broker.told).isEmpty();
        }
    }

    @Test
    void unfitOptionsAreRefusedBeforeAnythingIsConsumed() {
        broker.capabilities = EnumSet.of(Capability.CANCEL_NOTICE);
        assertThatThrownBy(() -> inbox(DELAYED)).isInstanceOf(UnsupportedException.class);
        assertThat(broker.told).isEmpty();
    }

    @Test
    void fetchedMessageThatWouldWaitGoesBackAndIsCounted() {
        try (Fetching fetching = new Fetching(broker.connection(threads, recovery))) {
            fetching.fetch("q", SubscribeOptions.DEFAULT.redelivery(IN_PLACE))
                    .orElseThrow()
                    .fail(WHY);
            assertThat(broker.told).containsExactly("get q", "requeue 1");
            assertThat(remembered.isEmpty()).isFalse();
        }
    }

    @Test
    void failuresInAnotherQueueAreNotCountedWhereAMessageWasSentOnWithItsHeaders() throws Exception {
        Inbox inbox = inbox(DELAYED);
        Map<String, Object> headers = Map.of(
                DeadLetter.ATTEMPTS_HEADER, 2,
                DeadLetter.QUEUE_HEADER, "upstream",
                DeadLetter.EXCHANGE_HEADER, "x",
                DeadLetter.ROUTING_KEY_HEADER, "k",
                DeadLetter.FIRST_FAILURE_HEADER, "2001-01-01T00:00:00.000Z");
        broker.deliverFrom(FIRST, "", "q", Properties.builder().headers(headers).build());
        Delivery<byte[]> delivery = next(inbox);
        assertThat(delivery.envelope().attempt()).isEqualTo(1);
        assertThat(delivery.envelope().exchange()).isEmpty();
        delivery.fail(WHY);
        assertThat(moved("q.retry.1000").properties().headers())
                .containsEntry(DeadLetter.ATTEMPTS_HEADER, 1)
                .containsEntry(DeadLetter.FIRST_FAILURE_HEADER, "1970-01-01T00:00:00.000Z")
                .containsEntry(DeadLetter.EXCHANGE_HEADER, "")
                .containsEntry(DeadLetter.QUEUE_HEADER, "q");
    }

    @Test
    void messageFromADelayQueueLooksAsItWasPublished() throws Exception {
        Inbox inbox = inbox(DELAYED);
        Map<String, Object> headers = Map.of(
                DeadLetter.ATTEMPTS_HEADER, 1, DeadLetter.EXCHANGE_HEADER, "x", DeadLetter.ROUTING_KEY_HEADER, "k");
        broker.deliverFrom(FIRST, "", "q", Properties.builder().headers(headers).build());
        broker.deliverFrom(
                FIRST, "y", "q", Properties.builder().headers(headers).build());
        Delivery<byte[]> back = next(inbox);
        assertThat(back.envelope().exchange()).isEqualTo("x");
        assertThat(back.envelope().routingKey()).isEqualTo("k");
        assertThat(back.envelope().redelivered()).isTrue();
        Delivery<byte[]> other = next(inbox);
        assertThat(other.envelope().exchange()).isEqualTo("y");
        assertThat(other.envelope().attempt()).isEqualTo(2);
    }
}
