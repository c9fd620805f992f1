package io.carrotmq.transport.amqp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.impl.AMQImpl;
import io.carrotmq.OutgoingMessage;
import io.carrotmq.Properties;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What goes before a body is, byte for byte, what the client library would send. */
class PublishEncoderTest {
    private static final Instant TIME = Instant.ofEpochSecond(1_700_000_000);

    private final PublishEncoder encoder = new PublishEncoder();

    private static OutgoingMessage to(String exchange, String routingKey, boolean mandatory) {
        return new OutgoingMessage(exchange, routingKey, mandatory, Properties.NONE, new byte[0]);
    }

    private static byte[] clients(AMQP.BasicProperties properties) throws IOException {
        return properties.toFrame(1, 0).getPayload();
    }

    private byte[] ours(Properties properties) {
        return encoder.header(properties, Integer.MAX_VALUE);
    }

    @Test
    void methodIsTheClients() throws IOException {
        for (boolean mandatory : new boolean[] {true, false}) {
            assertThat(encoder.method(to("orders", "größe.€.\uD83E\uDD55", mandatory)))
                    .isEqualTo(new AMQImpl.Basic.Publish(0, "orders", "größe.€.\uD83E\uDD55", mandatory, false)
                            .toFrame(1)
                            .getPayload());
        }
    }

    @Test
    void methodChangesWithEachPartOfTheAddress() {
        byte[] first = encoder.method(to("a", "b", true));
        assertThat(encoder.method(to("a", "b", true))).isSameAs(first);
        assertThat(encoder.method(to("x", "b", true))).isNotEqualTo(first);
        assertThat(encoder.method(to("a", "x", true))).isNotEqualTo(first);
        assertThat(encoder.method(to("a", "b", false))).isNotEqualTo(first);
        assertThat(encoder.method(to("a", "b", true))).isEqualTo(first);
    }

    @Test
    void defaultPropertiesAreTheseBytes() {
        Properties properties = Properties.builder()
                .contentType("application/json")
                .contentEncoding("utf-8")
                .persistent(true)
                .priority(0)
                .build();
        assertThat(HexFormat.of().formatHex(ours(properties)))
                .isEqualTo("003c0000" + "0000000000000000" + "d800" + "106170706c69636174696f6e2f6a736f6e"
                        + "057574662d38" + "0200");
    }

    @Test
    void noPropertyIsTheClients() throws IOException {
        assertThat(ours(Properties.NONE)).isEqualTo(clients(new AMQP.BasicProperties()));
    }

    @Test
    void allPropertiesAreTheClients() throws IOException {
        Properties all = Properties.builder()
                .contentType("text/plain")
                .contentEncoding("utf-8")
                .header("tenant", "blue")
                .persistent(false)
                .priority(255)
                .correlationId("c-1")
                .replyTo("answers")
                .expiration(Duration.ofMillis(1_500))
                .messageId("m-1")
                .timestamp(TIME)
                .type("order")
                .userId("guest")
                .appId("shop")
                .build();
        assertThat(ours(all))
                .isEqualTo(clients(new AMQP.BasicProperties.Builder()
                        .contentType("text/plain")
                        .contentEncoding("utf-8")
                        .headers(Map.of("tenant", "blue"))
                        .deliveryMode(1)
                        .priority(255)
                        .correlationId("c-1")
                        .replyTo("answers")
                        .expiration("1500")
                        .messageId("m-1")
                        .timestamp(Date.from(TIME))
                        .type("order")
                        .userId("guest")
                        .appId("shop")
                        .build()));
    }

    @Test
    void everyTypeOfHeaderIsTheClients() throws IOException {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("text", "größe");
        values.put("byte", (byte) -1);
        values.put("short", (short) 300);
        values.put("int", 70_000);
        values.put("long", 1L << 40);
        values.put("float", 1.5f);
        values.put("double", -2.25);
        values.put("boolean", true);
        values.put("decimal", new BigDecimal("12.34"));
        values.put("bytes", new byte[] {1, 2, 3});
        values.put("list", Arrays.asList("a", 1, null, List.of(2L)));
        values.put("map", Map.of("inner", Map.of("deep", false)));
        Map<String, Object> theirs = new LinkedHashMap<>(values);
        values.put("instant", TIME);
        theirs.put("instant", Date.from(TIME));
        assertThat(ours(Properties.builder().headers(values).build()))
                .isEqualTo(clients(
                        new AMQP.BasicProperties.Builder().headers(theirs).build()));
    }

    @Test
    void whatIsKeptIsWhatWasEncoded() {
        List<Properties> several = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            several.add(Properties.builder().header("number", i).build());
        }
        for (int round = 0; round < 3; round++) {
            for (Properties each : several) {
                assertThat(ours(each)).isEqualTo(new PublishEncoder().header(each, Integer.MAX_VALUE));
                assertThat(ours(each)).isSameAs(ours(each));
            }
        }
    }

    @Test
    void headerThatCanChangeIsEncodedEachTime() {
        byte[] changing = {1, 2, 3};
        Properties properties = Properties.builder().header("bytes", changing).build();
        byte[] before = ours(properties);
        changing[0] = 9;
        assertThat(ours(properties)).isNotEqualTo(before);
    }

    @Test
    void whatDoesNotFitIsRefused() {
        Properties foreign = Properties.builder().header("odd", new Object()).build();
        assertThatThrownBy(() -> ours(foreign)).isInstanceOf(IllegalArgumentException.class);
        Properties longId = Properties.builder().messageId("x".repeat(256)).build();
        assertThatThrownBy(() -> ours(longId)).isInstanceOf(IllegalArgumentException.class);
        Properties large =
                Properties.builder().header("large", "x".repeat(5_000)).build();
        assertThatThrownBy(() -> encoder.header(large, 4_088)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> encoder.method(to("x".repeat(256), "", true)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> encoder.method(to("", "x".repeat(256), true)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
