package io.carrotmq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrotmq.FakeBroker.FakeDelivery;
import io.carrotmq.codec.Codecs;
import io.carrotmq.codec.Decoder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of messages that cannot be decoded, whichever way they are taken. */
@Timeout(30)
class DecodeErrorTest {
    private static final Duration BOUND = Duration.ofSeconds(20);
    private static final List<Acknowledgement> AUTOMATIC = List.of(Acknowledgement.AUTO, Acknowledgement.NONE);

    private final FakeBroker broker = new FakeBroker();
    private final Decoder<String> decoder =
            Codecs.of(getClass().getClassLoader()).decoder(String.class, "text/plain");
    private final List<Throwable> told = new ArrayList<>();
    private final LoggedLines log = new LoggedLines();

    @AfterEach
    void end() {
        log.close();
    }

    private Consumer<String> inbox() {
        return inbox(Acknowledgement.MANUAL);
    }

    private Consumer<String> inbox(Acknowledgement mode) {
        return Consumer.of(broker, FakeBroker.QUEUE, decoder, SubscribeOptions.DEFAULT.acknowledgement(mode));
    }

    private Consumer<String> hooked() {
        return inbox().onDecodeError((delivery, why) -> told.add(why));
    }

    private FakeDelivery malformed() {
        return broker.given("text/plain", "utf-8", (byte) 0xC3);
    }

    private void assertDeadLettered(FakeDelivery delivery) {
        assertThat(delivery.state()).isEqualTo(Delivery.State.DEAD_LETTERED);
        assertThat(delivery.why).isInstanceOf(CodecException.class);
        assertThat(told).containsExactly(delivery.why);
        assertThat(log.with("CARROT-")).as("a hook takes the place of the log").isEmpty();
    }

    @Test
    void automaticAcknowledgementDoesNotKeepItFromTheDeadLetters() {
        for (Acknowledgement mode : AUTOMATIC) {
            FakeDelivery delivery = malformed().acknowledgedWhenItCame();
            assertThatThrownBy(() -> inbox(mode).fetch())
                    .isInstanceOf(CodecException.class)
                    .hasMessageStartingWith("CARROT-0753 ")
                    .hasMessageContaining("cannot be decoded and goes to the dead letters (CARROT-0754 ");
            assertThat(delivery.state()).isEqualTo(Delivery.State.DEAD_LETTERED);

            FakeDelivery told = malformed().acknowledgedWhenItCame();
            assertThat(inbox(mode).onDecodeError((message, why) -> {}).fetch()).isEmpty();
            assertThat(told.state()).as("the hook cannot have settled it").isEqualTo(Delivery.State.DEAD_LETTERED);
        }
    }

    @Test
    void withAHookFetchAndReceiveFindNothing() throws InterruptedException {
        FakeDelivery fetched = malformed();
        assertThat(hooked().fetch()).isEmpty();
        assertDeadLettered(fetched);

        told.clear();
        FakeDelivery received = malformed();
        broker.givenText("a");
        Consumer<String> inbox = hooked();
        assertThat(inbox.receive(BOUND)).isEmpty();
        assertDeadLettered(received);
        assertThat(inbox.receive(BOUND).orElseThrow().body()).isEqualTo("a");
    }

    @Test
    void withAHookTheIteratorGoesOnToTheNext() {
        FakeDelivery first = malformed();
        broker.givenText("a");
        Iterator<Delivery<String>> iterator = hooked().iterator();
        assertThat(iterator.next().body()).isEqualTo("a");
        assertDeadLettered(first);
        malformed();
        assertThat(iterator.hasNext()).isFalse();
        assertThat(told).hasSize(2);
    }

    @Test
    void consumeTellsTheHookOrTheLog() {
        FakeDelivery first = malformed();
        broker.givenText("a");
        List<String> handled = new ArrayList<>();
        assertThat(hooked().onMessage(delivery -> handled.add(delivery.body())).consume(1))
                .as("only what was handled counts")
                .isEqualTo(1);
        assertDeadLettered(first);

        FakeDelivery second = malformed();
        broker.givenText("b");
        assertThat(inbox().onMessage(delivery -> handled.add(delivery.body())).consume(1))
                .isEqualTo(1);
        assertThat(handled).containsExactly("a", "b");
        assertThat(second.state()).isEqualTo(Delivery.State.DEAD_LETTERED);
        assertThat(log.with("CARROT-")).singleElement().asString().startsWith("WARNING CARROT-0753 [inbox] message 3 ");
    }

    @Test
    void withAHookStreamAndFlowLeaveItOut() throws Exception {
        FakeDelivery streamed = malformed();
        broker.givenText("a");
        try (Stream<Delivery<String>> messages = hooked().stream()) {
            assertThat(messages.limit(1).map(Delivery::body)).containsExactly("a");
        }
        assertDeadLettered(streamed);

        told.clear();
        FakeDelivery flowing = malformed();
        broker.givenText("b");
        BlockingQueue<String> bodies = new LinkedBlockingQueue<>();
        Consumer<String> inbox = hooked();
        inbox.flow().subscribe(new Flow.Subscriber<>() {
            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                subscription.request(1);
            }

            @Override
            public void onNext(Delivery<String> item) {
                bodies.add(item.body());
            }

            @Override
            public void onError(Throwable failure) {
                bodies.add(failure.toString());
            }

            @Override
            public void onComplete() {
                bodies.add("complete");
            }
        });
        assertThat(bodies.poll(20, TimeUnit.SECONDS)).isEqualTo("b");
        assertDeadLettered(flowing);
        inbox.close();
    }

    @Test
    void whatTheHookSettlesIsSettled() {
        FakeDelivery acked = malformed();
        inbox().onDecodeError((delivery, why) -> delivery.ack()).fetch();
        assertThat(acked.state()).isEqualTo(Delivery.State.ACKED);

        FakeDelivery sent = malformed().acknowledgedWhenItCame();
        IllegalStateException other = new IllegalStateException("other");
        inbox(Acknowledgement.AUTO)
                .onDecodeError((delivery, why) -> delivery.deadLetter(other))
                .fetch();
        assertThat(sent.why).isSameAs(other);
    }

    @Test
    void hookThatThrowsIsLoggedWithoutWhatItSays() {
        FakeDelivery first = malformed();
        broker.givenText("a");
        long count = inbox().onDecodeError((delivery, why) -> {
                    throw new IllegalStateException("secret", why);
                })
                .onMessage(Delivery::ack)
                .consume(1);
        assertThat(count).isEqualTo(1);
        assertThat(first.state()).isEqualTo(Delivery.State.DEAD_LETTERED);
        assertThat(first.why).isInstanceOf(CodecException.class);
        assertThat(log.with("CARROT-"))
                .singleElement()
                .asString()
                .startsWith("WARNING CARROT-0768 [inbox] the handler for decode errors threw "
                        + "java.lang.IllegalStateException at io.carrotmq.DecodeErrorTest.")
                .contains("when it was told of message 1 from exchange 'feed'")
                .doesNotContain("secret");
        assertThat(log.records.get(0).getThrown()).isNull();
    }

    @Test
    void errorOfTheHookIsThrownAndNothingIsLost() {
        FakeDelivery delivery = malformed();
        AssertionError error = new AssertionError();
        Consumer<String> inbox = inbox().onDecodeError((message, why) -> {
            throw error;
        });
        assertThatThrownBy(inbox::fetch).isSameAs(error);
        assertThat(delivery.state()).isEqualTo(Delivery.State.DEAD_LETTERED);
    }

    @Test
    void messagingHasItToo() {
        malformed();
        Codecs codecs = Codecs.of(getClass().getClassLoader());
        try (Messaging<String> both = Messaging.of(
                        broker,
                        codecs.<String>codec("text/plain", String.class),
                        decoder,
                        SendOptions.DEFAULT,
                        FakeBroker.QUEUE,
                        SubscribeOptions.DEFAULT)
                .onDecodeError((delivery, why) -> told.add(why))) {
            assertThat(both.fetch()).isEmpty();
        }
        assertThat(told).hasSize(1);
    }

    @Test
    void lastHookCounts() {
        malformed();
        assertThat(hooked().onDecodeError((delivery, why) -> {}).fetch()).isEmpty();
        assertThat(told).isEmpty();
        assertThatThrownBy(() -> inbox().onDecodeError(null)).isInstanceOf(NullPointerException.class);
    }

    @Test
    void brokenCodecIsACodecThatCannotDecode() {
        for (Throwable defect : List.of(new StackOverflowError("secret"), new IllegalStateException("secret"))) {
            FakeDelivery delivery = broker.givenText("a");
            broker.onDecoding = () -> {
                if (defect instanceof Error error) {
                    throw error;
                }
                throw (RuntimeException) defect;
            };
            assertThatThrownBy(() -> inbox().fetch())
                    .isInstanceOf(CodecException.class)
                    .hasMessageStartingWith("CARROT-0753 ")
                    .hasMessageContaining("CARROT-0769 the codec for java.lang.String threw "
                            + defect.getClass().getName())
                    .hasMessageNotContaining("secret")
                    .hasRootCause(defect);
            assertThat(delivery.state()).isEqualTo(Delivery.State.DEAD_LETTERED);
        }
    }

    @Test
    void brokenCodecKeepsWhatDiscardingLooksAt() {
        FakeDelivery delivery = broker.givenText("a");
        broker.onDecoding = () -> {
            throw new StackOverflowError();
        };
        assertThat(inbox().discardAll(message -> true)).isZero();
        assertThat(delivery.state()).isEqualTo(Delivery.State.REQUEUED);
    }

    /** Codecs of applications say what they like. */
    @Test
    void textOfAForeignExceptionIsNotRepeated() {
        for (String code : new String[] {"ACME-1 secret", null}) {
            broker.givenText("a");
            CodecException foreign = new CodecException(code, "secret", null);
            broker.onDecoding = () -> {
                throw foreign;
            };
            assertThatThrownBy(() -> inbox().fetch())
                    .hasMessageEndingWith("goes to the dead letters (its codec threw io.carrotmq.CodecException)")
                    .hasCause(foreign);
        }
    }

    @Test
    void setTellsTheHookOrTheLog() throws InterruptedException {
        ConsumerSet set = ConsumerSet.of(broker).add(FakeBroker.QUEUE, decoder, SubscribeOptions.DEFAULT);
        FakeDelivery logged = malformed();
        assertThat(set.receive(BOUND)).isEmpty();
        assertThat(logged.state()).isEqualTo(Delivery.State.DEAD_LETTERED);
        assertThat(log.with("WARNING CARROT-0753 [inbox] message 1 ")).hasSize(1);

        set.onDecodeError((delivery, why) -> told.add(why));
        FakeDelivery hooked = malformed();
        FakeDelivery good = broker.givenText("a");
        assertThat(set.onMessage(Delivery::ack).consume(1)).isEqualTo(1);
        assertThat(hooked.state()).isEqualTo(Delivery.State.DEAD_LETTERED);
        assertThat(told).containsExactly(hooked.why);
        assertThat(good.state()).isEqualTo(Delivery.State.ACKED);
    }

    @Test
    void hookOfASetThatThrowsIsLogged() throws InterruptedException {
        ConsumerSet set = ConsumerSet.of(broker)
                .add(FakeBroker.QUEUE, decoder, SubscribeOptions.DEFAULT)
                .onDecodeError((delivery, why) -> {
                    throw new IllegalStateException("hook");
                });
        FakeDelivery broken = malformed();
        assertThat(set.receive(BOUND)).isEmpty();
        assertThat(broken.state()).isEqualTo(Delivery.State.DEAD_LETTERED);
        assertThat(log.with("WARNING CARROT-0768 [inbox]")).hasSize(1);
    }

    @Test
    void setSendsWhatIsAcknowledgedAlreadyToTheDeadLetters() throws InterruptedException {
        for (Acknowledgement mode : AUTOMATIC) {
            ConsumerSet set = ConsumerSet.of(broker)
                    .add(FakeBroker.QUEUE, decoder, SubscribeOptions.DEFAULT.acknowledgement(mode));
            FakeDelivery delivery = malformed().acknowledgedWhenItCame();
            assertThat(set.receive(BOUND)).isEmpty();
            assertThat(delivery.state()).isEqualTo(Delivery.State.DEAD_LETTERED);
        }
    }
}
