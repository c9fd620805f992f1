package io.carrotmq.codecs;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.carrotmq.CodecException;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What strangers may send. Each is refused by number, at once, and without a word of it in the text. */
@Timeout(60)
class HostileBodiesTest {
    private static final String LAUGHS = """
            a: &a [x,x,x,x,x,x,x,x,x]
            b: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]
            c: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]
            d: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]
            e: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d]
            f: &f [*e,*e,*e,*e,*e,*e,*e,*e,*e]
            g: &g [*f,*f,*f,*f,*f,*f,*f,*f,*f]
            """;

    private static CodecException refusal(String mediaType, byte[] content) {
        return catchThrowableOfType(CodecException.class, () -> Bodies.decode(mediaType, Object.class, content));
    }

    private static void assertRefused(String mediaType, String content, String number) {
        assertThat(refusal(mediaType, content.getBytes(ISO_8859_1)))
                .as(content.substring(0, Math.min(50, content.length())))
                .isNotNull()
                .hasMessageStartingWith(number + " ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "{",
                "{} {}",
                "{}x",
                "[1,]",
                "[NaN]",
                "[Infinity]",
                "{'a':1}",
                "{a:1}",
                "[01]",
                "[0x1]",
                "{\"a\":1,\"a\":2}",
                "\"\u00c3(\"",
                "\"a\nb\"",
                "// a\n1",
                "\u0000",
                "{\"a\":{\"b\":1}",
                "[1}"
            })
    void json(String content) {
        assertRefused(Bodies.JSON, content, "CARROT-0790");
    }

    static Stream<String> unfitYaml() {
        return Stream.of(
                "",
                "~",
                "a: b: c",
                "[1",
                "*a",
                "a: \u00c3(",
                "--- 1\n--- 2",
                "\tx",
                "!!int x",
                "!!binary '***'",
                "a: 1\na: 2",
                "\u0001",
                "!!set {a: 1}");
    }

    @ParameterizedTest
    @MethodSource("unfitYaml")
    void yaml(String content) {
        assertThat(refusal(Bodies.YAML, content.getBytes(ISO_8859_1)))
                .isNotNull()
                .hasMessageMatching("CARROT-079[01] .*");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "!!javax.script.ScriptEngineManager [!!java.net.URLClassLoader [[!!java.net.URL ['http://x/']]]]",
                "!!python/object/apply:os.system ['x']",
                "!!python/object:a.B {}",
                "!order {id: a}",
                "a: !!timestamp 2026-11-21",
                "a: &a {id: x}\n<<: *a",
                "~: 1",
                "[1]: 1"
            })
    void yamlThatIsNoPlainData(String content) {
        assertRefused(Bodies.YAML, content, "CARROT-0793");
    }

    @Test
    void yamlThatGrows() {
        assertRefused(Bodies.YAML, LAUGHS, "CARROT-0792");
        assertRefused(Bodies.YAML, "&a [*a]", "CARROT-0792");
        assertRefused(Bodies.YAML, "a: &a {b: *a}", "CARROT-0792");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{a: ", "- ", "- - "})
    void yamlThatNests(String piece) {
        assertRefused(Bodies.YAML, piece.repeat(100_000), "CARROT-0792");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"a\":", "[[{\"b\":["})
    void jsonThatNests(String piece) {
        assertRefused(Bodies.JSON, piece.repeat(100_000), "CARROT-0790");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "c1",
                "92",
                "d9",
                "0102",
                "ddffffffff",
                "dfffffffff",
                "dd7fffffff",
                "db7fffffff61",
                "c67fffffff61",
                "c70cffffffffff7fffffffffffffff",
                "82a16101a16102",
                "a2c328",
                "c0"
            })
    void msgPack(String hex) {
        assertThat(refusal(Bodies.MSGPACK, Bodies.hex(hex))).isNotNull().hasMessageMatching("CARROT-079[01] .*");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "d40500",
                "d8ff00000000000000000000000000000000",
                "c7000f",
                "81c001",
                "818001",
                "81cb000000000000000001"
            })
    void msgPackThatIsNoPlainData(String hex) {
        assertThat(refusal(Bodies.MSGPACK, Bodies.hex(hex))).isNotNull().hasMessageMatching("CARROT-079[013] .*");
    }

    @ParameterizedTest
    @CsvSource({"application/x-msgpack, 91", "application/x-msgpack, 81a161", "application/x-python-serialize, 285d"})
    void binaryThatNests(String mediaType, String piece) {
        assertThat(refusal(mediaType, Bodies.hex(piece.repeat(100_000)))).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "f6",
                "ff",
                "1c",
                "61",
                "0102",
                "9bffffffffffffffff",
                "bb7fffffffffffffff",
                "7b7fffffffffffffff61",
                "5b7fffffffffffffff61",
                "7a7fffffff61",
                "5a7fffffff61",
                "62c328",
                "a2616101616102",
                "c482",
                "9f01",
                "bf6161ff"
            })
    void cbor(String hex) {
        assertThat(refusal(Bodies.CBOR, Bodies.hex(hex))).isNotNull().hasMessageStartingWith("CARROT-0790 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"9f", "81", "bf6161", "a16161", "c1", "d81c", "7f", "5f"})
    void cborThatNests(String piece) {
        assertThat(refusal(Bodies.CBOR, Bodies.hex(piece.repeat(100_000)))).isNotNull();
    }

    static Stream<String> unsafePickles() {
        return Stream.of(
                "cos\nsystem\n(S'x'\ntR.",
                "c__builtin__\neval\n(S'x'\ntR.",
                "\u0080\4\u008c\2os\u008c\6system\u0093\u008c\1x\u0085R.",
                "(S'x'\nios\nsystem\n.",
                "(cos\nsystem\nS'x'\no.",
                "}}b.",
                ")\u0081.",
                "))}\u0092.",
                "Px\n.",
                "NQ.",
                "\u0082\1.",
                "\u0083\1\0.",
                "\u0084\1\0\0\0.",
                "\u0097.",
                "\u0098.",
                "c__builtin__\nset\n.",
                "]c__builtin__\nset\na.",
                "c_codecs\nencode\n(Va\nVutf8\ntR.",
                "NNR.",
                "(]Nd.");
    }

    @ParameterizedTest
    @MethodSource("unsafePickles")
    void pickleThatIsNoPlainData(String content) {
        assertRefused(Bodies.PICKLE, content, "CARROT-0793");
    }

    static Stream<String> malformedPickles() {
        return Stream.of(
                "",
                "N",
                "NN.",
                ".",
                "0.",
                "1.",
                "N\u0087.",
                "NNa.",
                "(Nd.",
                "g5\n.",
                "g-1\n.",
                "I\n.",
                "Ix\n.",
                "F0x1p3\n.",
                "S'a\n.",
                "S'\\z'\n.",
                "V\\u12\n.",
                "\u0080\u00ff.",
                "}X\1\0\0\0aNsX\1\0\0\0aNs.",
                "\u008e\0\0\0\0\0\0\0\u0010a.",
                "\u0096\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u007fa.",
                "\u008d\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ffa.",
                "B\u00ff\u00ff\u00ff\u00ffa.",
                "\u008b\u00ff\u00ff\u00ff\u00ff\1.",
                "\u0095\0\0\0\0\0\0\0\u0040.");
    }

    @ParameterizedTest
    @MethodSource("malformedPickles")
    void pickle(String content) {
        assertRefused(Bodies.PICKLE, content, "CARROT-0791");
    }

    @Test
    void pickleThatGrows() {
        StringBuilder laughs = new StringBuilder("]q\0K\1a0");
        for (char i = 0; i < 30; i++) {
            laughs.append("]q").append((char) (i + 1)).append('(');
            laughs.append(("h" + i).repeat(10)).append("e0");
        }
        assertRefused(Bodies.PICKLE, laughs + "h\u001e.", "CARROT-0792");
        assertRefused(Bodies.PICKLE, "]q\0h\0a.", "CARROT-0792");
        assertRefused(Bodies.PICKLE, "}q\0X\1\0\0\0ah\0s.", "CARROT-0792");
        assertRefused(Bodies.PICKLE, "]".repeat(5_000) + "a".repeat(4_999) + ".", "CARROT-0792");
    }

    @ParameterizedTest
    @ValueSource(strings = {"big", "count", "serial", "price", "amount", "day", "id"})
    void numbersOfAMillionDigits(String member) {
        String digits = "9".repeat(1_000_000);
        byte[] json = ("{\"" + member + "\":" + digits + "}").getBytes(ISO_8859_1);
        assertThat(catchThrowableOfType(CodecException.class, () -> Bodies.decode(Bodies.JSON, Order.class, json)))
                .isNotNull();
        byte[] quoted = ("{\"" + member + "\":\"" + digits + "\"}").getBytes(ISO_8859_1);
        if (!member.equals("id") && !member.equals("amount")) { // a text, and infinity
            assertThat(catchThrowableOfType(
                            CodecException.class, () -> Bodies.decode(Bodies.JSON, Order.class, quoted)))
                    .isNotNull();
        }
        byte[] yaml = (member + ": " + digits).getBytes(ISO_8859_1);
        assertThat(catchThrowableOfType(CodecException.class, () -> Bodies.decode(Bodies.YAML, Order.class, yaml)))
                .isNotNull()
                .hasMessageStartingWith("CARROT-0792 ");
    }

    @Test
    void pickledNumbersOfManyDigits() {
        assertRefused(Bodies.PICKLE, "L" + "9".repeat(1_000_000) + "L\n.", "CARROT-0792");
        assertRefused(Bodies.PICKLE, "F1e999999999\n.", "CARROT-0792");
        assertRefused(Bodies.PICKLE, "\u008b\u0060\u00ea\0\0" + "\u007f".repeat(60_000) + ".", "CARROT-0792");
    }

    @Test
    void numbersThatFitAreExact() {
        String digits = "9".repeat(900);
        for (String mediaType : List.of(Bodies.JSON, Bodies.YAML)) {
            assertThat(Bodies.<BigInteger>decode(mediaType, BigInteger.class, digits.getBytes(ISO_8859_1)))
                    .isEqualTo(new BigInteger(digits));
            assertThat(Bodies.<BigDecimal>decode(
                            mediaType, BigDecimal.class, "0.10000000000000000001".getBytes(ISO_8859_1)))
                    .isEqualTo(new BigDecimal("0.10000000000000000001"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {Bodies.JSON, Bodies.YAML, Bodies.CBOR, Bodies.MSGPACK, Bodies.PICKLE})
    void whatIsCutOffOrChangedIsRefusedOrRead(String mediaType) {
        byte[] whole = Bodies.encode(mediaType, Order.class, Order.sample());
        int refused = 0;
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = java.util.Arrays.copyOf(whole, length);
            if (catchThrowableOfType(CodecException.class, () -> Bodies.decode(mediaType, Order.class, cut)) != null) {
                refused++;
            }
        }
        // YAML has no end: what is cut between two members is a document.
        assertThat(refused).isGreaterThanOrEqualTo(mediaType.equals(Bodies.YAML) ? 1 : whole.length);
    }

    @Test
    void textsOfExceptionsDoNotQuoteBodies() {
        for (String mediaType : List.of(Bodies.JSON, Bodies.YAML)) {
            Throwable refusal = catchThrowableOfType(
                    CodecException.class,
                    () -> Bodies.decode(
                            mediaType,
                            Order.class,
                            "{\"id\": \"secret\", \"count\": \"secret\"}".getBytes(ISO_8859_1)));
            assertThat(refusal).isNotNull();
            assertThat(refusal.getMessage()).doesNotContain("secret");
        }
    }

    /** What a body names is not so much as loaded. */
    @ParameterizedTest
    @ValueSource(strings = {Bodies.JSON, Bodies.YAML})
    void namesOfClassesAreNotFollowed(String mediaType) {
        byte[] name = "\"java.lang.Runtime\"".getBytes(ISO_8859_1);
        assertThat(catchThrowableOfType(CodecException.class, () -> Bodies.decode(mediaType, Class.class, name)))
                .isNotNull()
                .hasMessageStartingWith("CARROT-0790 ");
    }

    @Test
    void everySeedOfTheFuzzTestsIsThere() throws IOException {
        Path root = Path.of("src/test/resources/io/carrotmq/codecs/fuzz");
        Map<String, Integer> least =
                Map.of("Pickle", 80, "Yaml", 40, "Cbor", 40, "MsgPack", 30, "JavaSerialization", 5);
        for (Map.Entry<String, Integer> format : least.entrySet()) {
            try (Stream<Path> seeds = Files.list(root.resolve(format.getKey() + "FuzzTestInputs/decode"))) {
                assertThat(seeds.count()).as(format.getKey()).isGreaterThanOrEqualTo(format.getValue());
            }
        }
    }
}
