package io.carrotmq.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.carrotmq.Capability;
import io.carrotmq.Connection;
import io.carrotmq.Delivery;
import io.carrotmq.Envelope;
import io.carrotmq.OutgoingMessage;
import io.carrotmq.Properties;
import io.carrotmq.SendOptions;
import io.carrotmq.topology.ExchangeDeclaration;
import io.carrotmq.topology.QueueDeclaration;
import io.carrotmq.topology.Topology;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is said of a message arrives with it, in the types it was said in. */
interface PropertiesContract {

    @Test
    default void everyPropertyArrivesAsItWas(Bench bench) {
        Properties sent = Properties.builder()
                .contentType("application/x-carrot")
                .contentEncoding("binary")
                .persistent(true)
                .priority(3)
                .correlationId("correlation")
                .replyTo("replies")
                .messageId("message")
                .timestamp(Instant.now().truncatedTo(ChronoUnit.SECONDS))
                .type("kind")
                .userId(null)
                .appId("contract")
                .header("greeting", "höi")
                .build();

        assertThat(roundTrip(bench, sent)).isEqualTo(bench.arriving(sent));
    }

    @Test
    default void everyOptionOfASendArrives(Bench bench) {
        String queue = bench.name("queue");
        String exchange = "";
        String key = queue;
        if (bench.routes()) {
            exchange = bench.exchange(ExchangeDeclaration.direct(bench.name("exchange")));
            key = "key";
            bench.arrange(
                    Topology.builder().queue(QueueDeclaration.classic(queue)).bind(exchange, queue, key));
        } else {
            bench.queue(QueueDeclaration.classic(queue));
        }
        SendOptions target = SendOptions.DEFAULT.exchange(exchange).routingKey(key);
        boolean mandatory = bench.mandatory(exchange);
        Duration expiration = bench.can(Capability.EXPIRATION) ? Duration.ofHours(1) : null;
        Instant made = Instant.ofEpochSecond(1_700_000_000);

        bench.to("nowhere", "nothing")
                .with(options -> options.exchange(target.exchange())
                        .routingKey(target.routingKey())
                        .mandatory(mandatory)
                        .persistent(false)
                        .priority(7)
                        .contentType("application/x-carrot")
                        .contentEncoding("iso-8859-1")
                        .expiration(expiration)
                        .correlationId("correlation")
                        .replyTo("replies")
                        .messageId("message")
                        .type("kind")
                        .appId("contract")
                        .userId(bench.user())
                        .timestamp(made)
                        .header("tenant", "acme"))
                .send("ä");

        try (Connection connection = bench.connect()) {
            Delivery<byte[]> delivery = Bench.fetched(connection, queue);
            assertThat(delivery.content()).containsExactly(0xE4);
            assertThat(delivery.properties())
                    .isEqualTo(bench.arriving(Properties.builder()
                            .persistent(false)
                            .priority(7)
                            .contentType("application/x-carrot")
                            .contentEncoding("iso-8859-1")
                            .expiration(expiration)
                            .correlationId("correlation")
                            .replyTo("replies")
                            .messageId("message")
                            .type("kind")
                            .appId("contract")
                            .userId(bench.user())
                            .timestamp(made)
                            .header("tenant", "acme")
                            .build()));
            delivery.ack();
        }
    }

    @Test
    default void absentPropertiesStayAbsent(Bench bench) {
        assertThat(roundTrip(bench, Properties.NONE)).isEqualTo(bench.arriving(Properties.NONE));
        Properties transientOnes =
                Properties.builder().persistent(false).priority(0).build();
        assertThat(roundTrip(bench, transientOnes)).isEqualTo(bench.arriving(transientOnes));
    }

    @Test
    default void headersOfEveryTypeArriveEqual(Bench bench) {
        Map<String, Object> headers = new LinkedHashMap<>();
        headers.put("text", "tëxt ∞");
        headers.put("empty text", "");
        headers.put("true", true);
        headers.put("false", false);
        headers.put("byte", Byte.MIN_VALUE);
        headers.put("short", Short.MIN_VALUE);
        headers.put("int", Integer.MIN_VALUE);
        headers.put("negative one", -1);
        headers.put("long", Long.MAX_VALUE);
        headers.put("float", 1.5f);
        headers.put("double", Math.PI);
        headers.put("decimal", new BigDecimal("12345.678"));
        headers.put("instant", Instant.ofEpochSecond(1_700_000_000));
        Map<String, Object> nested = new LinkedHashMap<>();
        nested.put("list", List.of("a", 1, true, List.of("b", 2L)));
        nested.put("map", Map.of("inner", Map.of("innermost", List.of(1, 2, 3)), "when", Instant.EPOCH));
        nested.put("empty list", List.of());
        nested.put("empty map", Map.of());
        if (bench.can(Capability.NESTED_HEADERS)) {
            headers.putAll(nested);
        } else {
            String queue = bench.queue();
            nested.forEach((name, value) -> bench.refuses(
                    Capability.NESTED_HEADERS,
                    connection -> connection.publish(
                            bench.message("", queue, Properties.builder().header(name, value), "hello"))));
            assertThat(bench.drain(queue)).isEmpty();
        }

        Map<String, Object> arrived =
                roundTrip(bench, Properties.builder().headers(headers).build()).headers();

        assertThat(arrived).isEqualTo(headers);
    }

    @Test
    default void headersOfBytesArriveEqual(Bench bench) {
        byte[] bytes = {0, -1, 127, -128};

        Properties.Builder sent = Properties.builder().header("bytes", bytes);
        if (bench.can(Capability.NESTED_HEADERS)) {
            sent.header("list", List.of(bytes, "text"));
        }
        Map<String, Object> arrived = roundTrip(bench, sent.build()).headers();

        assertThat(arrived.get("bytes")).isInstanceOf(byte[].class).isEqualTo(bytes);
        if (!bench.can(Capability.NESTED_HEADERS)) {
            return;
        }
        assertThat((List<?>) arrived.get("list")).hasSize(2).satisfies(list -> {
            assertThat(Arrays.equals((byte[]) list.get(0), bytes)).isTrue();
            assertThat((Object) list.get(1)).isEqualTo("text");
        });
    }

    @Test
    default void envelopeTellsHowTheMessageGotHere(Bench bench) {
        String exchange = bench.routes() ? bench.exchange(ExchangeDeclaration.topic(bench.name("exchange"))) : "";
        String queue = bench.routes() ? bench.boundQueue(exchange, "#") : bench.queue();
        String key = bench.routes() ? "a.b" : queue;

        try (Connection connection = bench.connect()) {
            connection.publish(bench.message(exchange, key, "hello"));
            Delivery<byte[]> delivery = Bench.fetched(connection, queue);

            Envelope envelope = delivery.envelope();
            assertThat(envelope.queue()).isEqualTo(queue);
            assertThat(envelope.exchange()).isEqualTo(exchange);
            assertThat(envelope.routingKey()).isEqualTo(key);
            assertThat(envelope.redelivered()).isFalse();
            assertThat(envelope.epoch()).isPositive();
            delivery.ack();
        }
    }

    private static Properties roundTrip(Bench bench, Properties sent) {
        // RabbitMQ 3.10 adds a header to each message of a quorum queue.
        String queue = bench.queue(QueueDeclaration.classic(bench.name("queue")));
        try (Connection connection = bench.connect()) {
            connection.publish(
                    new OutgoingMessage("", queue, bench.mandatory(""), sent, "body".getBytes(StandardCharsets.UTF_8)));
            Delivery<byte[]> delivery = Bench.fetched(connection, queue);
            assertThat(Bench.text(delivery)).isEqualTo("body");
            delivery.ack();
            return delivery.properties();
        }
    }
}
