package io.carrotmq;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrotmq.codec.Codec;
import io.carrotmq.codec.Codecs;
import io.carrotmq.codec.Decoder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;
import org.junit.jupiter.api.Test;

class CompressionTest {
    /** What happens to an order. */
    public sealed interface Event permits Placed, Paid {}

    /** It was placed. */
    public record Placed(String id) implements Event {}

    /** It was paid. */
    public record Paid(String id) implements Event {}

    private static final String LONG = "grün ".repeat(1_000);

    private final FakeBroker broker = new FakeBroker();
    private final Codecs codecs = Codecs.builder(getClass().getClassLoader())
            .type("placed", Placed.class)
            .type("paid", Paid.class)
            .build();
    private final Publisher<String> texts =
            Publisher.of(broker, codecs.codec("text/plain", String.class), SendOptions.DEFAULT.routingKey("texts"));
    private final Publisher<Event> events = Publisher.of(
            broker, codecs.codec("application/json", Event.class), SendOptions.DEFAULT.routingKey("events"));
    private final Decoder<String> decoder = codecs.decoder(String.class);

    private OutgoingMessage last() {
        return broker.published.get(broker.published.size() - 1);
    }

    private <T> T lastDecoded(Decoder<T> decoder) {
        return decoder.decode(last().body(), last().properties());
    }

    private static byte[] gunzipped(byte[] content) throws IOException {
        return new GZIPInputStream(new ByteArrayInputStream(content)).readAllBytes();
    }

    private static byte[] inflated(byte[] content) throws IOException {
        return new InflaterInputStream(new ByteArrayInputStream(content)).readAllBytes();
    }

    @Test
    void gzipIsAContentEncoding() throws Exception {
        texts.with(options -> options.compression(Compression.GZIP)).send(LONG);
        assertThat(gunzipped(last().body())).isEqualTo(LONG.getBytes(UTF_8));
        assertThat(last().body()).hasSizeLessThan(200);
        assertThat(last().properties().contentType()).isEqualTo("text/plain");
        assertThat(last().properties().contentEncoding()).isEqualTo("gzip");
        assertThat(last().properties().headers()).isEmpty();
        assertThat(lastDecoded(decoder)).isEqualTo(LONG);
    }

    @Test
    void zlibIsAHeaderAsKombuHasIt() throws Exception {
        texts.with(options -> options.compression(Compression.ZLIB)).send(LONG);
        assertThat(inflated(last().body())).isEqualTo(LONG.getBytes(UTF_8));
        assertThat(last().properties().contentType()).isEqualTo("text/plain");
        assertThat(last().properties().contentEncoding()).isEqualTo("utf-8");
        assertThat(last().properties().headers())
                .containsOnly(java.util.Map.entry("compression", "application/x-gzip"));
        assertThat(lastDecoded(decoder)).isEqualTo(LONG);
    }

    @Test
    void shortBodiesAreSentAsTheyAre() {
        Publisher<String> publisher = texts.with(options -> options.compression(Compression.GZIP));
        publisher.send("a".repeat(1_023));
        assertThat(last().body()).hasSize(1_023);
        assertThat(last().properties().contentEncoding()).isEqualTo("utf-8");
        publisher.send("a".repeat(1_024));
        assertThat(last().properties().contentEncoding()).isEqualTo("gzip");
        publisher.with(options -> options.compression(Compression.ZLIB.from(0))).send("");
        assertThat(last().properties().headers()).containsKey("compression");
        assertThat(lastDecoded(decoder)).isEmpty();
        texts.send(LONG);
        assertThat(last().properties().contentEncoding()).isEqualTo("utf-8");
        assertThat(last().body()).isEqualTo(LONG.getBytes(UTF_8));
    }

    @Test
    void everyWayOfSendingCompresses() {
        Publisher<String> publisher = texts.with(options -> options.compression(Compression.GZIP));
        publisher.send(LONG);
        publisher.sendAsync(LONG);
        publisher.sendAll(List.of(LONG, LONG));
        publisher.tell(LONG);
        assertThat(broker.published).hasSize(4);
        assertThat(broker.told).hasSize(1);
        Set<Properties> objects = java.util.Collections.newSetFromMap(new java.util.IdentityHashMap<>());
        broker.published.forEach(message -> objects.add(message.properties()));
        broker.told.forEach(message -> objects.add(message.properties()));
        assertThat(objects)
                .as("one object for all")
                .singleElement()
                .extracting(Properties::contentEncoding)
                .isEqualTo("gzip");
    }

    @Test
    void otherCharacterSetMovesToTheContentType() throws Exception {
        Publisher<String> latin =
                texts.with(options -> options.contentEncoding("iso-8859-1").compression(Compression.GZIP));
        latin.send(LONG);
        assertThat(gunzipped(last().body())).isEqualTo(LONG.getBytes(ISO_8859_1));
        assertThat(last().properties().contentType()).isEqualTo("text/plain; charset=iso-8859-1");
        assertThat(last().properties().contentEncoding()).isEqualTo("gzip");
        assertThat(lastDecoded(decoder)).isEqualTo(LONG);
        latin.with(options -> options.compression(Compression.ZLIB)).send(LONG);
        assertThat(last().properties().contentType()).isEqualTo("text/plain");
        assertThat(last().properties().contentEncoding()).isEqualTo("iso-8859-1");
        assertThat(lastDecoded(decoder)).isEqualTo(LONG);
    }

    @Test
    void textIsWrittenInTheCharacterSetThatIsStated() {
        Publisher<String> latin = texts.with(options -> options.contentEncoding("ISO-8859-1"));
        latin.send("grün");
        assertThat(last().body()).isEqualTo("grün".getBytes(ISO_8859_1));
        assertThat(lastDecoded(decoder)).isEqualTo("grün");
        assertThatThrownBy(() -> latin.send("€"))
                .isInstanceOf(CodecException.class)
                .hasMessageStartingWith("CARROT-0658 ");
        assertThatThrownBy(() ->
                        texts.with(options -> options.contentEncoding("gzip")).send("a"))
                .as("compression is asked for otherwise")
                .isInstanceOf(CodecException.class)
                .hasMessageStartingWith("CARROT-0657 ");
    }

    @Test
    void givenContentIsCompressedToo() throws Exception {
        Publisher<Object> given = Publisher.of(
                broker,
                codecs.<Object>codec("application/json", Object.class),
                SendOptions.DEFAULT.contentType("text/csv").compression(Compression.GZIP));
        given.send(LONG);
        assertThat(last().properties().contentType()).isEqualTo("text/csv");
        assertThat(last().properties().contentEncoding()).isEqualTo("gzip");
        assertThat(gunzipped(last().body())).isEqualTo(LONG.getBytes(UTF_8));
        Properties ofText = last().properties();
        given.send(LONG);
        assertThat(last().properties()).isSameAs(ofText);
        byte[] bytes = LONG.getBytes(UTF_8);
        given.send(bytes);
        assertThat(last().properties().contentType()).isEqualTo("text/csv");
        assertThat(last().properties().contentEncoding()).isEqualTo("gzip");
        assertThat(gunzipped(last().body())).isEqualTo(bytes);
        given.with(options -> options.contentEncoding("latin1")).send(LONG);
        assertThat(last().properties().contentType()).isEqualTo("text/csv; charset=latin1");
        given.with(options -> options.contentType("text/csv; charset=latin1").contentEncoding("latin1"))
                .send(LONG);
        assertThat(last().properties().contentType()).isEqualTo("text/csv; charset=latin1");
        given.send("short");
        assertThat(last().properties().contentEncoding()).isEqualTo("utf-8");
    }

    @Test
    void whatIsCompressedAlreadyIsLeftAlone() {
        byte[] body = new byte[5_000];
        Publisher<byte[]> raw = Publisher.of(
                broker,
                codecs.codec("application/data", byte[].class),
                SendOptions.DEFAULT.compression(Compression.GZIP));
        for (Compression how : List.of(Compression.GZIP, Compression.ZLIB)) {
            raw.with(options -> options.compression(how).contentEncoding("zstd"))
                    .send(body);
            assertThat(last().body()).isSameAs(body);
            assertThat(last().properties().contentEncoding()).isEqualTo("zstd");
            assertThat(last().properties().headers()).isEmpty();
            raw.with(options -> options.compression(how).header("compression", "application/x-bz2"))
                    .send(body);
            assertThat(last().body()).isSameAs(body);
            assertThat(last().properties().contentEncoding()).isEqualTo("binary");
        }
        raw.send(body);
        assertThat(last().properties().contentEncoding()).isEqualTo("gzip");
        assertThat(lastDecoded(codecs.<byte[]>decoder(byte[].class)))
                .as("bytes are not inflated for who asks for bytes")
                .isSameAs(last().body());
    }

    @Test
    void typeIsTheBodysName() {
        Event placed = new Placed("1");
        events.send(placed);
        assertThat(last().properties().type()).isEqualTo("placed");
        assertThat(lastDecoded(codecs.<Event>decoder(Event.class))).isEqualTo(placed);
        Properties first = last().properties();
        events.send(new Paid("1"));
        assertThat(last().properties().type()).isEqualTo("paid");
        events.send(placed);
        assertThat(last().properties()).isSameAs(first);
        events.with(options -> options.type("mine")).send(placed);
        assertThat(last().properties().type()).as("what the options say wins").isEqualTo("mine");
        texts.send("a");
        assertThat(last().properties().type()).isNull();
    }

    @Test
    void typeAndCompressionGoTogether() throws Exception {
        Publisher<Event> small = events.with(options -> options.compression(Compression.GZIP.from(0)));
        small.send(new Paid("1"));
        Properties first = last().properties();
        assertThat(first.type()).isEqualTo("paid");
        assertThat(first.contentEncoding()).isEqualTo("gzip");
        assertThat(gunzipped(last().body())).isEqualTo("{\"id\":\"1\"}".getBytes(UTF_8));
        assertThat(lastDecoded(codecs.<Event>decoder(Event.class))).isEqualTo(new Paid("1"));
        small.send(new Paid("2"));
        assertThat(last().properties()).isSameAs(first);
    }

    /** Names every body differently. */
    private static final class Naming implements Codec<String> {
        @Override
        public String contentType() {
            return "text/plain";
        }

        @Override
        public String contentEncoding() {
            return "utf-8";
        }

        @Override
        public String typeName(String body) {
            return "name of " + body;
        }

        @Override
        public byte[] encode(String body) {
            return body.getBytes(UTF_8);
        }

        @Override
        public String decode(byte[] content, String contentEncoding) {
            return new String(content, UTF_8);
        }
    }

    @Test
    void codecWithEndlessNamesIsNotRemembered() {
        Publisher<String> publisher = Publisher.of(broker, new Naming(), SendOptions.DEFAULT);
        Set<Properties> seen = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            publisher.send("body " + i);
            assertThat(last().properties().type()).isEqualTo("name of body " + i);
            seen.add(last().properties());
        }
        assertThat(seen).hasSize(1_000);
        publisher.send("body 0");
        Properties remembered = last().properties();
        publisher.send("body 0");
        assertThat(last().properties()).isSameAs(remembered);
        publisher.send("body 999");
        Properties fresh = last().properties();
        publisher.send("body 999");
        assertThat(last().properties()).isEqualTo(fresh).isNotSameAs(fresh);
    }
}
