package io.carrotmq.transport.stomp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrotmq.Capability;
import io.carrotmq.OutgoingMessage;
import io.carrotmq.Properties;
import io.carrotmq.SubscribeOptions;
import io.carrotmq.UnsupportedException;
import io.carrotmq.stomp.frame.StompFrame;
import io.carrotmq.transport.TransportException;
import io.carrotmq.transport.Unroutable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The dialects of ActiveMQ Classic and Artemis, without a broker. */
class JmsDialectsTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final ActiveMqDialect activeMq = new ActiveMqDialect("6.2.7");
    private final ArtemisDialect artemis = new ArtemisDialect("2.55.0");
    private final JmsHeaders headers = new JmsHeaders(Clock.fixed(NOW, ZoneOffset.UTC));

    private static StompFrame message(Map<String, String> headers) {
        return StompFrame.builder("MESSAGE").headers(headers).build();
    }

    private static OutgoingMessage outgoing(Properties properties) {
        return new OutgoingMessage("", "q", true, properties, new byte[0]);
    }

    private Map<String, String> written(Properties properties) {
        Map<String, String> to = new LinkedHashMap<>();
        headers.write(outgoing(properties), to);
        return to;
    }

    private static Map<String, String> written(Dialect dialect, Properties properties) {
        Map<String, String> to = new LinkedHashMap<>();
        dialect.properties(outgoing(properties), to);
        return to;
    }

    private static Map<String, String> subscription(Dialect dialect, SubscribeOptions options) {
        Map<String, String> to = new LinkedHashMap<>();
        dialect.subscription(options, to);
        return to;
    }

    @Test
    void defaultExchangeIsAQueue_andASlashTheBrokersOwn() {
        for (Dialect dialect : new Dialect[] {activeMq, artemis}) {
            assertThat(dialect.destination("", "feed.importer")).isEqualTo("/queue/feed.importer");
            assertThat(dialect.destination("", "/topic/prices")).isEqualTo("/topic/prices");
            assertThat(dialect.destination("", "/remote-temp-queue/ID:1")).isEqualTo("/remote-temp-queue/ID:1");
            assertThat(dialect.unroutable("", "q")).isEqualTo(Unroutable.NEVER);
            assertThat(dialect.unroutable("", "/topic/prices")).isEqualTo(Unroutable.DROPPED);
        }
        assertThat(activeMq.destination("feed", "importer")).isEqualTo("/topic/VirtualTopic.feed.importer");
        assertThat(activeMq.unroutable("feed", "importer")).isEqualTo(Unroutable.RETURNED);
        assertThatThrownBy(() -> artemis.destination("feed", "importer"))
                .isInstanceOf(UnsupportedException.class)
                .hasMessageContaining("CARROT-0491")
                .hasMessageContaining("feed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a,b", "a?b", " a", "a ", "a.*", ">", "a.>.b"})
    void nameThatIsSomethingElseToActiveMqIsRefused(String name) {
        assertThatThrownBy(() -> activeMq.destination("", name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("CARROT-0490");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a*", "#", "a.#", "a::b"})
    void nameThatIsSomethingElseToArtemisIsRefused(String name) {
        assertThatThrownBy(() -> artemis.destination("", name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("CARROT-0490");
    }

    @Test
    void propertiesComeBackAsTheyWere() {
        Properties properties = Properties.builder()
                .contentType("text/plain")
                .contentEncoding("gzip")
                .header("text", "a:b\nc")
                .header("count", 5)
                .header("priority", "a header of that name")
                .header("ack", "another")
                .persistent(true)
                .priority(4)
                .correlationId("c")
                .replyTo("replies")
                .expiration(Duration.ofSeconds(5))
                .messageId("m")
                .timestamp(NOW)
                .type("t")
                .userId("u")
                .appId("a")
                .build();
        Map<String, String> sent = written(properties);
        assertThat(sent)
                .containsEntry("expires", Long.toString(NOW.toEpochMilli() + 5000))
                .containsEntry("reply-to", "/queue/replies")
                .containsEntry("priority", "4")
                .doesNotContainKeys("ack", "message-id", "timestamp", "redelivered");

        Map<String, String> came = new LinkedHashMap<>(sent);
        came.putAll(Map.of("destination", "/queue/q", "message-id", "ID:1", "ack", "ID:2", "subscription", "s"));
        came.put("timestamp", "1");
        came.put("receipt", "p1");
        Arrival arrival = artemis.arrival(message(came));
        assertThat(arrival).isEqualTo(new Arrival(false, "", "q", properties));
        assertThat(activeMq.arrival(message(came))).isEqualTo(arrival);
    }

    @Test
    void whatBrokersAddToABareMessageIsNoProperty() {
        assertThat(written(Properties.NONE)).isEmpty();
        Arrival classic = activeMq.arrival(message(Map.of(
                "destination", "/queue/q", "expires", "0", "priority", "4", "timestamp", "5", "message-id", "ID:1")));
        Arrival other = artemis.arrival(message(Map.of(
                "destination",
                "/queue/q",
                "expires",
                "0",
                "priority",
                "4",
                "timestamp",
                "5",
                "persistent",
                "false",
                "redelivered",
                "false",
                "destination-type",
                "ANYCAST")));
        assertThat(classic).isEqualTo(new Arrival(false, "", "q", Properties.NONE));
        assertThat(other).isEqualTo(classic);
    }

    @Test
    void messagesOfJmsClientsTellTheirPriorityAndExpiration() {
        Properties properties = activeMq.arrival(message(
                        Map.of("destination", "/queue/q", "priority", "7", "timestamp", "1000", "expires", "4000")))
                .properties();
        assertThat(properties.priority()).isEqualTo(7);
        assertThat(properties.expiration()).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void priorityAboveTheBrokersIsTheirHighest() {
        assertThat(written(Properties.builder().priority(200).build()))
                .containsEntry("priority", "9")
                .containsEntry("amqp-priority", "200");
    }

    @Test
    void messageOfABindingTellsExchangeAndKey() {
        Arrival arrival = activeMq.arrival(message(Map.of(
                "destination",
                "/queue/Consumer.feed%2Eimporter.VirtualTopic.feed.*",
                "original-destination",
                "/topic/VirtualTopic.feed.importer",
                "redelivered",
                "true")));
        assertThat(arrival.exchange()).isEqualTo("feed");
        assertThat(arrival.routingKey()).isEqualTo("importer");
        assertThat(arrival.redelivered()).isTrue();
    }

    @Test
    void deadLetterOfTheBrokerIsAMessageOfItsQueue() {
        Arrival arrival = activeMq.arrival(
                message(Map.of("destination", "/queue/ActiveMQ.DLQ", "original-destination", "/queue/q")));
        assertThat(arrival.exchange()).isEmpty();
        assertThat(arrival.routingKey()).isEqualTo("ActiveMQ.DLQ");
    }

    @Test
    void copyGoesToTheBoundQueue_andKeepsAllButWhatTheBrokerAdded() {
        Map<String, String> copy = activeMq.copy(message(Map.of(
                "destination",
                "/queue/Consumer.feed%2Eimporter.VirtualTopic.feed.importer",
                "original-destination",
                "/topic/VirtualTopic.feed.importer",
                "message-id",
                "ID:1",
                "ack",
                "ID:2",
                "persistent",
                "true",
                "expires",
                "12345",
                "timestamp",
                "1",
                "own",
                "kept")));
        assertThat(copy)
                .isEqualTo(Map.of(
                        "destination", "/queue/feed.importer",
                        "persistent", "true",
                        "expires", "12345",
                        "own", "kept",
                        "carrot-redelivered", "true",
                        "carrot-exchange", "feed",
                        "carrot-routing-key", "importer"));
        copy.put("expires", "0");
        Arrival again = activeMq.arrival(message(copy));
        assertThat(again.redelivered()).isTrue();
        assertThat(again.exchange()).isEqualTo("feed");
        assertThat(again.routingKey()).isEqualTo("importer");
        assertThat(again.properties().headers()).isEqualTo(Map.of("own", "kept"));
        assertThat(activeMq.copy(message(copy)))
                .containsEntry("carrot-exchange", "feed")
                .doesNotContainKey("expires");
    }

    @Test
    void messageOfATopicHasNothingToGoBackTo() {
        assertThat(activeMq.copy(message(Map.of("destination", "/topic/prices"))))
                .isNull();
        assertThat(artemis.copy(message(Map.of("destination", "/topic/prices"))))
                .isNull();
    }

    @Test
    void prefetchIsACountForTheOne_andBytesThatHoldNoMoreForTheOther() {
        assertThat(subscription(activeMq, SubscribeOptions.DEFAULT.prefetch(7)))
                .isEqualTo(Map.of("activemq.prefetchSize", "7"));
        assertThat(subscription(artemis, SubscribeOptions.DEFAULT.prefetch(7)))
                .isEqualTo(Map.of("consumer-window-size", "1400"));
    }

    @Test
    void consumerArgumentThatWouldBeLostIsRefused() {
        SubscribeOptions options = SubscribeOptions.DEFAULT.arguments(Map.of("x-priority", 5));
        for (Dialect dialect : new Dialect[] {activeMq, artemis}) {
            assertThatThrownBy(() -> subscription(dialect, options))
                    .isInstanceOf(TransportException.class)
                    .hasMessageContaining("x-priority");
            assertThat(subscription(dialect, SubscribeOptions.DEFAULT.arguments(Map.of("selector", "kind = 'a'"))))
                    .containsEntry("selector", "kind = 'a'");
        }
    }

    @Test
    void whatActiveMqEndsAConnectionOverIsRefusedBefore() {
        assertThatThrownBy(() -> written(
                        activeMq,
                        Properties.builder().header("long", "x".repeat(10_240)).build()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("CARROT-0492")
                .hasMessageContaining("long");
        assertThatThrownBy(() -> written(
                        activeMq,
                        Properties.builder()
                                .header("escaped", ":".repeat(6_000))
                                .build()))
                .hasMessageContaining("CARROT-0492");
        Properties.Builder many = Properties.builder();
        for (int i = 0; i < 1000; i++) {
            many.header("h" + i, "");
        }
        assertThatThrownBy(() -> written(activeMq, many.build())).hasMessageContaining("CARROT-0493");
        assertThat(written(artemis, many.build())).hasSize(1000);
    }

    @Test
    void capabilitiesAreWhatWasMeasured() {
        assertThat(activeMq.capabilities())
                .containsExactlyInAnyOrder(
                        Capability.EXCHANGES,
                        Capability.BINDINGS,
                        Capability.MANDATORY,
                        Capability.LOOKUP,
                        Capability.EXPIRATION,
                        Capability.REJECT,
                        Capability.TRANSACTIONS);
        assertThat(artemis.capabilities())
                .containsExactlyInAnyOrder(
                        Capability.EXPIRATION, Capability.PRIORITIES, Capability.REJECT, Capability.TRANSACTIONS);
    }

    @Test
    void refusalForWantOfRightsHasItsReplyCode() {
        StompFrame classic = StompFrame.builder("ERROR")
                .header("message", "User app is not authorized to write to: topic://other")
                .build();
        assertThat(activeMq.replyCode(classic)).isEqualTo(403);
        StompFrame gone = StompFrame.builder("ERROR")
                .header("message", "The destination temp-queue://ID:1 does not exist.")
                .build();
        assertThat(activeMq.replyCode(gone)).isEqualTo(404);
        assertThat(artemis.replyCode(StompFrame.builder("ERROR")
                        .header("message", "AMQ339013 Error committing 1")
                        .build()))
                .isZero();
    }
}
