package io.carrotmq.codec;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

import io.carrotmq.CodecException;
import io.carrotmq.Properties;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecoderTest {
    /** A body. */
    public record Order(String id, BigDecimal total, byte[] proof) {}

    private static final Properties JSON =
            Properties.builder().contentType("application/json").build();
    private static final Properties TEXT =
            Properties.builder().contentType("text/plain").build();

    private final Codecs codecs = Codecs.of(getClass().getClassLoader());

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private Object json(Type type, String text) {
        return codecs.decoder(type).decode(bytes(text), JSON);
    }

    @Test
    void lengthIsBounded() {
        byte[] long15 = new byte[15 << 20];
        java.util.Arrays.fill(long15, (byte) 'a');
        assertThatThrownBy(() -> codecs.decoder(String.class).decode(long15, TEXT))
                .isInstanceOf(CodecException.class)
                .hasMessageStartingWith("CARROT-0780 a body of 15728640 bytes is longer than maxBytes, 8388608");
        assertThat(codecs.<byte[]>decoder(byte[].class).decode(long15, TEXT)).isSameAs(long15);
        Codecs generous =
                Codecs.builder(getClass().getClassLoader()).maxBytes(15 << 20).build();
        assertThat(generous.<String>decoder(String.class).decode(long15, TEXT)).hasSize(15 << 20);
        assertThat(generous.<String>decoder(String.class).decode(quoted(long15), JSON))
                .hasSize((15 << 20) - 2);
    }

    private static byte[] quoted(byte[] text) {
        byte[] json = text.clone();
        json[0] = '"';
        json[json.length - 1] = '"';
        return json;
    }

    @Test
    void nestingIsBounded() {
        String deep = "[".repeat(100) + "]".repeat(100);
        assertThat(json(Object.class, deep)).isInstanceOf(List.class);
        assertThatThrownBy(() -> json(Object.class, "[" + deep + "]"))
                .isInstanceOf(CodecException.class)
                .hasMessageStartingWith("CARROT-0784 ")
                .hasMessageContaining("maxDepth, 100");
        assertThatThrownBy(() -> json(Object.class, "{\"a\":".repeat(101))).hasMessageStartingWith("CARROT-0784 ");
        assertThat(json(List.class, "[" + "[],{},".repeat(1_000) + "[]]"))
                .as("side by side")
                .asInstanceOf(LIST)
                .hasSize(2_001);
        assertThat(json(String.class, "\"" + "[".repeat(1_000) + "\\\"" + "{".repeat(1_000) + "\""))
                .as("in a string")
                .asString()
                .hasSize(2_001);
    }

    @Test
    void bombOfBracketsIsRefused() {
        for (Type type : List.of(Object.class, Order.class, String.class, int[].class)) {
            for (String bracket : List.of("[", "{\"a\":", "[{\"a\":", " [\n")) {
                assertThatThrownBy(() -> json(type, bracket.repeat((1 << 20) / bracket.length())))
                        .hasMessageStartingWith("CARROT-0784 ");
            }
        }
    }

    @Test
    void stackOfTheThreadIsABoundToo() throws Exception {
        Codecs deep =
                Codecs.builder(getClass().getClassLoader()).maxDepth(1_000).build();
        byte[] content = bytes("[".repeat(900) + "]".repeat(900));
        Decoder<Object> decoder = deep.decoder(Object.class);
        assertThat(outcome(() -> decoder.decode(content, JSON), 64 << 20)).isInstanceOf(List.class);
        assertThat(outcome(() -> decoder.decode(content, JSON), 256 << 10))
                .isInstanceOf(CodecException.class)
                .hasToString("io.carrotmq.CodecException: CARROT-0786 1800 bytes of 'application/json' for "
                        + "java.lang.Object are nested deeper than the thread's stack reaches; send it flatter, or allow "
                        + "less with Codecs.Builder.maxDepth");
    }

    private static Object outcome(Callable<Object> task, long stack) throws InterruptedException {
        AtomicReference<Object> outcome = new AtomicReference<>();
        Thread thread = new Thread(
                null,
                () -> {
                    try {
                        outcome.set(task.call());
                    } catch (Exception e) {
                        outcome.set(e);
                    }
                },
                "stack of " + stack,
                stack);
        thread.start();
        thread.join();
        return outcome.get();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", " ", "null", " null ", "{} {}", "{}x", "{}]", "{},", "{\"id\":\"1\"}{\"id\":\"2\"}",
                        "{\"id\":\"1\"", "{\"id\":}",
                "{'id':'1'}", "{id:1}", "{\"id\":\"1\",}", "// x\n{}", "\uFEFF{}", "NaN", "]", "}", "{]", "\"", "\"\\"
            })
    void jsonThatIsNone(String text) {
        assertThatThrownBy(() -> json(Order.class, text))
                .isInstanceOf(CodecException.class)
                .hasMessageStartingWith("CARROT-0754 " + bytes(text).length + " bytes of 'application/json' are not a "
                        + Order.class.getName());
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"a\" \"b\"", "\"a\"b", "1 2", "true false", "[1] [2]", "[1],", "1,2", "01"})
    void nothingFollowsTheValue(String text) {
        assertThatThrownBy(() -> json(Object.class, text)).hasMessageStartingWith("CARROT-0754 ");
    }

    @Test
    void spaceMaySurroundTheValue() {
        assertThat(json(String.class, " \t\r\n\"a\" \t\r\n")).isEqualTo("a");
        assertThat(json(int.class, "\n12\n")).isEqualTo(12);
    }

    @Test
    void textOfTheErrorHasNothingOfTheBody() {
        for (String text : List.of("{\"id\": secret}", "\"secret\"", "{\"total\": \"secret\"}", "[\"secret\"]")) {
            assertThatThrownBy(() -> json(Order.class, text))
                    .hasMessageStartingWith("CARROT-0754 ")
                    .hasMessageNotContaining("secret");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"80", "C3", "C328", "EDA080", "C080", "F4908080", "FF"})
    void malformedUtf8(String hex) {
        byte[] content = java.util.HexFormat.of().parseHex("22" + hex + "22");
        for (Properties properties : List.of(JSON, TEXT)) {
            assertThatThrownBy(() -> codecs.decoder(String.class).decode(content, properties))
                    .isInstanceOf(CodecException.class)
                    .hasMessageStartingWith("CARROT-0754 ");
        }
    }

    @Test
    void characterSetOfTheMessage() {
        Decoder<String> decoder = codecs.decoder(String.class);
        for (Properties properties : List.of(JSON, TEXT)) {
            String text = properties == JSON ? "\"grün\"" : "grün";
            Properties.Builder latin = properties.toBuilder().contentEncoding("ISO-8859-1");
            assertThat(decoder.decode(text.getBytes(ISO_8859_1), latin.build())).isEqualTo("grün");
            Properties wide = properties.toBuilder()
                    .contentType(properties.contentType() + "; charset=UTF-16LE")
                    .build();
            assertThat(decoder.decode(text.getBytes(UTF_16LE), wide)).isEqualTo("grün");
            Properties unknown =
                    properties.toBuilder().contentEncoding("klingon\r\n").build();
            assertThatThrownBy(() -> decoder.decode(bytes(text), unknown))
                    .isInstanceOf(CodecException.class)
                    .hasMessageStartingWith("CARROT-0756 content encoding 'klingon");
        }
    }

    @Test
    void emptyTextIsText() {
        assertThat(codecs.<String>decoder(String.class).decode(new byte[0], TEXT))
                .isEmpty();
    }

    @Test
    void typesWithArguments() {
        Decoder<Map<String, List<Order>>> decoder = codecs.decoder(new GenericType<>() {});
        Map<String, List<Order>> orders =
                decoder.decode(bytes("{\"a\":[{\"id\":\"1\",\"total\":1.50,\"proof\":\"/w8=\"}]}"), JSON);
        Order order = orders.get("a").get(0);
        assertThat(order.id()).isEqualTo("1");
        assertThat(order.total()).isEqualTo(new BigDecimal("1.50"));
        assertThat(order.proof()).containsExactly(0xFF, 0x0F);
        Codec<Map<String, List<Order>>> codec =
                codecs.codec("application/json", new GenericType<Map<String, List<Order>>>() {});
        assertThat(codec.encode(orders))
                .asString(UTF_8)
                .isEqualTo("{\"a\":[{\"id\":\"1\",\"proof\":\"/w8=\",\"total\":1.50}]}");
        assertThat((Order[]) json(Order[].class, "[{\"id\":\"1\"},{\"id\":\"2\"}]"))
                .extracting(Order::id)
                .containsExactly("1", "2");
        assertThat((int[]) json(int[].class, "[1,2]")).containsExactly(1, 2);
        assertThat(json(new GenericType<List<int[]>>() {}.type(), "[[1],[2]]"))
                .asInstanceOf(LIST)
                .hasSize(2);
    }

    /** A number that is short as text and endless when written out. */
    @Test
    void numberThatIsTooLargeTakesNoTime() {
        assertThat(Assertions.assertTimeoutPreemptively(
                        Duration.ofSeconds(30), () -> json(BigDecimal.class, "1e1000000000")))
                .isEqualTo(new BigDecimal("1e1000000000"));
        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(30),
                () -> assertThatThrownBy(() -> json(BigInteger.class, "1e1000000000"))
                        .isInstanceOf(CodecException.class)
                        .hasMessageStartingWith("CARROT-0754 "));
    }

    @Test
    void nullIsNoJsonBody() {
        assertThatThrownBy(() -> codecs.codec("application/json", Order.class).encode(null))
                .isInstanceOf(CodecException.class)
                .hasMessageStartingWith("CARROT-0652 ");
    }

    @Test
    void halfACharacterIsNotWritten() {
        Codec<String> codec = codecs.codec("application/json", String.class);
        assertThatThrownBy(() -> codec.encode("half a pair \uD834"))
                .isInstanceOf(CodecException.class)
                .hasMessageStartingWith("CARROT-0652 ");
        assertThat(codec.encode("grün 𝄞")).isEqualTo(bytes("\"grün 𝄞\""));
    }

    @Test
    void circleIsNotWritten() {
        Map<String, Object> circle = new HashMap<>();
        circle.put("self", circle);
        Codec<Map<String, Object>> codec = codecs.codec("application/json", new GenericType<Map<String, Object>>() {});
        assertThatThrownBy(() -> codec.encode(circle))
                .isInstanceOf(CodecException.class)
                .hasMessageStartingWith("CARROT-0652 ");
    }

    /** Codecs with defects. */
    public static final class DefectiveCodecs implements CodecProvider {
        @Override
        public String mediaType() {
            return "application/defective";
        }

        @Override
        public Optional<Codec<String>> codec(Type type, CodecSettings settings) {
            return type == String.class ? Optional.of(new Defective()) : Optional.empty();
        }
    }

    private static final class Defective implements Codec<String> {
        @Override
        public String contentType() {
            return "application/defective";
        }

        @Override
        public String contentEncoding() {
            return "binary";
        }

        @Override
        public byte[] encode(String body) {
            return new byte[0];
        }

        @Override
        public String decode(byte[] content, String contentEncoding) {
            return switch (content[0]) {
                case 'd' -> "" + decode(content, "deeper " + contentEncoding).length();
                case 'l' -> throw new NoClassDefFoundError("secret");
                case 'n' -> null;
                default -> throw new IllegalStateException("secret");
            };
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"d", "l", "n", "?"})
    void codecWithADefectIsADecodeFailure(String what, @TempDir Path folder) throws Exception {
        try (var application = new Services(folder)
                .with(CodecProvider.class, DefectiveCodecs.class)
                .loader()) {
            Decoder<String> decoder = Codecs.of(application).decoder(String.class);
            Properties properties =
                    Properties.builder().contentType("application/defective").build();
            assertThatThrownBy(() -> decoder.decode(bytes(what), properties))
                    .isInstanceOf(CodecException.class)
                    .hasMessageStartingWith(
                            what.equals("d")
                                    ? "CARROT-0786 1 bytes of 'application/defective'"
                                    : "CARROT-0754 1 bytes of 'application/defective'")
                    .hasMessageNotContaining("secret");
        }
    }
}
