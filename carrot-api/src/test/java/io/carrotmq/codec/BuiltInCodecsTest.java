package io.carrotmq.codec;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrotmq.CodecException;
import io.carrotmq.ConfigurationException;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BuiltInCodecsTest {
    private final Codecs codecs = Codecs.of(getClass().getClassLoader());

    @Nested
    class BytesAre {
        private final Codec<byte[]> codec = codecs.codec("application/data", byte[].class);

        @Test
        void leftAsTheyAre() {
            byte[] body = {0, -1, 127};
            assertThat(codec.encode(body)).isSameAs(body);
            assertThat(codec.decode(body, "binary")).isSameAs(body);
            assertThat(codec.contentType()).isEqualTo("application/data");
            assertThat(codec.contentEncoding()).isEqualTo("binary");
        }

        @Test
        void notNull() {
            assertThatThrownBy(() -> codec.encode(null))
                    .isInstanceOf(CodecException.class)
                    .hasMessageStartingWith("CARROT-0652 ");
        }

        @Test
        void ofNoOtherType() {
            assertThatThrownBy(() -> codecs.codec("application/data", String.class))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageStartingWith("CARROT-0155 ");
        }
    }

    @Nested
    class TextIs {
        private final Codec<String> codec = codecs.codec("text/plain", String.class);

        @Test
        void writtenInUtf8() {
            assertThat(codec.encode("grüße 𝄞")).isEqualTo("grüße 𝄞".getBytes(UTF_8));
            assertThat(codec.contentType()).isEqualTo("text/plain");
            assertThat(codec.contentEncoding()).isEqualTo("utf-8");
            assertThat(codec.encode("")).isEmpty();
        }

        @Test
        void readInTheCharacterSetThatIsNamed() {
            assertThat(codec.decode("grüße".getBytes(ISO_8859_1), "iso-8859-1")).isEqualTo("grüße");
            assertThat(codec.decode("grüße".getBytes(ISO_8859_1), "LATIN1")).isEqualTo("grüße");
            assertThat(codec.decode("grüße".getBytes(ISO_8859_1), "latin-1")).isEqualTo("grüße"); // as Python calls it
            assertThat(codec.decode("grüße".getBytes(UTF_16), "UTF-16")).isEqualTo("grüße");
            assertThat(codec.decode("grüße".getBytes(UTF_8), " utf-8 ")).isEqualTo("grüße");
        }

        @Test
        void readAsUtf8IfNoneIsNamed() {
            assertThat(codec.decode("grüße".getBytes(UTF_8), null)).isEqualTo("grüße");
            assertThat(codec.decode("grüße".getBytes(UTF_8), "")).isEqualTo("grüße");
        }

        @Test
        void refusedIfMalformed() {
            byte[] half = {'a', (byte) 0xC3};
            assertThatThrownBy(() -> codec.decode(half, "utf-8"))
                    .isInstanceOf(CodecException.class)
                    .hasMessageStartingWith("CARROT-0754 2 bytes of 'text/plain'");
            assertThatThrownBy(() -> codec.decode(new byte[] {(byte) 0x80}, "us-ascii"))
                    .isInstanceOf(CodecException.class);
            assertThatThrownBy(() -> codec.encode("half a pair \uD834"))
                    .isInstanceOf(CodecException.class)
                    .hasMessageStartingWith("CARROT-0652 ");
        }

        @ParameterizedTest
        @ValueSource(strings = {"klingon-1", "binary", "utf 8", "%"})
        void refusedInAnUnknownCharacterSet(String name) {
            assertThatThrownBy(() -> codec.decode(new byte[] {'a'}, name))
                    .isInstanceOf(CodecException.class)
                    .hasMessageStartingWith("CARROT-0756 ")
                    .hasMessageContaining("'" + name + "'");
        }
    }

    /** A body. */
    public record Order(String id, BigDecimal total, LocalDate day) {}

    /** A body that does not take everything. */
    public record Positive(int value) {
        /** Checks. */
        public Positive {
            if (value <= 0) {
                throw new IllegalArgumentException("not positive: " + value);
            }
        }
    }

    /** A body in the old style, whose setter does not take everything. */
    public static class Picky {
        private int value;

        /** {@return the value} */
        public int getValue() {
            return value;
        }

        /** Sets it. */
        public void setValue(int value) {
            if (value <= 0) {
                throw new IllegalArgumentException("not positive: " + value);
            }
            this.value = value;
        }
    }

    private static final List<Order> LIST_OF_ORDERS = List.of();

    private static Type listOfOrders() throws NoSuchFieldException {
        assertThat(LIST_OF_ORDERS).isEmpty();
        return BuiltInCodecsTest.class.getDeclaredField("LIST_OF_ORDERS").getGenericType();
    }

    @Nested
    class JsonIs {
        private final Order order = new Order("é-1", new BigDecimal("1.50"), LocalDate.of(2026, 1, 2));

        @Test
        void forRecords() {
            Codec<Order> codec = codecs.codec("application/json", Order.class);
            byte[] content = codec.encode(order);
            assertThat(content).isEqualTo("{\"day\":\"2026-01-02\",\"id\":\"é-1\",\"total\":1.50}".getBytes(UTF_8));
            assertThat(codec.decode(content, "utf-8")).isEqualTo(order);
            assertThat(codec.contentType()).isEqualTo("application/json");
            assertThat(codec.contentEncoding()).isEqualTo("utf-8");
        }

        @Test
        void forListsWithTheirElements() throws Exception {
            Codec<List<Order>> codec = codecs.codec("application/json", listOfOrders());
            assertThat(codec.decode(codec.encode(List.of(order)), null)).containsExactly(order);
        }

        @Test
        void forStringsAndMaps() {
            Codec<String> strings = codecs.codec("application/json", String.class);
            assertThat(strings.encode("a")).isEqualTo("\"a\"".getBytes(UTF_8));
            Codec<Map<String, Object>> maps = codecs.codec("application/json", Map.class);
            assertThat(maps.decode("{\"a\":\"b\"}".getBytes(UTF_8), null)).isEqualTo(Map.of("a", "b"));
        }

        @Test
        void readInOtherCharacterSets() {
            Codec<Order> codec = codecs.codec("application/json", Order.class);
            String json = "{\"id\":\"é\"}";
            assertThat(codec.decode(json.getBytes(ISO_8859_1), "iso-8859-1").id())
                    .isEqualTo("é");
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "{", "[]", "null", "{\"day\":\"yesterday\"}", "{\"total\":\"much\"}", "\"text\""})
        void refusedIfItIsNoOrder(String json) {
            Codec<Order> codec = codecs.codec("application/json", Order.class);
            assertThatThrownBy(() -> codec.decode(json.getBytes(UTF_8), null))
                    .isInstanceOf(CodecException.class)
                    .hasMessageStartingWith("CARROT-0754 ")
                    .hasMessageContaining(Order.class.getTypeName());
        }

        @Test
        void refusedIfItIsNoUtf8() {
            Codec<String> codec = codecs.codec("application/json", String.class);
            assertThatThrownBy(() -> codec.decode(new byte[] {'"', (byte) 0xC3, '"'}, null))
                    .isInstanceOf(CodecException.class);
        }

        @Test
        void refusedIfTheBodysOwnCodeRefusesIt() {
            for (Class<?> type : List.of(Positive.class, Picky.class)) {
                Codec<?> codec = codecs.codec("application/json", type);
                assertThatThrownBy(() -> codec.decode("{\"value\":-1}".getBytes(UTF_8), null))
                        .as(type.getName())
                        .isInstanceOf(CodecException.class)
                        .hasMessageStartingWith("CARROT-0754 ");
            }
        }

        @Test
        void notForBytes() {
            assertThatThrownBy(() -> codecs.codec("application/json", byte[].class))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageStartingWith("CARROT-0155 ");
        }

        @Test
        void refusedIfTheBodyCannotBeWritten() {
            Codec<Broken> codec = codecs.codec("application/json", Broken.class);
            assertThatThrownBy(() -> codec.encode(new Broken()))
                    .isInstanceOf(CodecException.class)
                    .hasMessageStartingWith("CARROT-0652 ")
                    .hasMessageContaining(Broken.class.getName());
        }
    }

    /** A body that cannot be read. */
    public static class Broken {
        /** {@return nothing ever} */
        public String getValue() {
            throw new IllegalStateException("broken");
        }
    }
}
