package io.carrotmq;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrotmq.FakeBroker.FakeDelivery;
import io.carrotmq.codec.Codecs;
import io.carrotmq.codec.Decoder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class DecodingConsumerTest {
    private final FakeBroker broker = new FakeBroker();
    private final Decoder<String> decoder =
            Codecs.of(getClass().getClassLoader()).decoder(String.class, "text/plain");
    private final Consumer<String> inbox = Consumer.of(broker, FakeBroker.QUEUE, decoder, SubscribeOptions.DEFAULT);
    private final List<String> handled = new ArrayList<>();

    @Test
    void itConnectsWithTheFirstCallAndHoldsThatConnection() {
        assertThat(broker.connections).hasValue(0);
        assertThat(inbox.fetch()).isEmpty();
        assertThat(inbox.fetch()).isEmpty();
        assertThat(broker.connections).hasValue(1);
        inbox.close();
        inbox.close();
        assertThat(broker.open).hasValue(0);
    }

    @Test
    void fetch() {
        FakeDelivery origin = broker.givenText("grüße");
        Delivery<String> delivery = inbox.fetch().orElseThrow();
        assertThat(delivery.body()).isEqualTo("grüße");
        assertThat(delivery.content()).isEqualTo("grüße".getBytes(UTF_8));
        assertThat(delivery.envelope().routingKey()).isEqualTo("key");
        assertThat(delivery.properties().contentType()).isEqualTo("text/plain");
        assertThat(delivery.state()).isEqualTo(Delivery.State.RECEIVED);
        delivery.ack();
        assertThat(origin.state()).isEqualTo(Delivery.State.ACKED);
        assertThatThrownBy(delivery::reject).isInstanceOf(MessageStateException.class);
        assertThat(broker.subscriptions).as("fetch does not subscribe").hasValue(0);
    }

    /** The factory may give a connection that was lost a moment ago. */
    @Test
    void connectionThatIsFoundLostIsReplacedOnce() throws InterruptedException {
        broker.givenText("a");
        broker.givenText("b");
        broker.handleFailures.add(new ConnectException("FAKE-6", "lost", true, null));
        assertThat(inbox.receive(Duration.ofSeconds(5)).orElseThrow().body()).isEqualTo("a");
        assertThat(broker.connections).hasValue(2);
        broker.handleFailures.add(new ConnectException("FAKE-6", "lost", true, null));
        assertThat(inbox.fetch().orElseThrow().body()).isEqualTo("b");
        assertThat(broker.connections).hasValue(3);
        assertThat(broker.open).hasValue(1);

        broker.handleFailures.add(new ConnectException("FAKE-7", "closed", false, null));
        assertThatThrownBy(inbox::fetch).isInstanceOf(ConnectException.class).hasMessageStartingWith("FAKE-7");
    }

    @Test
    void receive() throws InterruptedException {
        broker.givenText("a");
        assertThat(inbox.receive(Duration.ofSeconds(5)).orElseThrow().body()).isEqualTo("a");
        assertThat(inbox.receive(Duration.ZERO)).isEmpty();
        assertThat(broker.subscriptions).hasValue(1);
        inbox.close();
        assertThat(broker.subscriptions).hasValue(0);
    }

    @Test
    void undecodableGoesToTheDeadLettersAndIsReported() throws InterruptedException {
        FakeDelivery malformed = broker.given("text/plain", "utf-8", (byte) 0xC3);
        assertThatThrownBy(inbox::fetch)
                .isInstanceOf(CodecException.class)
                .hasMessageStartingWith("CARROT-0753 [inbox] message 1 from exchange 'feed' with routing key 'key'")
                .hasCauseInstanceOf(CodecException.class);
        assertThat(malformed.state()).isEqualTo(Delivery.State.DEAD_LETTERED);

        FakeDelivery unknown = broker.given("image/png", null, (byte) 1);
        assertThatThrownBy(() -> inbox.receive(Duration.ofSeconds(5)))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("CARROT-0755");
        assertThat(unknown.state()).isEqualTo(Delivery.State.DEAD_LETTERED);
        assertThat(broker.open).as("the connection is still good").hasValue(1);
    }

    @Test
    void headersThatAreNoMediaTypeAreUndecodableToo() {
        for (String contentType : List.of(";", ";charset=utf-8", "/", ";;", "image", "text/plain;charset=%")) {
            FakeDelivery delivery = broker.given(contentType, null, (byte) 'x');
            assertThatThrownBy(inbox::fetch).as(contentType).isInstanceOf(CodecException.class);
            assertThat(delivery.state()).as(contentType).isEqualTo(Delivery.State.DEAD_LETTERED);
        }
    }

    @Test
    void handlersAreCalledInOrderWithTheSameDelivery() {
        broker.givenText("a");
        broker.givenText("b");
        long count = inbox.onMessage(delivery -> handled.add("first " + delivery.body()))
                .onMessage(delivery -> {
                    handled.add("second " + delivery.body());
                    delivery.ack();
                })
                .consume(2);
        assertThat(count).isEqualTo(2);
        assertThat(handled).containsExactly("first a", "second a", "first b", "second b");
    }

    @Test
    void limitLeavesTheRest() throws InterruptedException {
        broker.givenText("a");
        broker.givenText("b");
        inbox.onMessage(delivery -> handled.add(delivery.body()));
        assertThat(inbox.consume(0)).isZero();
        assertThat(inbox.consume(-1)).isZero();
        assertThat(inbox.consume(1)).isEqualTo(1);
        assertThat(handled).containsExactly("a");
        assertThat(inbox.receive(Duration.ofSeconds(5)).orElseThrow().body()).isEqualTo("b");
    }

    @Test
    void consumeWithoutHandler() {
        assertThatThrownBy(inbox::consume).isInstanceOf(ConsumeException.class).hasMessageStartingWith("CARROT-0751 ");
    }

    @Test
    void consumeGoesOnAfterUndecodable() {
        FakeDelivery malformed = broker.given("text/plain", "utf-8", (byte) 0xC3);
        broker.givenText("a");
        assertThat(inbox.onMessage(delivery -> handled.add(delivery.body())).consume(1))
                .isEqualTo(1);
        assertThat(handled).containsExactly("a");
        assertThat(malformed.state()).isEqualTo(Delivery.State.DEAD_LETTERED);
    }

    @Test
    void cancelEndsTheLoopAndNothingMoreIsSent() throws Exception {
        inbox.onMessage(delivery -> handled.add(delivery.body()));
        CompletableFuture<Long> loop = CompletableFuture.supplyAsync(inbox::consume);
        broker.polling.await();
        inbox.cancel();
        assertThat(loop.get(20, TimeUnit.SECONDS)).isZero();
        assertThat(broker.calls)
                .as("what was taken can still be settled")
                .containsExactly("subscribe inbox 20", "pause");
        assertThat(broker.open).as("it can go on").hasValue(1);
        FakeDelivery next = broker.givenText("next");
        inbox.onMessage(Delivery::ack);
        assertThat(inbox.consume(1)).isEqualTo(1);
        assertThat(next.state()).isEqualTo(Delivery.State.ACKED);
    }

    @Test
    void closeEndsTheLoop() throws Exception {
        inbox.onMessage(delivery -> handled.add(delivery.body()));
        CompletableFuture<Long> loop = CompletableFuture.supplyAsync(inbox::consume);
        broker.polling.await();
        inbox.close();
        assertThat(loop.get(20, TimeUnit.SECONDS)).isZero();
        assertThat(broker.open).hasValue(0);
    }

    @Test
    void closeFromAHandler() {
        broker.givenText("a");
        broker.givenText("b");
        inbox.onMessage(delivery -> {
            delivery.ack();
            inbox.close();
        });
        assertThat(inbox.consume()).isEqualTo(1);
    }

    @Test
    void interruptEndsTheLoopAndIsKept() {
        inbox.onMessage(Delivery::ack);
        Thread.currentThread().interrupt();
        assertThat(inbox.consume()).isZero();
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void lossOfTheConnectionIsReportedAndTheNextCallConnectsAnew() throws InterruptedException {
        broker.givenText("a");
        inbox.fetch();
        ConsumeException loss = new ConsumeException("FAKE-4", "connection lost", null);
        broker.loss = loss;
        assertThatThrownBy(inbox::fetch).isSameAs(loss);
        assertThat(broker.open).hasValue(0);
        broker.givenText("b");
        assertThat(inbox.receive(Duration.ofSeconds(5)).orElseThrow().body()).isEqualTo("b");
        assertThat(broker.connections).hasValue(2);
    }

    @Test
    void closedConsumerRefuses() {
        inbox.onMessage(Delivery::ack);
        inbox.close();
        assertThatThrownBy(inbox::fetch).isInstanceOf(ConsumeException.class).hasMessageStartingWith("CARROT-0750 ");
        assertThatThrownBy(() -> inbox.receive(Duration.ZERO)).hasMessageStartingWith("CARROT-0750 ");
        assertThat(broker.connections).hasValue(0);
    }
}
