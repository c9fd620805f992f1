package io.carrotmq.codec;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.carrotmq.CodecException;
import io.carrotmq.Properties;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InflationTest {
    /** {@code python3 -c "import zlib; print(zlib.compress(b'hello').hex())"}. */
    private static final byte[] ZLIB = bytes("789ccb48cdc9c907000 62c0215");
    /** {@code printf hello | gzip -n | xxd -p}. */
    private static final byte[] GZIP = bytes("1f8b0800000000000003cb48cdc9c9070086a6103605000000");
    /** The same with every optional part of the header: extra field, name, comment and checksum. */
    private static final byte[] GZIP_WITH_ALL =
            bytes("1f8b081e0000000000030400aabbccdd6e616d65006e6f746500dead cb48cdc9c9070086a6103605000000");
    /** The same without any header. */
    private static final byte[] RAW = bytes("cb48cdc9c90700");

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    private final Codecs codecs = Codecs.of(getClass().getClassLoader());
    private final Decoder<String> decoder = codecs.decoder(String.class);

    private static Properties encoded(String contentEncoding) {
        return Properties.builder()
                .contentType("text/plain")
                .contentEncoding(contentEncoding)
                .build();
    }

    private static Properties header(Object compression) {
        return encoded("utf-8").toBuilder().header("compression", compression).build();
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream in = new GZIPOutputStream(out)) {
            in.write(plain);
        }
        return out.toByteArray();
    }

    private static byte[] zlib(byte[] plain) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (DeflaterOutputStream in = new DeflaterOutputStream(out, new Deflater(Deflater.BEST_COMPRESSION))) {
            in.write(plain);
        }
        return out.toByteArray();
    }

    private static byte[] joined(byte[] one, byte[] other) {
        byte[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/x-gzip", "gzip", "zlib", "GZIP", " zlib "})
    void headerOfKombu(String name) {
        assertThat(decoder.decode(ZLIB, header(name))).isEqualTo("hello");
        assertThat(decoder.decode(GZIP, header(name))).isEqualTo("hello");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "none", "identity"})
    void headerThatSaysNothing(String name) {
        assertThat(decoder.decode("hello".getBytes(UTF_8), header(name))).isEqualTo("hello");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gzip",
                "x-gzip",
                "GZip",
                "deflate",
                "gzip,UTF-8",
                "gzip, utf-8",
                "gzip:UTF-8",
                "utf-8, gzip",
                "identity, gzip"
            })
    void contentEncoding(String name) {
        for (byte[] content : new byte[][] {GZIP, GZIP_WITH_ALL, ZLIB}) {
            assertThat(decoder.decode(content, encoded(name))).isEqualTo("hello");
        }
    }

    @Test
    void deflateMayHaveNoHeader() {
        assertThat(decoder.decode(RAW, encoded("deflate"))).isEqualTo("hello");
        assertThatThrownBy(() -> decoder.decode(RAW, encoded("gzip"))).hasMessageStartingWith("CARROT-0782 ");
    }

    @Test
    void characterSetIsBesideTheCompression() throws Exception {
        byte[] latin = gzip("grün".getBytes(ISO_8859_1));
        assertThat(decoder.decode(latin, encoded("gzip:ISO-8859-1"))).isEqualTo("grün");
        assertThat(decoder.decode(latin, encoded("gzip, iso-8859-1"))).isEqualTo("grün");
        assertThat(decoder.decode(latin, encoded("gzip:ISO_8859-1:1987")))
                .as("a character set's name with a colon")
                .isEqualTo("grün");
        assertThat(decoder.decode("grün".getBytes(ISO_8859_1), encoded("ISO_8859-1:1987")))
                .isEqualTo("grün");
        assertThat(decoder.decode(
                        latin,
                        encoded("gzip").toBuilder()
                                .contentType("text/plain; charset=iso-8859-1")
                                .build()))
                .isEqualTo("grün");
        assertThat(decoder.decode(
                        zlib("grün".getBytes(ISO_8859_1)),
                        header("zlib").toBuilder().contentEncoding("latin1").build()))
                .isEqualTo("grün");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"bzip2", "x-bzip2", "lzma", "xz", "zstd", "br", "zip", "gzip, zip", "gzip,gzip", "gzip:zip:UTF-8"
            })
    void contentEncodingThatCannotBeRead(String name) {
        assertThatThrownBy(() -> decoder.decode(GZIP, encoded(name)))
                .isInstanceOf(CodecException.class)
                .hasMessageStartingWith("CARROT-0783 ")
                .hasMessageContaining("zip".equals(name) ? "'zip'" : "");
    }

    @ParameterizedTest
    @CsvSource({"application/x-bz2", "application/x-lzma", "application/zstd", "application/x-brotli", "whatever"})
    void headerThatCannotBeRead(String name) {
        assertThatThrownBy(() -> decoder.decode(GZIP, header(name)))
                .isInstanceOf(CodecException.class)
                .hasMessageStartingWith("CARROT-0783 a body compressed as '" + name + "'");
    }

    @Test
    void compressionIsSaidOnce() {
        Properties twice = header("gzip").toBuilder().contentEncoding("gzip").build();
        assertThatThrownBy(() -> decoder.decode(GZIP, twice)).hasMessageStartingWith("CARROT-0783 ");
    }

    @Test
    void everyByteThatIsMissingIsMissed() {
        for (byte[] whole : new byte[][] {GZIP, GZIP_WITH_ALL, ZLIB, RAW}) {
            for (int length = 0; length < whole.length; length++) {
                byte[] part = Arrays.copyOf(whole, length);
                assertThatThrownBy(() -> decoder.decode(part, encoded("deflate")))
                        .as("%d of %d bytes", part.length, whole.length)
                        .isInstanceOf(CodecException.class)
                        .hasMessageStartingWith("CARROT-0782 ");
            }
        }
    }

    @Test
    void nothingMayFollow() {
        for (byte[] whole : new byte[][] {GZIP, GZIP_WITH_ALL, ZLIB, RAW}) {
            for (byte[] rest : new byte[][] {{0}, {0x1F}, {0x1F, (byte) 0x8B}, {'x', 'y'}}) {
                assertThatThrownBy(() -> decoder.decode(joined(whole, rest), encoded("deflate")))
                        .isInstanceOf(CodecException.class)
                        .hasMessageStartingWith("CARROT-0782 ");
            }
        }
    }

    @Test
    void gzipMayHaveSeveralMembers() {
        assertThat(decoder.decode(joined(GZIP, GZIP_WITH_ALL), encoded("gzip"))).isEqualTo("hellohello");
    }

    @Test
    void checksumsAreChecked() {
        for (int back : new int[] {1, 5, 8}) {
            byte[] wrong = GZIP.clone();
            wrong[wrong.length - back] ^= 1;
            assertThatThrownBy(() -> decoder.decode(wrong, encoded("gzip"))).hasMessageStartingWith("CARROT-0782 ");
        }
        byte[] wrong = ZLIB.clone();
        wrong[wrong.length - 1] ^= 1;
        assertThatThrownBy(() -> decoder.decode(wrong, encoded("gzip"))).hasMessageStartingWith("CARROT-0782 ");
        byte[] reserved = GZIP.clone();
        reserved[3] = (byte) 0x80;
        assertThatThrownBy(() -> decoder.decode(reserved, encoded("gzip"))).hasMessageStartingWith("CARROT-0782 ");
    }

    @Test
    void plainTextIsNoCompressedOne() {
        assertThatThrownBy(() -> decoder.decode("hello".getBytes(UTF_8), encoded("gzip")))
                .hasMessageStartingWith("CARROT-0782 a compressed body of 5 bytes");
    }

    @Test
    void bytesAreHandedOutCompressed() {
        assertThat(codecs.<byte[]>decoder(byte[].class).decode(GZIP, encoded("gzip")))
                .isSameAs(GZIP);
    }

    @Test
    void limitIsExact() throws Exception {
        byte[] plain = "x".repeat(5_000).getBytes(UTF_8);
        for (byte[] content : new byte[][] {gzip(plain), zlib(plain)}) {
            assertThat(limited(5_000).decode(content, encoded("gzip"))).hasSize(5_000);
            assertThatThrownBy(() -> limited(4_999).decode(content, encoded("gzip")))
                    .isInstanceOf(CodecException.class)
                    .hasMessageStartingWith("CARROT-0781 ")
                    .hasMessageContaining("4999");
        }
        assertThat(limited(10).decode(gzip(new byte[0]), encoded("gzip"))).isEmpty();
    }

    private Decoder<String> limited(int maxBytes) {
        // a body is also bounded as it comes
        return Codecs.builder(getClass().getClassLoader())
                .maxBytes(Math.max(maxBytes, 64))
                .build()
                .decoder(String.class);
    }

    /** Ten kilobytes that become ten megabytes; several members must not start the count anew. */
    @Test
    void bombIsRefusedWithoutTheMemoryItAsksFor() throws Exception {
        byte[] bomb = zlib(new byte[10 << 20]);
        byte[] chain = new byte[0];
        byte[] link = gzip(new byte[60_000]);
        for (int i = 0; i < 100; i++) {
            chain = joined(chain, link);
        }
        assertThat(bomb.length).isLessThan(11_000);
        Decoder<String> bounded = limited(64 << 10);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        for (byte[] content : new byte[][] {bomb, chain}) {
            assertThatThrownBy(() -> bounded.decode(content, encoded("gzip"))).hasMessageStartingWith("CARROT-0781 ");
            long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
            try {
                bounded.decode(content, encoded("gzip"));
            } catch (CodecException expected) {
                assertThat(expected.code()).isEqualTo("CARROT-0781");
            }
            long allocated =
                    threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
            assertThat(allocated).isBetween(1L, 512L << 10);
        }
    }
}
