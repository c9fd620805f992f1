package io.carrotmq.codecs.interop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrotmq.CodecException;
import io.carrotmq.Compression;
import io.carrotmq.Consumer;
import io.carrotmq.DeadLetter;
import io.carrotmq.DeadLetters;
import io.carrotmq.Delivery;
import io.carrotmq.testkit.Await;
import io.carrotmq.testkit.RabbitMq;
import io.carrotmq.testkit.WithBroker;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** kombu's formats other than plain JSON, and its compression, in both directions. */
@WithBroker
@Timeout(180)
class KombuFormatsIT {
    private static final String JSON = "application/json";
    private static final String YAML = "application/x-yaml";
    private static final String MESSAGE_PACK = "application/x-msgpack";
    private static final String PICKLE = "application/x-python-serialize";

    private final PythonClients python = PythonClients.shared();
    private Meeting meeting;
    private String queue;

    /** What has more than one kind of member. */
    public record Order(
            String name,
            long count,
            double price,
            boolean paid,
            String note,
            List<String> tags,
            Map<String, Integer> stock) {}

    private static final Order ORDER = new Order(
            "Möhre", -3_000_000_000L, 1.5, true, "a\n'b\"\\", List.of("a", "ß", "\uD83E\uDD55"), Map.of("köln", 7));
    private static final String ORDER_IN_PYTHON = "{'name': 'Möhre', 'count': -3000000000, 'price': 1.5, 'paid': True,"
            + " 'note': 'a\\n\\'b\"\\\\', 'tags': ['a', 'ß', '\uD83E\uDD55'], 'stock': {'köln': 7}}";

    /** What JSON has no words for. */
    public record Stamped(
            LocalDateTime when,
            LocalDate day,
            LocalTime time,
            BigDecimal price,
            UUID id,
            UUID other,
            byte[] plain,
            byte[] base64) {}

    @BeforeEach
    void meet(RabbitMq broker) {
        meeting = new Meeting(broker.uri());
        queue = meeting.queue();
    }

    @AfterEach
    void part() {
        meeting.close();
    }

    // What newer kombus make of dates and the like

    @Test
    void c01_typesOfNewerKombus_areReadAsWhatTheyWere() throws Exception {
        byte[] body = """
                {"when": {"__type__": "datetime", "__value__": "2026-11-21T10:00:00.250000"}, \
                "day": {"__type__": "date", "__value__": "2026-11-21"}, \
                "time": {"__type__": "time", "__value__": "10:00:01"}, \
                "price": {"__type__": "decimal", "__value__": "1.50"}, \
                "id": {"__type__": "uuid", "__value__": {"hex": "0f8fad5bd9cb469fa16570867728950e"}}, \
                "other": {"__type__": "uuid", "__value__": {"hex": "0f8fad5bd9cb469fa16570867728950e", "version": 4}}, \
                "plain": {"__type__": "bytes", "__value__": "carrots!"}, \
                "base64": {"__type__": "base64", "__value__": "/wA="}}""".getBytes(UTF_8);
        python.pikaPublishes(queue, body, "content_type", JSON, "content_encoding", "utf-8");

        Stamped stamped = meeting.<Stamped>take(queue, Stamped.class, JSON).body();
        assertThat(stamped.when()).isEqualTo(LocalDateTime.of(2026, 11, 21, 10, 0, 0, 250_000_000));
        assertThat(stamped.day()).isEqualTo(LocalDate.of(2026, 11, 21));
        assertThat(stamped.time()).isEqualTo(LocalTime.of(10, 0, 1));
        assertThat(stamped.price()).isEqualTo(new BigDecimal("1.50"));
        UUID id = UUID.fromString("0f8fad5b-d9cb-469f-a165-70867728950e");
        assertThat(stamped.id()).isEqualTo(id);
        assertThat(stamped.other()).isEqualTo(id);
        assertThat(stamped.plain()).isEqualTo("carrots!".getBytes(UTF_8));
        assertThat(stamped.base64()).containsExactly(0xff, 0);
    }

    // YAML and MessagePack

    @Test
    void c02_yaml_inBothDirections() throws Exception {
        python.kombuPublishes("", queue, ORDER_IN_PYTHON, "serializer", "yaml");
        Delivery<Order> delivery = meeting.take(queue, Order.class, YAML);
        assertThat(delivery.body()).isEqualTo(ORDER);
        assertThat(delivery.properties().contentType()).isEqualTo(YAML);
        assertThat(delivery.properties().contentEncoding()).isEqualTo("utf-8");

        meeting.send(queue, YAML, Order.class, ORDER);
        assertSeenAsOrder(python.kombuGets(queue, "yaml"), YAML, "utf-8");
    }

    @Test
    void c02_messagePack_inBothDirections() throws Exception {
        python.kombuPublishes("", queue, ORDER_IN_PYTHON, "serializer", "msgpack");
        Delivery<Order> delivery = meeting.take(queue, Order.class, MESSAGE_PACK);
        assertThat(delivery.body()).isEqualTo(ORDER);
        assertThat(delivery.properties().contentType()).isEqualTo(MESSAGE_PACK);
        assertThat(delivery.properties().contentEncoding()).isEqualTo("binary");

        meeting.send(queue, MESSAGE_PACK, Order.class, ORDER);
        assertSeenAsOrder(python.kombuGets(queue, "msgpack"), MESSAGE_PACK, "binary");
    }

    private void assertSeenAsOrder(PythonClients.Seen seen, String contentType, String contentEncoding) {
        assertThat(seen.contentType()).isEqualTo(contentType);
        assertThat(seen.contentEncoding()).isEqualTo(contentEncoding);
        Order order = meeting.codecs()
                .<Order>codec(JSON, Order.class)
                .decode(seen.json().getBytes(StandardCharsets.US_ASCII), "utf-8");
        assertThat(order).isEqualTo(ORDER);
    }

    // Pickle

    @Test
    void c02_pickle_isRefusedByWhoDoesNotAskForIt() {
        python.kombuPublishes("", queue, ORDER_IN_PYTHON, "serializer", "pickle");

        try (Consumer<Order> consumer = meeting.consumer(queue, Order.class)) {
            assertThatThrownBy(() -> consumer.receive(Meeting.BOUND))
                    .isInstanceOf(CodecException.class)
                    .hasMessageContaining(PICKLE);
        }
        DeadLetters refused = DeadLetters.in(meeting.connections(), queue + ".dlq");
        Await.until("the dead letter", Meeting.BOUND, () -> refused.count() == 1);
        DeadLetter letter = refused.browse(1).get(0);
        assertThat(letter.reason()).isEqualTo(DeadLetter.UNDECODABLE);
        assertThat(letter.message()).startsWith("CARROT-0755").contains(PICKLE);
        assertThat(letter.properties().contentType()).isEqualTo(PICKLE);
    }

    @Test
    void c02_pickleOfEachProtocol_isReadByWhoAsksForIt() throws Exception {
        for (int protocol = 0; protocol <= 5; protocol++) {
            python.pikaPublishes(
                    queue,
                    python.pickle(ORDER_IN_PYTHON, protocol),
                    "content_type",
                    PICKLE,
                    "content_encoding",
                    "binary");
            assertThat(meeting.<Order>take(queue, Order.class, PICKLE).body())
                    .as("protocol " + protocol)
                    .isEqualTo(ORDER);
        }
    }

    @Test
    void c02_plainDataOfPython_isReadFromEachProtocol() throws Exception {
        String value = "{'none': None, 'big': 123456789012345678901234567890, 'small': -1, 'byte': 255, 'short': 65535,"
                + " 'tuples': [(), (1,), (1, 2), (1, 2, 3), (1, 2, 3, 4)], 'nested': {'a': [{}, []]}, 'float': -1e300,"
                + " 'false': False, 'empty': '', 'long': '" + "ü".repeat(300) + "'}";
        for (int protocol = 0; protocol <= 5; protocol++) {
            python.pikaPublishes(queue, python.pickle(value, protocol), "content_type", PICKLE);
            Map<?, ?> body = meeting.<Map<?, ?>>take(queue, Map.class, PICKLE).body();
            assertThat(body.get("big"))
                    .as("protocol " + protocol)
                    .isEqualTo(new BigInteger("123456789012345678901234567890"));
            assertThat(((Number) body.get("small")).longValue()).isEqualTo(-1);
            assertThat(((Number) body.get("byte")).longValue()).isEqualTo(255);
            assertThat(((Number) body.get("short")).longValue()).isEqualTo(65_535);
            assertThat(body.get("tuples").toString()).isEqualTo("[[], [1], [1, 2], [1, 2, 3], [1, 2, 3, 4]]");
            assertThat(body.get("nested").toString()).isEqualTo("{a=[{}, []]}");
            assertThat(body.get("float")).isEqualTo(-1e300);
            assertThat(body.get("false")).isEqualTo(false);
            assertThat(body.get("empty")).isEqualTo("");
            assertThat(body.get("long")).isEqualTo("ü".repeat(300));
            assertThat(body.get("none")).isNull();
        }
    }

    @Test
    void c02_carrotsOwnPickle_isRead() throws Exception {
        python.pikaPublishes(
                queue, "(dp1\nS'a'\nI1\ns.".getBytes(UTF_8), "content_type", PICKLE, "content_encoding", "binary");

        Map<?, ?> body = meeting.<Map<?, ?>>take(queue, Map.class, PICKLE).body();
        assertThat(body).hasSize(1);
        assertThat(((Number) body.get("a")).intValue()).isEqualTo(1);
    }

    @Test
    void c02_picklesOfCarrot_areReadByKombu() {
        meeting.send(queue, PICKLE, Order.class, ORDER);

        assertSeenAsOrder(python.kombuGets(queue, "pickle"), PICKLE, "binary");
    }

    // Compression

    @Test
    void compressedByKombu_isReadAsIfItWereNot() throws Exception {
        python.kombuPublishes("", queue, ORDER_IN_PYTHON, "serializer", "json", "compression", "zlib");
        Delivery<Order> delivery = meeting.take(queue, Order.class, JSON);
        assertThat(delivery.body()).isEqualTo(ORDER);
        assertThat(delivery.properties().headers()).containsEntry("compression", "application/x-gzip");

        python.kombuPublishes("", queue, "'" + "Grüße ".repeat(1_000) + "'", "compression", "gzip");
        assertThat(meeting.<String>take(queue, String.class, "text/plain").body())
                .isEqualTo("Grüße ".repeat(1_000));
    }

    @Test
    void compressedByCarrot_isReadByKombu() {
        String text = "Grüße ".repeat(1_000);
        meeting.send(
                "text/plain",
                String.class,
                text,
                options -> options.routingKey(queue).compression(Compression.ZLIB));
        PythonClients.Seen seen = python.kombuGets(queue, "text/plain");
        assertThat(seen.value()).isEqualTo("'" + text + "'");
        assertThat(seen.headers()).isEqualTo(Map.of("compression", "application/x-gzip"));

        meeting.send(
                JSON, Order.class, ORDER, options -> options.routingKey(queue).compression(Compression.ZLIB.from(0)));
        assertThat(python.pikaGets(queue).content()).startsWith(0x78); // zlib's first byte: it is short on the wire
        meeting.send(
                JSON, Order.class, ORDER, options -> options.routingKey(queue).compression(Compression.ZLIB.from(0)));
        assertSeenAsOrder(python.kombuGets(queue), JSON, "utf-8");
    }

    @Test
    void compressedInAWayNobodyReads_goesToTheDeadLettersAndSaysSo() {
        python.kombuPublishes("", queue, "'" + "Grüße ".repeat(1_000) + "'", "compression", "bzip2");

        try (Consumer<String> consumer = meeting.consumer(queue, String.class, "text/plain")) {
            assertThatThrownBy(() -> consumer.receive(Meeting.BOUND)).isInstanceOf(CodecException.class);
        }
        DeadLetters refused = DeadLetters.in(meeting.connections(), queue + ".dlq");
        Await.until("the dead letter", Meeting.BOUND, () -> refused.count() == 1);
        DeadLetter letter = refused.browse(1).get(0);
        assertThat(letter.reason()).isEqualTo(DeadLetter.UNDECODABLE);
        assertThat(letter.message()).startsWith("CARROT-").contains("application/x-bz2");
        assertThat(letter.properties().headers()).containsEntry("compression", "application/x-bz2");
    }
}
