package io.carrotmq.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrotmq.ConsumerLostException;
import io.carrotmq.DeadLetter;
import io.carrotmq.Delivery;
import io.carrotmq.Properties;
import io.carrotmq.Redelivery;
import io.carrotmq.SubscribeOptions;
import io.carrotmq.testkit.Await;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How messages that have failed wait with their consumer, and what is remembered of them. */
@Timeout(60)
class WaitingInPlaceTest extends FailureBench {
    @Test
    void messageWaitsInPlaceUntilItsDelayIsOver() throws Exception {
        Inbox inbox = inbox(IN_PLACE);
        broker.deliver(FIRST, 2);
        next(inbox).fail(WHY);
        Delivery<byte[]> other = next(inbox);
        assertThat(other.envelope().deliveryTag()).isEqualTo(2);
        other.ack();
        pass(Duration.ofMillis(999));
        assertThat(look(inbox)).isEmpty();
        pass(Duration.ofMillis(1));
        Delivery<byte[]> again = next(inbox);
        assertThat(again.envelope().deliveryTag()).isEqualTo(1);
        assertThat(again.envelope().attempt()).isEqualTo(2);
        assertThat(again.envelope().redelivered()).isTrue();
        assertThat(again.state()).isEqualTo(Delivery.State.RECEIVED);
        again.ack();
        told("ack 2", "ack 1");
    }

    @Test
    void acknowledgementOfLaterOnesDoesNotCoverWhatWaits() throws Exception {
        Inbox inbox = new Inbox(
                broker.connection(threads, recovery),
                "q",
                SubscribeOptions.DEFAULT.redelivery(IN_PLACE).prefetch(400));
        broker.told.clear();
        broker.deliver(FIRST, 3);
        next(inbox).ack();
        next(inbox).fail(WHY);
        next(inbox).ack();
        inbox.settlement().flush();
        told("ack 1", "ack 3");
        pass(Duration.ofSeconds(1));
        broker.deliver(FIRST, 1);
        next(inbox).ack();
        next(inbox).ack();
        inbox.settlement().flush();
        told("ack 1", "ack 3", "ack 4 and before");
    }

    @Test
    void waitingPollIsWokenForAMessageThatFailsMeanwhile() throws Exception {
        Inbox inbox = inbox(IN_PLACE.delays(Duration.ZERO, 1, Duration.ZERO));
        broker.deliver(FIRST, 1);
        Delivery<byte[]> delivery = next(inbox);
        CompletableFuture<Delivery<byte[]>> polled = new CompletableFuture<>();
        threads.execute(() -> {
            try {
                polled.complete(inbox.poll(BOUND).orElseThrow());
            } catch (InterruptedException | RuntimeException e) {
                polled.completeExceptionally(e);
            }
        });
        delivery.fail(WHY);
        assertThat(polled.get(10, java.util.concurrent.TimeUnit.SECONDS)
                        .envelope()
                        .attempt())
                .isEqualTo(2);
    }

    @Test
    void eachFailureHasALongerDelayAndTheLastIsParked() throws Exception {
        Inbox inbox = inbox(IN_PLACE);
        broker.deliver(FIRST, 1);
        next(inbox).fail(WHY);
        pass(Duration.ofSeconds(1));
        next(inbox).fail(WHY);
        pass(Duration.ofMillis(1_999));
        assertThat(look(inbox)).isEmpty();
        pass(Duration.ofMillis(1));
        Delivery<byte[]> last = next(inbox);
        assertThat(last.envelope().attempt()).isEqualTo(3);
        last.fail(WHY);
        assertThat(moved("q.dlq").properties().headers())
                .containsEntry(DeadLetter.REASON_HEADER, DeadLetter.ATTEMPTS_EXHAUSTED)
                .containsEntry(DeadLetter.ATTEMPTS_HEADER, 3)
                .containsEntry(DeadLetter.FIRST_FAILURE_HEADER, "1970-01-01T00:00:00.000Z")
                .containsEntry(DeadLetter.LAST_FAILURE_HEADER, "1970-01-01T00:00:03.000Z");
        told("ack 1");
        pass(Duration.ofHours(1));
        assertThat(look(inbox)).isEmpty();
    }

    @Test
    void pauseGivesBackWhatWaitsAndItsCountIsKept() throws Exception {
        Inbox inbox = inbox(IN_PLACE);
        broker.deliver(FIRST, true, Properties.NONE);
        next(inbox).fail(WHY);
        inbox.pause();
        told("cancel carrot-1", "requeue 1");
        inbox.resume();
        broker.deliver("carrot-2", true, Properties.NONE);
        pass(Duration.ofMillis(999));
        assertThat(look(inbox)).as("before its delay is over").isEmpty();
        pass(Duration.ofMillis(1));
        Delivery<byte[]> again = next(inbox);
        assertThat(again.envelope().attempt()).isEqualTo(2);
        again.requeue();
        broker.deliver("carrot-2", true, Properties.NONE);
        assertThat(next(inbox).envelope().attempt()).isEqualTo(2);
        broker.deliver("carrot-2", true, Properties.NONE);
        assertThat(next(inbox).envelope().attempt()).isEqualTo(1);
    }

    @Test
    void whatFailsWhileItIsPausedGoesBackAtOnce() throws Exception {
        Inbox inbox = inbox(IN_PLACE);
        broker.deliver(FIRST, 1);
        Delivery<byte[]> delivery = next(inbox);
        inbox.pause();
        delivery.fail(WHY);
        told("cancel carrot-1", "requeue 1");
        assertThat(remembered.isEmpty()).isFalse();
    }

    @Test
    void whatIsAlwaysDueDoesNotKeepOthersFromBeingHandedOut() throws Exception {
        Inbox inbox = inbox(IN_PLACE.delays(Duration.ZERO, 1, Duration.ZERO).maxAttempts(Redelivery.UNLIMITED));
        broker.deliver(FIRST, 1);
        next(inbox).fail(WHY);
        Delivery<byte[]> again = next(inbox);
        again.fail(WHY);
        broker.deliver(FIRST, 1);
        assertThat(next(inbox).envelope().deliveryTag()).isEqualTo(2);
        assertThat(next(inbox).envelope().attempt()).isEqualTo(3);
    }

    @Test
    void deadLetterThatComesAgainTellsWhenItFailedLast() throws Exception {
        elsewhere.refuseConnections(true);
        Inbox inbox = inbox(IN_PLACE.maxAttempts(1));
        broker.deliver(FIRST, true, Properties.NONE);
        next(inbox).fail(WHY);
        broker.end();
        pass(Duration.ofHours(1));
        elsewhere.refuseConnections(false);
        RecordingBroker back = new RecordingBroker();
        Inbox next = inbox(back, SubscribeOptions.DEFAULT.redelivery(IN_PLACE));
        back.deliver(FIRST, true, Properties.NONE);
        assertThat(look(next)).isEmpty();
        assertThat(moved("q.dlq").properties().headers())
                .containsEntry(DeadLetter.LAST_FAILURE_HEADER, "1970-01-01T00:00:00.000Z");
    }

    @Test
    void messageThatLooksTheSameAfterAnHourIsAnother() throws Exception {
        elsewhere.refuseConnections(true);
        Inbox inbox = inbox(IN_PLACE.maxAttempts(1));
        broker.deliver(FIRST, true, Properties.NONE);
        next(inbox).fail(WHY);
        broker.end();
        pass(Duration.ofMinutes(61));
        RecordingBroker back = new RecordingBroker();
        Inbox next = inbox(back, SubscribeOptions.DEFAULT.redelivery(IN_PLACE));
        back.deliver(FIRST, true, Properties.NONE);
        assertThat(next(next).envelope().attempt()).isEqualTo(1);
        assertThat(remembered.isEmpty()).isTrue();
    }

    @Test
    void exceptionThatNeverEndsTellingWhatItIsIsParkedAllTheSame() throws Exception {
        Inbox inbox = inbox(IN_PLACE.maxAttempts(1));
        broker.deliver(FIRST, 1);
        next(inbox).fail(new IllegalStateException() {
            private static final long serialVersionUID = 1L;

            @Override
            public String getMessage() {
                return getMessage() + "!";
            }
        });
        assertThat(moved("q.dlq").properties().headers()).doesNotContainKey(DeadLetter.MESSAGE_HEADER);
        told("ack 1");
    }

    @Test
    void whatFailedBeforeAndGoesBackUncountedIsNotHeldAnyMore() throws Exception {
        Inbox counting = inbox(IN_PLACE);
        broker.deliver(FIRST, true, Properties.NONE);
        next(counting).fail(WHY);
        counting.pause();
        RecordingBroker other = new RecordingBroker();
        Inbox uncounted = inbox(other, SubscribeOptions.DEFAULT.redelivery(Redelivery.NONE));
        pass(Duration.ofSeconds(1));
        other.deliver(FIRST, true, Properties.NONE);
        next(uncounted).fail(WHY);
        assertThat(other.told).containsExactly("requeue 1");
        other.end();
        assertThat(remembered.isEmpty()).isTrue();
    }

    @Test
    void lossOfTheChannelKeepsTheCountsOfWhatWaitsAndOfWhatIsHandedOut() throws Exception {
        Inbox inbox = inbox(IN_PLACE);
        broker.deliver(FIRST, true, Properties.builder().type("waits").build());
        broker.deliver(FIRST, true, Properties.builder().type("fails late").build());
        next(inbox).fail(WHY);
        Delivery<byte[]> late = next(inbox);
        late.fail(WHY);
        pass(Duration.ofSeconds(1));
        Delivery<byte[]> first = next(inbox);
        Delivery<byte[]> second = next(inbox);
        broker.end();
        (first.properties().type().equals("waits") ? second : first).fail(WHY);
        assertThatThrownBy(() -> look(inbox)).isInstanceOf(ConsumerLostException.class);

        RecordingBroker back = new RecordingBroker();
        Inbox next = inbox(back, SubscribeOptions.DEFAULT.redelivery(IN_PLACE));
        back.deliver(FIRST, true, Properties.builder().type("waits").build());
        back.deliver(FIRST, true, Properties.builder().type("fails late").build());
        assertThat(next(next).envelope().attempt()).isEqualTo(2);
        assertThat(next(next).envelope().attempt()).isEqualTo(3);
        assertThat(remembered.isEmpty()).isTrue();
    }

    @Test
    void exhaustedMessageThatComesAgainIsParkedAndNotHandedOut() throws Exception {
        elsewhere.refuseConnections(true);
        Inbox inbox = inbox(IN_PLACE.maxAttempts(1));
        broker.deliver(FIRST, true, Properties.NONE);
        next(inbox).fail(WHY);
        broker.end();
        assertThat(remembered.isEmpty()).isFalse();

        elsewhere.refuseConnections(false);
        RecordingBroker back = new RecordingBroker();
        Inbox next = inbox(back, SubscribeOptions.DEFAULT.redelivery(IN_PLACE));
        back.deliver(FIRST, true, Properties.NONE);
        assertThat(look(next)).isEmpty();
        assertThat(moved("q.dlq").properties().headers())
                .containsEntry(DeadLetter.ATTEMPTS_HEADER, 1)
                .containsEntry(DeadLetter.EXCEPTION_HEADER, IllegalStateException.class.getName());
        Await.until("the acknowledgement", BOUND, () -> back.told.contains("ack 1"));
    }
}
