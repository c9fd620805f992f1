package io.carrotmq.codecs.interop;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.carrotmq.Consumer;
import io.carrotmq.DeadLetter;
import io.carrotmq.DeadLetters;
import io.carrotmq.OutgoingMessage;
import io.carrotmq.Properties;
import io.carrotmq.testkit.Await;
import io.carrotmq.testkit.RabbitMq;
import io.carrotmq.testkit.WithBroker;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Bodies that are broken, too much, or meant to do harm. Each goes to the dead letters with the reason, a good message after it
 * is handled by the same consumer, and nothing of it is in the log.
 */
@WithBroker
@Timeout(180)
class BadBodiesIT {
    /** In every body, as far as it can be. */
    private static final String SECRET = "TOP-SECRET-4711";

    private static final String JSON = "application/json";
    private static final String YAML = "application/x-yaml";
    private static final String MESSAGE_PACK = "application/x-msgpack";
    private static final String PICKLE = "application/x-python-serialize";
    private static final int MEGABYTE = 1 << 20;

    /** What the consuming thread may allocate over a body: much less than the bombs are when they have gone off. */
    private static final long MOST_ALLOCATED = 96L * MEGABYTE;

    private static final int BOMB = 256;

    private static Meeting meeting;

    /** What the consumer takes. */
    public record Note(String text, List<Object> more) {}

    /** A message that cannot be decoded. */
    record Bad(String name, Properties properties, byte[] body) {
        @Override
        public String toString() {
            return name;
        }
    }

    @BeforeAll
    static void meet(RabbitMq broker) {
        meeting = new Meeting(broker.uri());
    }

    @AfterAll
    static void part() {
        meeting.close();
    }

    static Stream<Bad> bodies() {
        String begin = "{\"text\": \"" + SECRET + "\", \"more\": ";
        return Stream.of(
                bad("JSON that ends too early", JSON, begin),
                bad("JSON with a word that is none", JSON, begin + SECRET + "}"),
                bad("JSON with more after its end", JSON, begin + "[]} " + SECRET),
                bad("JSON of another kind", JSON, begin + "\"" + SECRET + "\"}"),
                bad("JSON that is a list", JSON, "[\"" + SECRET + "\"]"),
                bad("no bytes as JSON", JSON, ""),
                bad("null as JSON", JSON, "null"),
                bad("nesting bomb in JSON", JSON, begin + "[".repeat(100_000)),
                bad("closed nesting bomb in JSON", JSON, begin + "[".repeat(1_000) + "]".repeat(1_000) + "}"),
                bad("number bomb in JSON", JSON, begin + "[" + "9".repeat(1_000_000) + "]}"),
                new Bad(
                        "JSON in another character set",
                        properties(JSON).contentEncoding("utf-8").build(),
                        (begin + "[\"é\"]}").getBytes(ISO_8859_1)),
                new Bad(
                        "a character set nobody knows",
                        properties(JSON).contentEncoding("klingon").build(),
                        (begin + "[]}").getBytes(UTF_8)),
                new Bad("15 MiB", properties(JSON).build(), filled(begin, 15 * MEGABYTE)),
                new Bad(
                        "gzip bomb",
                        properties(JSON).contentEncoding("gzip").build(),
                        bomb(begin, GZIPOutputStream::new)),
                new Bad(
                        "kombu's compression as a bomb",
                        properties(JSON)
                                .contentEncoding("utf-8")
                                .header("compression", "application/x-gzip")
                                .build(),
                        bomb(begin, DeflaterOutputStream::new)),
                new Bad(
                        "what says it is gzip and is not",
                        properties(JSON).contentEncoding("gzip").build(),
                        (begin + "[]}").getBytes(UTF_8)),
                new Bad(
                        "a compression nobody knows",
                        properties(JSON)
                                .header("compression", "application/x-carrot")
                                .build(),
                        (begin + "[]}").getBytes(UTF_8)),
                bad(
                        "YAML with a Java type",
                        YAML,
                        "text: !!javax.script.ScriptEngineManager [!!java.net.URLClassLoader"
                                + " [[!!java.net.URL [\"http://127.0.0.1:1/" + SECRET + "\"]]]]\n"),
                bad(
                        "YAML with a Python type",
                        YAML,
                        "text: !!python/object/apply:os.system [\"echo " + SECRET + "\"]\n"),
                bad("YAML that multiplies itself", YAML, laughs()),
                bad("nesting bomb in YAML", YAML, "text: " + SECRET + "\nmore: " + "[".repeat(100_000)),
                bad("broken YAML", YAML, "text: \"" + SECRET),
                bad("pickle that runs a command", PICKLE, "cos\nsystem\n(S'echo " + SECRET + "'\ntR."),
                new Bad(
                        "pickle that runs a command, protocol 2",
                        properties(PICKLE).build(),
                        ("\u0080\u0002cposix\nsystem\nX\u000f\0\0\0" + SECRET + "\u0085R.").getBytes(ISO_8859_1)),
                bad("pickle that ends too early", PICKLE, "(dp1\nS'text'\nS'" + SECRET + "'\n"),
                new Bad(
                        "MessagePack that promises four billion",
                        properties(MESSAGE_PACK).build(),
                        ("\u0082\u00a4text\u00af" + SECRET + "\u00a4more\u00dd\u00ff\u00ff\u00ff\u00ff")
                                .getBytes(ISO_8859_1)),
                new Bad(
                        "nesting bomb in MessagePack",
                        properties(MESSAGE_PACK).build(),
                        ("\u0082\u00a4text\u00af" + SECRET + "\u00a4more" + "\u0091".repeat(100_000))
                                .getBytes(ISO_8859_1)),
                bad("an unknown content type", "application/x-carrot-cake", begin + "[]}"),
                bad("a content type that is known and not accepted", "text/plain", begin + "[]}"),
                new Bad("no content type", Properties.NONE, (begin + "[]}").getBytes(UTF_8)));
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void badBody_goesToTheDeadLetters_andTheNextMessageIsHandled(Bad bad) {
        String queue = meeting.queue();
        List<Note> handled = new CopyOnWriteArrayList<>();
        Consumer<Note> consumer = meeting.<Note>consumer(queue, Note.class, JSON, YAML, PICKLE, MESSAGE_PACK)
                .onMessage(delivery -> {
                    handled.add(delivery.body());
                    delivery.ack();
                });
        Thread thread = new Thread(consumer::consume, "consumer-of-bad-bodies");
        try (Log log = new Log()) {
            try {
                thread.start();
                publish(queue, properties(JSON).build(), "{\"text\":\"before\"}".getBytes(UTF_8));
                Await.until("the message before", Meeting.BOUND, () -> handled.size() == 1);
                long before = allocated(thread);
                publish(queue, bad.properties, bad.body);
                publish(queue, properties(JSON).build(), "{\"text\":\"after\"}".getBytes(UTF_8));

                Await.until("the message after", Meeting.BOUND, () -> handled.size() == 2);
                assertThat(allocated(thread) - before).as("bytes allocated").isLessThan(MOST_ALLOCATED);
                assertThat(handled).extracting(Note::text).containsExactly("before", "after");
                assertParked(queue, bad);
                assertThat(log.lines())
                        .isNotEmpty()
                        .allSatisfy(line -> assertThat(line).doesNotContain(SECRET));
            } finally {
                consumer.close();
                Await.until("the consumer's end", Meeting.BOUND, () -> !thread.isAlive());
            }
        }
        assertThat(meeting.count(queue)).isZero();
    }

    private static void assertParked(String queue, Bad bad) {
        DeadLetters parked = DeadLetters.in(meeting.connections(), queue + ".dlq");
        Await.until("the dead letter", Meeting.BOUND, () -> parked.count() == 1);
        DeadLetter letter = parked.browse(2).get(0);
        assertThat(letter.reason()).isEqualTo(DeadLetter.UNDECODABLE);
        assertThat(letter.exception()).isEqualTo("io.carrotmq.CodecException");
        assertThat(letter.message()).matches("(?s)CARROT-\\d{4} .+");
        assertThat(letter.queue()).isEqualTo(queue);
        assertThat(letter.content()).isEqualTo(bad.body);
        assertThat(letter.properties().contentType()).isEqualTo(bad.properties.contentType());
        assertThat(letter.properties().contentEncoding()).isEqualTo(bad.properties.contentEncoding());
    }

    private static void publish(String queue, Properties properties, byte[] body) {
        meeting.connection().publish(new OutgoingMessage("", queue, true, properties, body));
    }

    private static long allocated(Thread thread) {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getThreadAllocatedBytes(thread.getId());
    }

    // Bodies

    private static Properties.Builder properties(String contentType) {
        return Properties.builder().contentType(contentType).persistent(true);
    }

    private static Bad bad(String name, String contentType, String body) {
        return new Bad(name, properties(contentType).build(), body.getBytes(UTF_8));
    }

    private static byte[] filled(String begin, int length) {
        byte[] body = new byte[length];
        Arrays.fill(body, (byte) ' ');
        byte[] first = begin.getBytes(US_ASCII);
        System.arraycopy(first, 0, body, 0, first.length);
        body[length - 2] = '0';
        body[length - 1] = '}';
        return body;
    }

    private interface Packing {
        OutputStream around(OutputStream packed) throws IOException;
    }

    /** 256 MiB when it is inflated. */
    private static byte[] bomb(String begin, Packing packing) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        byte[] blanks = " ".repeat(MEGABYTE).getBytes(US_ASCII);
        try (OutputStream output = packing.around(packed)) {
            output.write(begin.getBytes(US_ASCII));
            for (int i = 0; i < BOMB; i++) {
                output.write(blanks);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return packed.toByteArray();
    }

    /** Aliases of aliases: three lines more make a thousand times as much. */
    private static String laughs() {
        StringBuilder yaml =
                new StringBuilder("text: " + SECRET + "\na0: &a0 [lol,lol,lol,lol,lol,lol,lol,lol,lol,lol]\n");
        for (int i = 1; i < 10; i++) {
            yaml.append("a" + i + ": &a" + i + " [");
            yaml.append(("*a" + (i - 1) + ",").repeat(9)).append("*a" + (i - 1) + "]\n");
        }
        return yaml.append("more: *a9\n").toString();
    }
}
