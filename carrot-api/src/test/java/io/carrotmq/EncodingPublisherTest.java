package io.carrotmq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrotmq.codec.Codecs;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EncodingPublisherTest {
    /** A message type. */
    public record Order(String id) {}

    private final FakeBroker broker = new FakeBroker();
    private final Codecs codecs = Codecs.of(getClass().getClassLoader());
    private final Publisher<Order> orders = Publisher.of(
            broker,
            codecs.codec("application/json", Order.class),
            SendOptions.DEFAULT.exchange("feed").routingKey("importer"));
    private final Publisher<String> texts =
            Publisher.of(broker, codecs.codec("text/plain", String.class), SendOptions.DEFAULT.routingKey("texts"));

    private OutgoingMessage last() {
        return broker.published.get(broker.published.size() - 1);
    }

    @Test
    void sendSaysWhatItIs() {
        Receipt receipt = orders.send(new Order("1"));
        assertThat(receipt).isEqualTo(new Receipt(Receipt.Outcome.CONFIRMED, "feed", "importer"));
        assertThat(last().exchange()).isEqualTo("feed");
        assertThat(last().routingKey()).isEqualTo("importer");
        assertThat(last().mandatory()).isTrue();
        assertThat(last().body()).isEqualTo("{\"id\":\"1\"}".getBytes(StandardCharsets.UTF_8));
        assertThat(last().properties())
                .isEqualTo(Properties.builder()
                        .contentType("application/json")
                        .contentEncoding("utf-8")
                        .persistent(true)
                        .priority(0)
                        .build());
    }

    @Test
    void connectionIsGivenBackAfterEachCall() {
        texts.send("a");
        texts.sendAsync("b");
        texts.sendAll(List.of("c", "d"));
        texts.tell("e");
        assertThat(broker.connections).hasValue(4);
        assertThat(broker.open).hasValue(0);
        assertThat(broker.published).hasSize(4);
        assertThat(broker.told).hasSize(1);
    }

    @Test
    void contentTypeThatIsGivenWins() {
        texts.with(options ->
                        options.properties(p -> p.contentType("text/markdown").contentEncoding(null)))
                .send("*x*");
        assertThat(last().properties().contentType()).isEqualTo("text/markdown");
        assertThat(last().properties().contentEncoding()).isNull();
    }

    @Test
    void changedPublisherLeavesTheFirstAlone() {
        texts.with(options -> options.header("tenant", "acme")).to("other").send("x");
        assertThat(last().routingKey()).isEqualTo("other");
        assertThat(last().properties().headers()).isEqualTo(Map.of("tenant", "acme"));
        texts.send("x");
        assertThat(last().routingKey()).isEqualTo("texts");
        assertThat(last().properties().headers()).isEmpty();
    }

    @Test
    void sendAllEncodesEverythingBeforeItSends() {
        assertThatThrownBy(() -> texts.sendAll(List.of("fine", "half a pair \uD834")))
                .isInstanceOf(CodecException.class)
                .hasMessageStartingWith("CARROT-0652 ");
        assertThat(broker.published).isEmpty();
        assertThat(texts.sendAll(List.of())).isEmpty();
    }

    @Test
    void closedPublisherRefuses() {
        texts.close();
        texts.close();
        assertThatThrownBy(() -> texts.send("x")).isInstanceOfSatisfying(PublishException.class, e -> {
            assertThat(e.code()).isEqualTo("CARROT-0650");
            assertThat(e.mayHaveBeenDelivered()).isFalse();
        });
        assertThatThrownBy(() -> texts.tell("x")).isInstanceOf(PublishException.class);
        assertThatThrownBy(() -> texts.sendAll(List.of("x"))).isInstanceOf(PublishException.class);
        assertThat(broker.connections).hasValue(0);
    }

    /** A bean that leaves the stage alone must not return normally when nothing was sent. */
    @Test
    void sendAsyncThrowsWhatFailsBeforeAnythingIsSent() {
        assertThatThrownBy(() -> texts.sendAsync("half a pair \uD834")).isInstanceOf(CodecException.class);
        broker.refusal = new ConnectException("FAKE-3", "nobody there", false, null);
        assertThatThrownBy(() -> texts.sendAsync("x")).isInstanceOf(ConnectException.class);
        texts.close();
        assertThatThrownBy(() -> texts.sendAsync("x")).isInstanceOf(PublishException.class);
        assertThatThrownBy(() -> texts.to("elsewhere")).isInstanceOf(PublishException.class);
    }

    @Test
    void contentEncodingThatIsGivenKeepsTheCodecsType() {
        texts.with(options -> options.properties(p -> p.contentEncoding("us-ascii")))
                .send("x");
        assertThat(last().properties().contentType()).isEqualTo("text/plain");
        assertThat(last().properties().contentEncoding()).isEqualTo("us-ascii");
    }

    @Test
    void nullBodyOfTextIsNotSent() {
        assertThatThrownBy(() -> texts.send(null))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("null");
    }

    @Test
    void descriptionHasPlaceAndEncoding() {
        assertThat(orders).hasToString("publisher to exchange 'feed' with routing key 'importer' as application/json");
    }
}
