package io.carrotmq;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrotmq.FakeBroker.FakeDelivery;
import io.carrotmq.codec.Codecs;
import io.carrotmq.codec.Decoder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of messages whose handler throws, and of the consumer. */
@Timeout(30)
class FailingHandlerTest {
    private final FakeBroker broker = new FakeBroker();
    private final Decoder<String> decoder =
            Codecs.of(getClass().getClassLoader()).decoder(String.class, "text/plain");
    private final List<String> handled = new ArrayList<>();
    private final LoggedLines log = new LoggedLines();

    @AfterEach
    void end() {
        log.close();
    }

    private Consumer<String> inbox(SubscribeOptions options) {
        return Consumer.of(broker, FakeBroker.QUEUE, decoder, options);
    }

    private Consumer<String> inbox() {
        return inbox(SubscribeOptions.DEFAULT);
    }

    private FakeDelivery given(int attempt) {
        return broker.given(
                FakeBroker.QUEUE,
                Properties.builder().contentType("text/plain").build(),
                "secret".getBytes(UTF_8),
                attempt);
    }

    @Test
    void itsMessageHasFailedAndTheNextIsHandled() {
        FakeDelivery bad = broker.givenText("bad");
        FakeDelivery good = broker.givenText("good");
        IllegalStateException trouble = new IllegalStateException("trouble");
        long count = inbox().onMessage(delivery -> {
                    if (delivery.body().equals("bad")) {
                        throw trouble;
                    }
                    delivery.ack();
                })
                .consume(2);
        assertThat(count).as("handled, or failed").isEqualTo(2);
        assertThat(bad.state()).isEqualTo(Delivery.State.FAILED);
        assertThat(bad.why).isSameAs(trouble);
        assertThat(good.state()).isEqualTo(Delivery.State.ACKED);
        assertThat(log.with("CARROT-"))
                .containsExactly("WARNING CARROT-0767 [inbox] attempt 1 to handle message 1 from exchange 'feed' with "
                        + "routing key 'key' failed: java.lang.IllegalStateException: trouble; it comes again, as the "
                        + "consumer's redelivery policy says");
        assertThat(log.records.get(0).getThrown()).isSameAs(trouble);
    }

    @Test
    void oneStackTraceOfEachKindIsToldInAWhile() {
        for (int i = 0; i < 5; i++) {
            broker.givenText(i == 3 ? "other" : "a");
        }
        inbox(SubscribeOptions.DEFAULT.redelivery(Redelivery.DEFAULT.maxAttempts(1)))
                .onMessage(delivery -> {
                    throw delivery.body().equals("other") ? new IOException("gone") : new IllegalStateException("away");
                })
                .consume(5);
        assertThat(log.with("WARNING CARROT-0767"))
                .hasSize(5)
                .allSatisfy(line ->
                        assertThat(line).endsWith("; it was the last, and the message goes to the dead letters"));
        assertThat(log.records.stream().map(each -> each.getThrown() != null))
                .containsExactly(true, false, false, true, false);
    }

    @Test
    void firstAndLastFailureAndEveryTenfoldOneAreWarnings() {
        int[] attempts = {1, 2, 5, 9, 10, 11, 20, 99, 100, 101, 110, 1000, 4711, 5000};
        for (int attempt : attempts) {
            given(attempt);
        }
        inbox(SubscribeOptions.DEFAULT.redelivery(Redelivery.DEFAULT.maxAttempts(5000)))
                .onMessage(delivery -> {
                    throw new IOException();
                })
                .consume(attempts.length);
        assertThat(log.with("CARROT-0767")).hasSize(attempts.length);
        List<String> warned = IntStream.of(1, 10, 100, 1000, 5000)
                .mapToObj(attempt -> " attempt " + attempt + " ")
                .toList();
        assertThat(log.with("WARNING"))
                .hasSameSizeAs(warned)
                .zipSatisfy(warned, (line, attempt) -> assertThat(line).contains(attempt));
        assertThat(log.with("FINE")).hasSize(attempts.length - warned.size());
        assertThat(log.with("secret")).isEmpty();
    }

    @Test
    void exceptionThatFailsToTellWhatItIsDoesNotEndTheLoop() {
        FakeDelivery delivery = broker.givenText("a");
        long count = inbox().onMessage(message -> {
                    throw new IllegalStateException() {
                        private static final long serialVersionUID = 1L;

                        @Override
                        public String getMessage() {
                            throw new UnsupportedOperationException();
                        }
                    };
                })
                .consume(1);
        assertThat(count).isEqualTo(1);
        assertThat(delivery.state()).isEqualTo(Delivery.State.FAILED);
        assertThat(log.with("CARROT-0767"))
                .singleElement()
                .asString()
                .contains("failed: io.carrotmq.FailingHandlerTest$");
    }

    @Test
    void messageThatIsSettledBeforeStaysSettled() {
        FakeDelivery delivery = broker.givenText("a");
        long count = inbox().onMessage(message -> {
                    message.ack();
                    throw new IOException("after");
                })
                .consume(1);
        assertThat(count).isEqualTo(1);
        assertThat(delivery.state()).isEqualTo(Delivery.State.ACKED);
        assertThat(log.with("CARROT-0767"))
                .singleElement()
                .asString()
                .startsWith("WARNING")
                .endsWith("after; it had been settled before (ACKED) and does not come again");
    }

    @Test
    void laterHandlersAreNotCalled() {
        FakeDelivery delivery = broker.givenText("a");
        inbox().onMessage(message -> handled.add("first"))
                .onMessage(message -> {
                    throw new IllegalStateException("second");
                })
                .onMessage(message -> handled.add("third"))
                .consume(1);
        assertThat(handled).containsExactly("first");
        assertThat(delivery.state()).isEqualTo(Delivery.State.FAILED);
    }

    @Test
    void withoutManualAcknowledgementItIsThrown() {
        for (Acknowledgement mode : List.of(Acknowledgement.AUTO, Acknowledgement.NONE)) {
            FakeDelivery delivery = broker.givenText("a").acknowledgedWhenItCame();
            IllegalArgumentException failure = new IllegalArgumentException("no");
            Consumer<String> inbox = inbox(SubscribeOptions.DEFAULT.acknowledgement(mode))
                    .onMessage(message -> {
                        throw failure;
                    });
            assertThatThrownBy(() -> inbox.consume(1))
                    .isInstanceOf(ConsumeException.class)
                    .hasMessageStartingWith("CARROT-0752 [inbox] a handler threw java.lang.IllegalArgumentException; ")
                    .hasMessageEndingWith("was settled before (ACKED) and does not come again")
                    .hasCause(failure);
            assertThat(delivery.state()).isEqualTo(Delivery.State.ACKED);
        }
        assertThat(log.with("CARROT-")).as("thrown, and so not logged").isEmpty();
    }

    @Test
    void withoutAPolicyItsMessageGoesBackAndItIsThrown() {
        FakeDelivery delivery = broker.givenText("a");
        IllegalArgumentException failure = new IllegalArgumentException("no");
        Consumer<String> inbox = inbox(SubscribeOptions.DEFAULT.redelivery(Redelivery.NONE))
                .onMessage(message -> {
                    throw failure;
                });
        assertThatThrownBy(() -> inbox.consume(1))
                .isInstanceOf(ConsumeException.class)
                .hasMessageStartingWith("CARROT-0752 ")
                .hasMessageEndingWith("; its message went back to the queue")
                .hasCause(failure);
        assertThat(delivery.state()).isEqualTo(Delivery.State.REQUEUED);
        assertThat(log.with("CARROT-")).isEmpty();
    }

    @Test
    void interruptedHandlerHasNotFailedAndEndsTheLoop() {
        FakeDelivery delivery = broker.givenText("a");
        FakeDelivery next = broker.givenText("b");
        long count = inbox().onMessage(message -> {
                    throw new InterruptedException();
                })
                .consume();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(count).isZero();
        assertThat(delivery.state()).isEqualTo(Delivery.State.REQUEUED);
        assertThat(next.state()).isEqualTo(Delivery.State.RECEIVED);
        assertThat(broker.calls).as("what was sent ahead goes back").endsWith("pause");
        assertThat(log.with("CARROT-")).isEmpty();
    }

    @Test
    void errorFailsItsMessageAndIsThrown() {
        FakeDelivery delivery = broker.givenText("a");
        AssertionError error = new AssertionError("failed");
        Consumer<String> inbox = inbox().onMessage(message -> {
            throw error;
        });
        assertThatThrownBy(() -> inbox.consume(1)).isSameAs(error);
        assertThat(delivery.state()).isEqualTo(Delivery.State.FAILED);
        assertThat(delivery.why).isSameAs(error);
    }

    @Test
    void eachQueueOfASetHasItsOwnPolicy() {
        ConsumerSet set = ConsumerSet.of(broker)
                .add("tried", decoder, SubscribeOptions.DEFAULT)
                .add("own", decoder, SubscribeOptions.DEFAULT, message -> {
                    throw new IOException("own");
                })
                .add("returned", decoder, SubscribeOptions.DEFAULT.redelivery(Redelivery.NONE))
                .onMessage(message -> {
                    throw new IOException("set");
                });
        FakeDelivery tried = broker.givenText("tried", "a");
        FakeDelivery own = broker.givenText("own", "b");
        assertThat(set.consume(2)).isEqualTo(2);
        assertThat(List.of(tried.state(), own.state())).containsOnly(Delivery.State.FAILED);
        assertThat(List.of(tried.why.getMessage(), own.why.getMessage())).containsExactly("set", "own");
        assertThat(log.with("WARNING CARROT-0767 [tried]")).hasSize(1);
        assertThat(log.with("WARNING CARROT-0767 [own]")).hasSize(1);

        FakeDelivery returned = broker.givenText("returned", "c");
        assertThatThrownBy(() -> set.consume(1)).hasMessageStartingWith("CARROT-0752 [returned] ");
        assertThat(returned.state()).isEqualTo(Delivery.State.REQUEUED);

        FakeDelivery interrupted = broker.givenText("own", "d");
        set.cancel("own");
        set.add("own", decoder, SubscribeOptions.DEFAULT, message -> {
            throw new InterruptedException();
        });
        assertThat(set.consume()).isZero();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(interrupted.state()).isEqualTo(Delivery.State.REQUEUED);
    }
}
