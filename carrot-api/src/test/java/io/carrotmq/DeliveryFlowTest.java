package io.carrotmq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrotmq.FakeBroker.FakeDelivery;
import io.carrotmq.codec.Codecs;
import io.carrotmq.codec.Decoder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class DeliveryFlowTest {
    /** Writes down its signals. */
    private static class Recorder implements Flow.Subscriber<Delivery<String>> {
        final BlockingQueue<String> signals = new LinkedBlockingQueue<>();
        final List<Delivery<String>> deliveries = new ArrayList<>();
        Flow.Subscription subscription;

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription = given;
            signals.add("subscribed");
        }

        @Override
        public void onNext(Delivery<String> item) {
            deliveries.add(item);
            signals.add(item.body());
        }

        @Override
        public void onError(Throwable failure) {
            signals.add("error " + failure.getClass().getSimpleName());
        }

        @Override
        public void onComplete() {
            signals.add("complete");
        }

        String next() throws InterruptedException {
            return signals.poll(20, TimeUnit.SECONDS);
        }
    }

    private final FakeBroker broker = new FakeBroker();
    private final Decoder<String> decoder =
            Codecs.of(getClass().getClassLoader()).decoder(String.class, "text/plain");
    private final Consumer<String> inbox = Consumer.of(broker, FakeBroker.QUEUE, decoder, SubscribeOptions.DEFAULT);
    private final Recorder recorder = new Recorder();

    @AfterEach
    void end() {
        inbox.close();
    }

    private void awaitGivenBack() throws InterruptedException {
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().equals("carrot-flow-inbox")) {
                thread.join(20_000);
            }
        }
        assertThat(broker.open).hasValue(0);
    }

    @Test
    void noMoreThanIsRequested() throws Exception {
        inbox.flow().subscribe(recorder);
        assertThat(recorder.next()).isEqualTo("subscribed");
        assertThat(broker.connections).as("nothing was asked for").hasValue(0);
        broker.givenText("a");
        broker.given("text/plain", "utf-8", (byte) 0xC3);
        broker.givenText("b");
        FakeDelivery third = broker.givenText("c");
        recorder.subscription.request(2);
        assertThat(recorder.next()).isEqualTo("a");
        assertThat(recorder.next()).isEqualTo("b");
        inbox.close();
        assertThat(recorder.next()).isEqualTo("complete");
        assertThat(third.state()).isEqualTo(Delivery.State.RECEIVED);
        awaitGivenBack();
        assertThat(recorder.signals).isEmpty();
    }

    @Test
    void unlimitedDemand() throws Exception {
        inbox.flow().subscribe(recorder);
        recorder.subscription.request(Long.MAX_VALUE);
        recorder.subscription.request(Long.MAX_VALUE);
        recorder.next();
        for (int i = 0; i < 10; i++) {
            broker.givenText("m" + i);
        }
        for (int i = 0; i < 10; i++) {
            assertThat(recorder.next()).isEqualTo("m" + i);
        }
    }

    @Test
    void requestOfNothingIsAnError() throws Exception {
        for (long wrong : new long[] {0, -1}) {
            Recorder each = new Recorder();
            inbox.flow().subscribe(each);
            each.subscription.request(1);
            each.subscription.request(wrong);
            each.subscription.request(wrong);
            assertThat(each.next()).isEqualTo("subscribed");
            assertThat(each.next()).isEqualTo("error IllegalArgumentException");
            awaitGivenBack();
            each.subscription.cancel();
            assertThat(each.signals).isEmpty();
        }
    }

    @Test
    void cancelEndsItWithoutASignal() throws Exception {
        inbox.flow().subscribe(recorder);
        recorder.subscription.request(5);
        broker.givenText("a");
        recorder.next();
        assertThat(recorder.next()).isEqualTo("a");
        recorder.subscription.cancel();
        recorder.subscription.cancel();
        awaitGivenBack();
        recorder.subscription.request(1);
        recorder.subscription.request(-1);
        inbox.close();
        assertThat(recorder.signals).isEmpty();
    }

    @Test
    void whatIsAcknowledgedAlreadyIsHandedOutThoughTheSubscriptionWasCancelledMeanwhile() throws Exception {
        inbox.flow().subscribe(recorder);
        recorder.next();
        broker.onTaken = recorder.subscription::cancel;
        broker.givenText("a").ack(); // as it comes where Carrot or the broker acknowledges
        recorder.subscription.request(5);
        assertThat(recorder.next()).isEqualTo("a");
        awaitGivenBack();
        assertThat(recorder.signals).isEmpty();
    }

    @Test
    void cancelFromWithin() throws Exception {
        broker.givenText("a");
        broker.givenText("b");
        Recorder once = new Recorder() {
            @Override
            public void onNext(Delivery<String> item) {
                super.onNext(item);
                subscription.cancel();
            }
        };
        inbox.flow().subscribe(once);
        once.subscription.request(5);
        assertThat(once.next()).isEqualTo("subscribed");
        assertThat(once.next()).isEqualTo("a");
        awaitGivenBack();
        assertThat(once.signals).isEmpty();
    }

    @Test
    void failureIsTheLastSignal() throws Exception {
        inbox.flow().subscribe(recorder);
        broker.loss = new ConsumeException("FAKE-9", "refused", null);
        recorder.subscription.request(1);
        recorder.next();
        assertThat(recorder.next()).isEqualTo("error ConsumeException");
        inbox.close();
        awaitGivenBack();
        assertThat(recorder.signals).isEmpty();
    }

    @Test
    void eachSubscriberHasItsOwnConnectionAndComesBackAfterALoss() throws Exception {
        Recorder other = new Recorder();
        inbox.flow().subscribe(recorder);
        inbox.flow().subscribe(other);
        recorder.subscription.request(1);
        recorder.next();
        broker.givenText("a");
        assertThat(recorder.next()).isEqualTo("a");
        other.subscription.request(1);
        other.next();
        broker.givenText("b");
        assertThat(other.next()).isEqualTo("b");
        assertThat(broker.open).hasValue(2);
        broker.loss = new ConsumerLostException("FAKE-8", "lost", null);
        recorder.subscription.request(1);
        broker.givenText("c");
        assertThat(recorder.next()).isEqualTo("c");
    }

    @Test
    void subscriberThatThrowsIsCancelled() throws Exception {
        FakeDelivery delivery = broker.givenText("a");
        Recorder failing = new Recorder() {
            @Override
            public void onNext(Delivery<String> item) {
                super.onNext(item);
                throw new IllegalStateException("subscriber");
            }
        };
        inbox.flow().subscribe(failing);
        failing.subscription.request(2);
        failing.next();
        assertThat(failing.next()).isEqualTo("a");
        awaitGivenBack();
        assertThat(delivery.state()).isEqualTo(Delivery.State.FAILED);
        assertThat(delivery.why).hasMessage("subscriber");
        assertThat(failing.signals).isEmpty();
    }

    @Test
    void nobodyAndTooLate() throws Exception {
        assertThatThrownBy(() -> inbox.flow().subscribe(null)).isInstanceOf(NullPointerException.class);
        inbox.close();
        inbox.flow().subscribe(recorder);
        assertThat(recorder.next()).isEqualTo("subscribed");
        assertThat(recorder.next()).isEqualTo("complete");
    }
}
