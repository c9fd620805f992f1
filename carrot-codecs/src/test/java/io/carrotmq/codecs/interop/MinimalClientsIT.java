package io.carrotmq.codecs.interop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.carrotmq.Delivery;
import io.carrotmq.Properties;
import io.carrotmq.testkit.Await;
import io.carrotmq.testkit.DebianPackages;
import io.carrotmq.testkit.Peer;
import io.carrotmq.testkit.RabbitMq;
import io.carrotmq.testkit.WithBroker;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients that say less about their messages than kombu does: pika, aio-pika and the programs of rabbitmq-c. */
@WithBroker
@Timeout(180)
class MinimalClientsIT {
    private static final byte[] BODY = "{\"a\": 1}".getBytes(UTF_8);

    private final PythonClients python = PythonClients.shared();
    private Meeting meeting;
    private String queue;
    private String uri;

    @BeforeEach
    void meet(RabbitMq broker) {
        uri = broker.uri().toString();
        meeting = new Meeting(broker.uri());
        queue = meeting.queue();
    }

    @AfterEach
    void part() {
        meeting.close();
    }

    @Test
    void pikasMessageWithoutProperties_isBytes() throws Exception {
        python.pikaPublishes(queue, BODY);

        Delivery<byte[]> delivery = meeting.take(queue, byte[].class);
        assertThat(delivery.body()).isEqualTo(BODY);
        assertThat(delivery.properties()).isEqualTo(Properties.NONE);
    }

    @Test
    void pikasFewProperties_areAllThereAre() throws Exception {
        python.pikaPublishes(
                queue, BODY, "content_type", "application/json", "correlation_id", "c1", "reply_to", "answers");

        Delivery<Map<String, Object>> delivery = meeting.take(queue, Map.class, "application/json");
        assertThat(((Number) delivery.body().get("a")).intValue()).isEqualTo(1);
        assertThat(delivery.properties())
                .isEqualTo(Properties.builder()
                        .contentType("application/json")
                        .correlationId("c1")
                        .replyTo("answers")
                        .build());
    }

    @Test
    void carrotsMessage_isReadByPika() {
        meeting.send(
                "text/plain",
                String.class,
                "Grüße",
                options -> options.routingKey(queue)
                        .header("tenant", "acme")
                        .correlationId("c1")
                        .replyTo("answers"));

        PythonClients.Seen seen = python.pikaGets(queue);
        assertThat(seen.text()).isEqualTo("Grüße");
        assertThat(seen.contentType()).isEqualTo("text/plain");
        assertThat(seen.contentEncoding()).isEqualTo("utf-8");
        assertThat(seen.headers()).isEqualTo(Map.of("tenant", "acme"));
        assertThat(seen.deliveryMode()).isEqualTo(2);
        assertThat(seen.priority()).isZero();
        assertThat(seen.correlationId()).isEqualTo("c1");
        assertThat(seen.replyTo()).isEqualTo("answers");
    }

    @Test
    void aioPikasMessage_withItsEmptyTableOfHeaders_isRead() throws Exception {
        python.aioPikaPublishes(queue, BODY, "application/json");

        Delivery<Map<String, Object>> delivery = meeting.take(queue, Map.class, "application/json");
        assertThat(((Number) delivery.body().get("a")).intValue()).isEqualTo(1);
        assertThat(delivery.properties().headers()).isEmpty();
        assertThat(delivery.properties().persistent()).isFalse();
        assertThat(delivery.properties().priority()).isZero();
        assertThat(delivery.properties().messageId()).matches("[0-9a-f]{32}");
    }

    @Test
    void carrotsMessage_isReadByAioPika() {
        meeting.send(
                "text/plain",
                String.class,
                "Grüße",
                options -> options.routingKey(queue).header("tenant", "acme"));

        PythonClients.Seen seen = python.aioPikaGets(queue);
        assertThat(seen.text()).isEqualTo("Grüße");
        assertThat(seen.contentType()).isEqualTo("text/plain");
        assertThat(seen.headers()).isEqualTo(Map.of("tenant", "acme"));
        assertThat(seen.deliveryMode()).isEqualTo(2);
    }

    @Test
    void amqpPublish_reachesCarrot_persistentIfItSaysSo() throws Exception {
        run("amqp-publish", "-p", "-r", queue, "-C", "text/plain", "-E", "utf-8", "-H", "tenant: acme", "-b", "Grüße");
        Delivery<String> persistent = meeting.take(queue, String.class, "text/plain");
        assertThat(persistent.body()).isEqualTo("Grüße");
        assertThat(persistent.properties().persistent()).isTrue();
        assertThat(persistent.properties().headers()).isEqualTo(Map.of("tenant", "acme"));

        run("amqp-publish", "-r", queue, "-b", "bytes");
        Delivery<byte[]> plain = meeting.take(queue, byte[].class);
        assertThat(plain.body()).isEqualTo("bytes".getBytes(UTF_8));
        assertThat(plain.properties().contentType()).isNull();
    }

    @Test
    void carrotsMessages_areReadByAmqpGetAndAmqpConsume() {
        meeting.send(queue, "text/plain", String.class, "Grüße\n");
        assertThat(run("amqp-get", "-q", queue)).isEqualTo("Grüße\n");

        meeting.send(queue, "text/plain", String.class, "one\n");
        meeting.send(queue, "text/plain", String.class, "two\n");
        assertThat(run("amqp-consume", "-q", queue, "-c", "2", "/bin/cat")).isEqualTo("one\ntwo\n");
        Await.until("an empty queue", Meeting.BOUND, () -> meeting.count(queue) == 0);
    }

    private String run(String program, String... arguments) {
        DebianPackages.provide("amqp-tools");
        String[] words = new String[arguments.length + 3];
        words[0] = "/usr/bin/" + program;
        words[1] = "-u";
        words[2] = uri;
        System.arraycopy(arguments, 0, words, 3, arguments.length);
        // Options of amqp-consume come before the command it runs.
        try (Peer peer = Peer.program(words)) {
            return peer.end();
        }
    }
}
