package io.carrotmq.transport.stomp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrotmq.Capability;
import io.carrotmq.OutgoingMessage;
import io.carrotmq.Properties;
import io.carrotmq.SubscribeOptions;
import io.carrotmq.stomp.frame.StompFrame;
import io.carrotmq.transport.TransportException;
import io.carrotmq.transport.Unroutable;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RabbitMqDialectTest {
    private final RabbitMqDialect dialect = new RabbitMqDialect("4.3.6");

    @ParameterizedTest
    @CsvSource({
        "'', q, /amq/queue/q",
        "'', a/b c%d, /amq/queue/a%2Fb c%d",
        "'', /topic/prices, /topic/prices",
        "x, k, /exchange/x/k",
        "x/y, a/b, /exchange/x%2Fy/a%2Fb",
        "x, '', /exchange/x"
    })
    void destinations(String exchange, String routingKey, String destination) {
        assertThat(dialect.destination(exchange, routingKey)).isEqualTo(destination);
    }

    @Test
    void nameItCannotSpeakOfIsRefused() {
        assertThatThrownBy(() -> dialect.destination("", "a%2Fb"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a%2Fb");
    }

    @ParameterizedTest
    @CsvSource({
        "/queue/q, '', q",
        "/queue/a%2Fb%25%C3%BC+, '', a/b%ü+",
        "/topic/a.b, amq.topic, a.b",
        "/exchange/x/a%2Fb, x, a/b",
        "/exchange/x, x, ''",
        "/strange/x, '', /strange/x",
        "/queue/100%, '', 100%"
    })
    void arrivals(String destination, String exchange, String routingKey) {
        Arrival arrival = dialect.arrival(StompFrame.builder("MESSAGE")
                .header("destination", destination)
                .header("redelivered", "true")
                .build());
        assertThat(arrival.exchange()).isEqualTo(exchange);
        assertThat(arrival.routingKey()).isEqualTo(routingKey);
        assertThat(arrival.redelivered()).isTrue();
    }

    @Test
    void propertiesHaveTheNamesOfThePlugIn() {
        Properties properties = Properties.builder()
                .contentType("text/plain")
                .persistent(true)
                .priority(1)
                .replyTo("a/b")
                .expiration(Duration.ofSeconds(2))
                .messageId("m")
                .timestamp(Instant.ofEpochSecond(5))
                .header("h", 1)
                .build();
        Map<String, String> headers = new LinkedHashMap<>();
        dialect.properties(new OutgoingMessage("", "q", true, properties, new byte[0]), headers);
        assertThat(headers)
                .isEqualTo(Map.of(
                        "content-type", "text/plain",
                        "persistent", "true",
                        "priority", "1",
                        "reply-to", "/reply-queue/a/b",
                        "expiration", "2000",
                        "amqp-message-id", "m",
                        "timestamp", "5",
                        "h", "1",
                        "carrot-types", "h=int"));
    }

    @Test
    void whatAForeignSenderWroteDoesNoHarm() {
        Properties properties = dialect.arrival(StompFrame.builder("MESSAGE")
                        .header("destination", "/queue/q")
                        .header("priority", "high")
                        .header("expiration", "-5")
                        .header("timestamp", "99999999999999999999")
                        .header("persistent", "1")
                        .header("reply-to", "/reply-queue/back")
                        .build())
                .properties();
        assertThat(properties)
                .isEqualTo(
                        Properties.builder().persistent(false).replyTo("back").build());
    }

    @Test
    void subscriptionsNameTheirPrefetchAlways() {
        Map<String, String> headers = new LinkedHashMap<>();
        dialect.subscription(SubscribeOptions.DEFAULT.prefetch(7).arguments(Map.of("x-priority", 5)), headers);
        assertThat(headers).isEqualTo(Map.of("prefetch-count", "7", "x-priority", "5"));
        assertThat(dialect.sources("q", null)).isEqualTo(List.of("/amq/queue/q"));
        assertThat(dialect.sources("/topic/t", null)).isEqualTo(List.of("/topic/t"));
        assertThatThrownBy(() -> dialect.subscription(
                        SubscribeOptions.DEFAULT.arguments(Map.of("x-unheard-of", 1)), new LinkedHashMap<>()))
                .isInstanceOf(TransportException.class)
                .hasMessageContaining("x-unheard-of");
    }

    @ParameterizedTest
    @CsvSource({
        "not_found, 404",
        "access_refused, 403",
        "precondition_failed, 406",
        "resource_locked, 405",
        "Server cancelled subscription, 404",
        "Processing error, 0"
    })
    void replyCodes(String message, int code) {
        StompFrame error =
                StompFrame.builder("ERROR").header("message", message).build();
        assertThat(dialect.replyCode(error)).isEqualTo(code);
    }

    @Test
    void endedSubscriptionIsNamed() {
        StompFrame.Builder error = StompFrame.builder("ERROR")
                .header("message", "Server cancelled subscription")
                .header("subscription", "c");
        assertThat(dialect.endedSubscription(error.build())).isEqualTo("c");
        assertThat(dialect.endedSubscription(
                        StompFrame.builder("ERROR").header("subscription", "c").build()))
                .isNull();
    }

    @ParameterizedTest
    @CsvSource({"'', q, LOOKED_FOR", "x, k, DROPPED", "'', /topic/t, DROPPED", "'', /queue/q, NEVER"})
    void whatBecomesOfTheUnroutable(String exchange, String routingKey, Unroutable fate) {
        assertThat(dialect.unroutable(exchange, routingKey)).isEqualTo(fate);
    }

    @Test
    void versionsWithALimitOfDeliveries() {
        assertThat(dialect.limitsDeliveries()).isTrue();
        assertThat(new RabbitMqDialect("3.13.7").limitsDeliveries()).isFalse();
        assertThat(new RabbitMqDialect("10.0.0").limitsDeliveries()).isTrue();
        assertThat(new RabbitMqDialect("").limitsDeliveries()).isFalse();
        assertThat(dialect.capabilities()).doesNotContain(Capability.DELIVERY_LIMIT, Capability.BINDINGS);
    }
}
