package io.carrotmq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrotmq.codec.Codec;
import io.carrotmq.codec.Codecs;
import io.carrotmq.topology.QueueDeclaration;
import io.carrotmq.topology.Topology;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
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

    private static ConnectException lost(boolean temporary) {
        return new ConnectException("CARROT-0220", "the handle's connection was lost", temporary, null);
    }

    /** Another's message may have ended the channel they share, between taking the connection and using it. */
    @Test
    void connectionThatIsLostBeforeItIsUsedIsReplacedAtOnce() {
        Publisher<String> impatient = texts.with(options -> options.connectTimeout(Duration.ZERO));
        broker.publishFailures.add(lost(true));
        assertThat(impatient.send("a").confirmed()).isTrue();
        broker.publishFailures.add(lost(true));
        assertThat(impatient.sendAsync("b")).isCompletedWithValueMatching(Receipt::confirmed);
        broker.publishFailures.add(lost(true));
        assertThat(impatient.sendAll(List.of("c", "d"))).hasSize(2);
        broker.publishFailures.add(lost(true));
        impatient.tell("e");
        assertThat(broker.published).hasSize(4);
        assertThat(broker.told).hasSize(1);
        assertThat(broker.open).hasValue(0);
    }

    @Test
    void connectionThatIsLostAgainAndAgainIsWaitedFor() {
        for (int i = 0; i < 5; i++) {
            broker.publishFailures.add(lost(true));
        }
        Publisher<String> patient = texts.with(options -> options.connectTimeout(Duration.ofDays(1_000_000)));
        assertThat(patient.send("a").confirmed()).isTrue();
        assertThat(broker.published).hasSize(1);
        assertThat(broker.open).hasValue(0);
    }

    @Test
    void whatMayHaveBeenSentIsNotSentAgain() {
        broker.publishFailures.add(new ConfirmLostException("CARROT-0604", "it may have been delivered", null));
        assertThatThrownBy(() -> texts.send("a")).isInstanceOf(ConfirmLostException.class);
        broker.publishFailures.add(lost(false));
        assertThatThrownBy(() -> texts.send("a")).isInstanceOf(ConnectException.class);
        assertThat(broker.connections).hasValue(2);
        assertThat(broker.published).isEmpty();
        assertThat(broker.open).hasValue(0);
    }

    private Publisher<Object> given(SendOptions options) {
        return Publisher.of(broker, new NeverCodec(), options);
    }

    /** Fails the test if anything is encoded. */
    private static final class NeverCodec implements Codec<Object> {
        @Override
        public String contentType() {
            return "application/never";
        }

        @Override
        public String contentEncoding() {
            return "never";
        }

        @Override
        public byte[] encode(Object body) {
            throw new AssertionError("encoded, although the content type is given");
        }

        @Override
        public Object decode(byte[] content, String contentEncoding) {
            throw new AssertionError("nothing is decoded here");
        }
    }

    @Test
    void contentTypeThatIsGivenLeavesBytesAsTheyAre() {
        Publisher<Object> raw = given(SendOptions.DEFAULT.contentType("image/png"));
        byte[] body = {(byte) 0x89, 0x50};
        raw.send(body);
        assertThat(last().body()).isSameAs(body);
        assertThat(last().properties().contentType()).isEqualTo("image/png");
        assertThat(last().properties().contentEncoding()).isEqualTo("binary");
        raw.with(options -> options.contentEncoding("gzip")).send(body);
        assertThat(last().properties().contentEncoding()).isEqualTo("gzip");
    }

    @Test
    void contentTypeThatIsGivenHasTextInItsContentEncoding() {
        Publisher<Object> markdown = given(SendOptions.DEFAULT.contentType("text/markdown"));
        markdown.send(new StringBuilder("grün"));
        assertThat(last().body()).isEqualTo("grün".getBytes(StandardCharsets.UTF_8));
        assertThat(last().properties().contentType()).isEqualTo("text/markdown");
        assertThat(last().properties().contentEncoding()).isEqualTo("utf-8");
        markdown.with(options -> options.contentEncoding("iso-8859-1")).send("grün");
        assertThat(last().body()).isEqualTo("grün".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(last().properties().contentEncoding()).isEqualTo("iso-8859-1");
    }

    @Test
    void contentTypeThatIsGivenAllowsNothingElse() {
        Publisher<Object> csv = given(SendOptions.DEFAULT.routingKey("rows").contentType("text/csv"));
        assertThatThrownBy(() -> csv.send(new Order("1")))
                .isInstanceOf(CodecException.class)
                .hasMessageStartingWith("CARROT-0656 ")
                .hasMessageContaining("Order")
                .hasMessageContaining("'text/csv'");
        assertThatThrownBy(() -> csv.sendAll(java.util.Arrays.asList("a,b", null)))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("null");
        assertThatThrownBy(() -> csv.with(o -> o.contentEncoding("binary")).send("a,b"))
                .isInstanceOf(CodecException.class)
                .hasMessageStartingWith("CARROT-0657 ");
        assertThatThrownBy(() -> csv.with(o -> o.contentEncoding("us-ascii")).send("grün"))
                .isInstanceOf(CodecException.class)
                .hasMessageStartingWith("CARROT-0658 ");
        assertThat(broker.connections).hasValue(0);
    }

    @Test
    void propertiesAreTheSameObjectForEveryMessage() {
        texts.send("a");
        Properties first = last().properties();
        texts.sendAll(List.of("b"));
        assertThat(last().properties()).isSameAs(first);
        Publisher<Object> given = given(SendOptions.DEFAULT.contentType("text/csv"));
        given.send("a");
        Properties ofText = last().properties();
        given.send("b");
        assertThat(last().properties()).isSameAs(ofText);
    }

    @Test
    void propertiesAreTheSameObjectForEveryPlace() {
        texts.send("a");
        Properties first = last().properties();
        texts.to("elsewhere").send("b");
        assertThat(last().routingKey()).isEqualTo("elsewhere");
        assertThat(last().properties()).isSameAs(first);
        texts.with(options -> options.exchange("other").mandatory(false)).send("c");
        assertThat(last().properties()).isSameAs(first);
        texts.with(options -> options.header("tenant", "acme")).send("d");
        assertThat(last().properties().headers()).containsEntry("tenant", "acme");
        texts.with(options -> options.compression(new Compression(Compression.Format.GZIP, 0)))
                .send("e");
        assertThat(last().properties().contentEncoding()).isEqualTo("gzip");
    }

    // A broker that cannot be reached

    private static ConnectException absent(boolean temporary) {
        return new ConnectException("FAKE-4", "nobody there", temporary, null);
    }

    @Test
    void sendWaitsForABrokerThatComesBack() {
        broker.refusals = 3;
        broker.refusal = absent(true);
        assertThat(texts.send("late").confirmed()).isTrue();
        broker.refusals = 2;
        broker.refusal = absent(true);
        assertThat(texts.sendAll(List.of("late"))).hasSize(1);
        broker.refusals = 2;
        broker.refusal = absent(true);
        texts.tell("late");
        assertThat(broker.told).hasSize(1);
    }

    @Test
    void sendGivesUpAfterItsTime() {
        broker.refusal = absent(true);
        assertThatThrownBy(() -> texts.with(o -> o.connectTimeout(Duration.ofMillis(120)))
                        .send("never"))
                .isInstanceOfSatisfying(
                        ConnectException.class, e -> assertThat(e.isTemporary()).isTrue())
                .hasMessageStartingWith("CARROT-0230 nothing was sent")
                .hasMessageContaining("FAKE-4")
                .hasCause(broker.refusal);
        assertThat(broker.connectAttempts).hasValueGreaterThan(1);
    }

    @Test
    void whatTimeDoesNotHealIsThrownAtOnce() {
        broker.refusal = absent(false);
        assertThatThrownBy(() -> texts.send("x")).isSameAs(broker.refusal);
        broker.refusal = absent(true);
        assertThatThrownBy(
                        () -> texts.with(o -> o.connectTimeout(Duration.ZERO)).send("x"))
                .isSameAs(broker.refusal);
        assertThatThrownBy(() -> texts.sendAsync("x")).isSameAs(broker.refusal);
        assertThat(broker.connectAttempts).hasValue(3);
    }

    @Test
    void interruptEndsTheWaitForABroker() {
        broker.refusal = absent(true);
        Thread.currentThread().interrupt();
        assertThatThrownBy(() ->
                        texts.with(o -> o.connectTimeout(Duration.ofHours(1))).send("x"))
                .isInstanceOf(ConnectException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void topologyIsSeenToBeforeEachSend() {
        Topology needed = Topology.builder().queue(QueueDeclaration.of("texts")).build();
        Publisher<String> declaring = texts.with(options -> options.topology(needed));
        declaring.send("a");
        declaring.sendAsync("b");
        declaring.sendAll(List.of("c"));
        declaring.tell("d");
        assertThat(broker.declared).containsExactly(needed, needed, needed, needed);
        broker.declarationFailure = new TopologyException("FAKE-5", "other arguments", null);
        assertThatThrownBy(() -> declaring.send("e")).isSameAs(broker.declarationFailure);
        assertThat(broker.published).hasSize(3);
        assertThat(broker.open).hasValue(0);
        texts.send("without");
        assertThat(broker.declared).hasSize(5);
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
