package io.carrotmq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrotmq.FakeBroker.FakeDelivery;
import io.carrotmq.codec.Codecs;
import io.carrotmq.codec.Decoder;
import io.carrotmq.topology.QueueDeclaration;
import io.carrotmq.topology.Topology;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of messages while queues come and go. */
@Timeout(30)
class ConsumerSetTest {
    private static final Duration BOUND = Duration.ofSeconds(20);

    private final FakeBroker broker = new FakeBroker();
    private final Decoder<String> decoder =
            Codecs.of(getClass().getClassLoader()).decoder(String.class, "text/plain");
    private final List<Object> handled = new ArrayList<>();
    private final ConsumerSet set = ConsumerSet.of(broker);

    private void add(String queue, SubscribeOptions options) {
        set.add(queue, decoder, options, delivery -> handled.add(delivery.body()));
    }

    @Test
    void queueCancelledBetweenDecoderAndHandlerStillHasItsHandler() {
        add("q", SubscribeOptions.DEFAULT);
        broker.givenText("q", "a");
        broker.onDecoding = () -> set.cancel("q");
        assertThat(set.consume(1)).isEqualTo(1);
        assertThat(handled).containsExactly("a");
    }

    @Test
    void cancelledQueueLosesNothing() {
        add("manual", SubscribeOptions.DEFAULT);
        add("auto", SubscribeOptions.DEFAULT.acknowledgement(Acknowledgement.AUTO));
        FakeDelivery back = broker.givenText("manual", "a");
        broker.givenText("auto", "b").ack();
        broker.onTaken = () -> {
            set.cancel("manual");
            set.cancel("auto");
        };
        set.add("other", decoder, SubscribeOptions.DEFAULT, delivery -> handled.add("other"));
        assertThat(set.consume(1)).isEqualTo(1);
        assertThat(handled).as("what cannot be given back is handled").containsExactly("b");
        assertThat(back.state()).isEqualTo(Delivery.State.REQUEUED);
    }

    @Test
    void queueThatIsGoneDoesNotKeepTheOthersFromComingBack() throws Exception {
        add("gone", SubscribeOptions.DEFAULT);
        add("there", SubscribeOptions.DEFAULT);
        assertThat(set.receive(Duration.ZERO)).isEmpty();
        ConsumerCancelledException told = new ConsumerCancelledException("FAKE-10", "deleted", "gone");
        broker.loss = told;
        assertThatThrownBy(() -> set.receive(BOUND)).isSameAs(told);
        broker.loss = new ConsumerLostException("FAKE-8", "lost", null);
        assertThatThrownBy(() -> set.receive(BOUND)).isInstanceOf(ConsumerLostException.class);
        broker.calls.clear();
        broker.givenText("there", "a");
        set.receive(BOUND);
        assertThat(broker.calls).containsExactly("subscribe there 20");
    }

    @Test
    void topologyOfAQueueThatIsAddedLaterIsSeenTo() {
        Topology first = Topology.builder().queue(QueueDeclaration.of("first")).build();
        Topology second =
                Topology.builder().queue(QueueDeclaration.of("second")).build();
        add("first", SubscribeOptions.DEFAULT.topology(first));
        set.discardAll();
        add("second", SubscribeOptions.DEFAULT.topology(second));
        set.discardAll();
        assertThat(broker.declared).containsExactly(first, second);
    }

    @Test
    void queueNeedsAName() {
        assertThatThrownBy(() -> add("", SubscribeOptions.DEFAULT))
                .isInstanceOf(ConsumeException.class)
                .hasMessageStartingWith("CARROT-0765 ");
    }
}
