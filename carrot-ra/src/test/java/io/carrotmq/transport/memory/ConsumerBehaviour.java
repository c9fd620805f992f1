package io.carrotmq.transport.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.carrotmq.SubscribeOptions;
import io.carrotmq.testkit.Await;
import io.carrotmq.transport.IncomingMessage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How consumers get messages and settle them. */
abstract class ConsumerBehaviour extends Behaviour {
    private static final Duration SOON = Duration.ofSeconds(30);

    private void fill(String queue, String... bodies) throws Exception {
        Recorder publisher = client().open().confirming();
        for (String body : bodies) {
            publisher.publish("", queue, body);
        }
        Await.until("the last confirm", SOON, () -> publisher.told().startsWith("confirmed " + bodies.length));
        publisher.channel().close();
    }

    @Test
    void noMoreThanThePrefetchIsUnsettled() throws Exception {
        String queue = declared("q");
        fill(queue, "a", "b", "c", "d");
        channel().consume(queue, 2);
        assertThat(channel().bodies(2)).containsExactly("a", "b");
        assertThat(channel().channel().verifyQueue(queue)).isEqualTo(2);
        channel().channel().ack(1, false);
        assertThat(channel().bodies(1)).containsExactly("c");
        channel().channel().ack(3, true);
        assertThat(channel().bodies(1)).containsExactly("d");
        channel().channel().ack(0, true);
        channel().channel().close();
        assertThat(client().open().channel().verifyQueue(queue)).isZero();
    }

    @Test
    void consumersWithRoomTakeTurns() throws Exception {
        String queue = declared("q");
        Recorder other = client().open();
        channel().consume(queue, 2);
        other.consume(queue, 10);
        fill(queue, "a", "b", "c", "d", "e", "f");
        assertThat(channel().bodies(2)).containsExactly("a", "c");
        assertThat(other.bodies(4)).containsExactly("b", "d", "e", "f");
    }

    @Test
    void whoAsksForNoAcknowledgementsGetsAll() throws Exception {
        String queue = declared("q");
        fill(queue, "a", "b", "c");
        channel().channel().consume(queue, "c", Recorder.noAck().prefetch(1));
        assertThat(channel().bodies(3)).containsExactly("a", "b", "c");
        channel().channel().close();
        assertThat(client().open().channel().verifyQueue(queue)).isZero();
    }

    @Test
    void higherPriorityGetsAllItHasRoomFor() throws Exception {
        String queue = declared("q");
        Recorder other = client().open();
        channel().consume(queue, 10);
        other.channel()
                .consume(queue, "high", SubscribeOptions.DEFAULT.prefetch(2).arguments(Map.of("x-priority", 5)));
        fill(queue, "a", "b", "c");
        assertThat(other.bodies(2)).containsExactly("a", "b");
        assertThat(channel().bodies(1)).containsExactly("c");
    }

    @Test
    void singleActiveConsumerIsFollowedByTheNext() throws Exception {
        String queue = channel().queue(queue("q").singleActiveConsumer());
        Recorder other = client().open();
        channel().consume(queue, 1);
        other.consume(queue, 10);
        fill(queue, "a", "b", "c");
        assertThat(channel().bodies(1)).containsExactly("a");
        assertThat(other.hasDelivery()).isFalse();
        channel().channel().close();
        assertThat(other.bodies(3)).containsExactly("a!", "b", "c");
    }

    @Test
    void whatIsGivenBackGoesWhereItWas() throws Exception {
        String queue = declared("q");
        fill(queue, "a", "b", "c");
        IncomingMessage first = channel().channel().get(queue, false).orElseThrow();
        IncomingMessage second = channel().channel().get(queue, false).orElseThrow();
        assertThat(List.of(first.deliveryTag(), second.deliveryTag())).containsExactly(1L, 2L);
        channel().channel().nack(1, true);
        assertThat(channel().get(queue)).isEqualTo("a!");
        channel().channel().nack(2, true);
        assertThat(channel().get(queue)).isEqualTo("b!");
        assertThat(channel().get(queue)).isEqualTo("c");
        assertThat(channel().get(queue)).isNull();
    }

    @Test
    void unsettledMessagesComeBackInOrderWhenTheChannelEnds() throws Exception {
        String queue = declared("q");
        fill(queue, "a", "b", "c", "d");
        Recorder other = client().open();
        other.consume(queue, 3);
        assertThat(other.bodies(3)).containsExactly("a", "b", "c");
        other.channel().ack(2, false);
        assertThat(other.bodies(1)).containsExactly("d");
        other.channel().close();
        assertThat(other.told()).isEqualTo("closed");
        channel().consume(queue, 10);
        assertThat(channel().bodies(3)).containsExactly("a!", "c!", "d!");
    }

    @Test
    void cancelledConsumerGetsNothingMoreAndKeepsWhatItHas() throws Exception {
        String queue = declared("q");
        fill(queue, "a", "b");
        channel().consume(queue, 1);
        assertThat(channel().bodies(1)).containsExactly("a");
        channel().channel().cancel("c-" + queue);
        channel().channel().ack(1, false);
        assertThat(channel().channel().verifyQueue(queue)).isEqualTo(1);
        assertThat(channel().hasDelivery()).isFalse();
        assertThat(channel().get(queue)).isEqualTo("b");
    }

    @Test
    void deletingTheQueueCancelsItsConsumers() throws Exception {
        String queue = declared("q");
        fill(queue, "a");
        channel().consume(queue, 1);
        assertThat(channel().bodies(1)).containsExactly("a");
        client().open().channel().deleteQueue(queue);
        assertThat(channel().told()).isEqualTo("cancelled c-" + queue);
        channel().channel().ack(1, false);
        assertThat(channel().channel().get(declared("other"), true)).isEmpty();
    }

    @Test
    void settlingTwiceEndsTheChannel() throws Exception {
        String queue = declared("q");
        fill(queue, "a", "b");
        channel().consume(queue, 2);
        channel().bodies(2);
        channel().channel().ack(1, false);
        channel().channel().ack(1, false);
        assertThat(channel().told()).isEqualTo("closed 406 PRECONDITION_FAILED - unknown delivery tag 1");
        assertThat(client().open().get(queue)).isEqualTo("b!");
    }

    @Test
    void closingTheConnectionEndsItsChannelsAsRequested() throws Exception {
        client().connection().close(SOON);
        assertThat(channel().told()).isEqualTo("closed");
        assertThat(client().told()).isEqualTo("closed as requested");
        assertThat(client().connection().isOpen()).isFalse();
        assertThat(channel().channel().isOpen()).isFalse();
    }
}
