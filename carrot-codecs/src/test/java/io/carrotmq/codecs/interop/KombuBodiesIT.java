package io.carrotmq.codecs.interop;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.carrotmq.Consumer;
import io.carrotmq.DeadLetter;
import io.carrotmq.DeadLetters;
import io.carrotmq.Delivery;
import io.carrotmq.testkit.Await;
import io.carrotmq.testkit.RabbitMq;
import io.carrotmq.testkit.WithBroker;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Bodies in both directions between Carrot and kombu. */
@WithBroker
@Timeout(180)
class KombuBodiesIT {
    private static final Jsonb JSON = JsonbBuilder.create();
    private static final String URL = "http://cnn.com/rss/edition.rss";
    private static final String WORDS = "Grüße aus Köln";

    private final PythonClients python = PythonClients.shared();
    private Meeting meeting;
    private String queue;

    /** A message of carrot's. */
    public record Feed(String import_feed) {}

    /** What has more than one kind of member. */
    public record Order(
            String name, int count, double price, boolean paid, List<String> tags, Map<String, Integer> stock) {}

    private static final Order ORDER =
            new Order("Möhre", -3, 1.5, true, List.of("a", "ß"), Map.of("köln", 2_000_000_000));
    private static final String ORDER_IN_PYTHON = "{'name': 'Möhre', 'count': -3, 'price': 1.5, 'paid': True,"
            + " 'tags': ['a', 'ß'], 'stock': {'köln': 2000000000}}";

    @BeforeEach
    void meet(RabbitMq broker) {
        meeting = new Meeting(broker.uri());
        queue = meeting.queue();
    }

    @AfterEach
    void part() {
        meeting.close();
    }

    // JSON

    @Test
    void c01_carrotsJson_isReadByKombu() {
        meeting.send(queue, "application/json", Feed.class, new Feed(URL));

        PythonClients.Seen seen = python.kombuGets(queue);
        assertThat(seen.value()).isEqualTo("{'import_feed': '" + URL + "'}");
        assertThat(seen.contentType()).isEqualTo("application/json");
        assertThat(seen.contentEncoding()).isEqualTo("utf-8");
        assertThat(seen.deliveryMode()).isEqualTo(2);
        assertThat(seen.priority()).isZero();
        assertThat(seen.text()).isEqualTo("{\"import_feed\":\"" + URL + "\"}");
    }

    @Test
    void c01_kombusJson_isReadByCarrot() throws Exception {
        python.kombuPublishes("", queue, "{'import_feed': '" + URL + "'}", "serializer", "json", "priority", 0);

        Delivery<Feed> delivery = meeting.take(queue, Feed.class, "application/json");
        assertThat(delivery.body()).isEqualTo(new Feed(URL));
        assertThat(new String(delivery.content(), UTF_8)).isEqualTo("{\"import_feed\": \"" + URL + "\"}");
        assertThat(delivery.properties().contentType()).isEqualTo("application/json");
        assertThat(delivery.properties().contentEncoding()).isEqualTo("utf-8");
        assertThat(delivery.properties().persistent()).isTrue();
        assertThat(delivery.properties().priority()).isZero();
        assertThat(delivery.properties().headers()).isEmpty();
    }

    @Test
    void c01_givenText_arrivesAsTheBytesOfJsonDumps() throws Exception {
        byte[] dumped = python.json("{'import_feed': '" + URL + "'}");
        meeting.send(
                "text/plain",
                String.class,
                "{\"import_feed\": \"" + URL + "\"}",
                options -> options.routingKey(queue)
                        .contentType("application/json")
                        .contentEncoding("utf-8"));

        PythonClients.Seen seen = python.kombuGets(queue);
        assertThat(seen.content()).isEqualTo(dumped).hasSize(49);
        assertThat(seen.value()).isEqualTo("{'import_feed': '" + URL + "'}");
    }

    @Test
    void c01_jsonOfManyKinds_inBothDirections() throws Exception {
        meeting.send(queue, "application/json", Order.class, ORDER);
        assertThat(JSON.fromJson(python.kombuGets(queue).json(), Order.class)).isEqualTo(ORDER);

        python.kombuPublishes("", queue, ORDER_IN_PYTHON, "serializer", "json");
        assertThat(meeting.<Order>take(queue, Order.class, "application/json").body())
                .isEqualTo(ORDER);
    }

    @Test
    void c01_transientAndUrgent_areWhatTheSenderSays() throws Exception {
        python.kombuPublishes(
                "",
                queue,
                "[1]",
                "serializer",
                "json",
                "delivery_mode",
                1,
                "priority",
                7,
                "correlation_id",
                "c1",
                "reply_to",
                "rq");
        Delivery<byte[]> delivery = meeting.take(queue, byte[].class);
        assertThat(delivery.properties().persistent()).isFalse();
        assertThat(delivery.properties().priority()).isEqualTo(7);
        assertThat(delivery.properties().correlationId()).isEqualTo("c1");
        assertThat(delivery.properties().replyTo()).isEqualTo("rq");

        meeting.send(
                "application/json",
                String.class,
                "x",
                options -> options.routingKey(queue)
                        .persistent(false)
                        .priority(9)
                        .correlationId("c2")
                        .replyTo("rq2"));
        PythonClients.Seen seen = python.kombuGets(queue);
        assertThat(seen.deliveryMode()).isEqualTo(1);
        assertThat(seen.priority()).isEqualTo(9);
        assertThat(seen.correlationId()).isEqualTo("c2");
        assertThat(seen.replyTo()).isEqualTo("rq2");
    }

    // Text and bytes

    @Test
    void c02_text_inBothDirections() throws Exception {
        meeting.send(queue, "text/plain", String.class, WORDS);
        PythonClients.Seen seen = python.kombuGets(queue, "text/plain");
        assertThat(seen.value()).isEqualTo("'" + WORDS + "'");
        assertThat(seen.contentEncoding()).isEqualTo("utf-8");

        python.kombuPublishes("", queue, "'" + WORDS + "'");
        Delivery<String> delivery = meeting.take(queue, String.class, "text/plain");
        assertThat(delivery.body()).isEqualTo(WORDS);
        assertThat(delivery.properties().contentEncoding()).isEqualTo("utf-8");
    }

    @Test
    void c02_textInLatin1_inBothDirections() throws Exception {
        meeting.send(
                "text/plain",
                String.class,
                WORDS,
                options -> options.routingKey(queue).contentType("text/plain").contentEncoding("iso-8859-1"));
        PythonClients.Seen seen = python.kombuGets(queue, "text/plain");
        assertThat(seen.content()).isEqualTo(WORDS.getBytes(ISO_8859_1));
        assertThat(seen.value()).isEqualTo("'" + WORDS + "'");

        for (String name : List.of("iso-8859-1", "latin1", "latin-1")) { // the last is how Python calls it
            python.kombuPublishes(
                    "", queue, "b'Gr\\xfc\\xdfe aus K\\xf6ln'", "content_type", "text/plain", "content_encoding", name);
            assertThat(meeting.<String>take(queue, String.class, "text/plain").body())
                    .as(name)
                    .isEqualTo(WORDS);
        }
    }

    @Test
    void c02_bytes_inBothDirections() throws Exception {
        byte[] bytes = {0, 1, (byte) 0xff, '\n'};
        meeting.send(queue, "application/data", byte[].class, bytes);
        PythonClients.Seen seen = python.kombuGets(queue);
        assertThat(seen.value()).isEqualTo("b'\\x00\\x01\\xff\\n'");
        assertThat(seen.contentType()).isEqualTo("application/data");
        assertThat(seen.contentEncoding()).isEqualTo("binary");

        python.kombuPublishes("", queue, "b'\\x00\\x01\\xff\\n'");
        Delivery<byte[]> delivery = meeting.take(queue, byte[].class);
        assertThat(delivery.body()).isEqualTo(bytes);
        assertThat(delivery.properties().contentType()).isEqualTo("application/data");
        assertThat(delivery.properties().contentEncoding()).isEqualTo("binary");
    }

    @Test
    void c02_raw_comesAsBytesWithTheEncodingItHas() throws Exception {
        python.kombuPublishes("", queue, "'" + WORDS + "'", "serializer", "raw");
        Delivery<byte[]> text = meeting.take(queue, byte[].class);
        assertThat(text.body()).isEqualTo(WORDS.getBytes(UTF_8));
        assertThat(text.properties().contentType()).isEqualTo("application/data");
        assertThat(text.properties().contentEncoding()).isEqualTo("utf-8");

        python.kombuPublishes("", queue, "b'\\xff'", "serializer", "raw");
        Delivery<byte[]> bytes = meeting.take(queue, byte[].class);
        assertThat(bytes.body()).containsExactly(0xff);
        assertThat(bytes.properties().contentEncoding()).isEqualTo("binary");
    }

    // Unknown types

    @Test
    void c03_unknownContentType_isDeliveredUndecodedToWhoTakesBytes() throws Exception {
        byte[] body = "<order/>".getBytes(UTF_8);
        python.pikaPublishes(queue, body, "content_type", "application/x-carrot-cake", "content_encoding", "binary");

        Delivery<byte[]> delivery = meeting.take(queue, byte[].class);
        assertThat(delivery.body()).isEqualTo(body);
        assertThat(delivery.properties().contentType()).isEqualTo("application/x-carrot-cake");
    }

    @Test
    void c03_undecodableBody_isShownToTheHookAndGoesToTheDeadLetters() throws Exception {
        byte[] broken = "{'import_feed':".getBytes(UTF_8);
        python.pikaPublishes(queue, broken, "content_type", "application/json");
        python.kombuPublishes("", queue, "{'import_feed': '" + URL + "'}", "serializer", "json");

        List<byte[]> shown = new CopyOnWriteArrayList<>();
        List<Feed> handled = new CopyOnWriteArrayList<>();
        try (Consumer<Feed> consumer = meeting.consumer(queue, Feed.class, "application/json")) {
            consumer.onDecodeError((delivery, why) -> shown.add(delivery.body()))
                    .onMessage(delivery -> {
                        handled.add(delivery.body());
                        delivery.ack();
                    })
                    .consume(1);
        }
        assertThat(handled).containsExactly(new Feed(URL));
        assertThat(shown).containsExactly(broken);
        DeadLetters undecodable = DeadLetters.in(meeting.connections(), queue + ".dlq");
        Await.until("the dead letter", Meeting.BOUND, () -> undecodable.count() == 1);
        DeadLetter letter = undecodable.browse(1).get(0);
        assertThat(letter.content()).isEqualTo(broken);
        assertThat(letter.reason()).isEqualTo(DeadLetter.UNDECODABLE);
        assertThat(letter.queue()).isEqualTo(queue);
    }
}
