package io.carrotmq.codecs;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.carrotmq.CodecException;
import io.carrotmq.codec.GenericType;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies of which a few bytes ask for many: read as they ask, each would fill the memory or take hours. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class GrowingBodiesTest {
    private static final Type TEXTS = new GenericType<List<String>>() {}.type();
    private static final Type BLOBS = new GenericType<List<byte[]>>() {}.type();
    private static final Type INTEGERS = new GenericType<List<BigInteger>>() {}.type();
    private static final int MIB = 1 << 20;
    private static final String LONG = "A".repeat(MIB);

    private static void assertRefused(String mediaType, Type type, byte[] content, String number) {
        assertThat(catchThrowableOfType(CodecException.class, () -> Bodies.decode(mediaType, type, content)))
                .isNotNull()
                .hasMessageStartingWith(number + " ");
    }

    private static String littleEndian(int value) {
        byte[] bytes = ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(value)
                .array();
        return new String(bytes, ISO_8859_1);
    }

    static Stream<Arguments> sharedTexts() {
        String yaml = LONG + "\n" + "- *a\n".repeat(10_000);
        String pickle = littleEndian(MIB) + LONG + "q\1" + "h\1".repeat(10_000) + "e.";
        return Stream.of(
                Arguments.of(Bodies.YAML, BLOBS, "- &a " + yaml),
                Arguments.of(Bodies.YAML, TEXTS, "- &a !!binary " + yaml),
                Arguments.of(Bodies.PICKLE, BLOBS, "](X" + pickle),
                Arguments.of(Bodies.PICKLE, TEXTS, "](B" + pickle));
    }

    @ParameterizedTest
    @MethodSource("sharedTexts")
    void whatIsSharedAndConvertedAtEachPlace(String mediaType, Type type, String content) {
        assertRefused(mediaType, type, content.getBytes(ISO_8859_1), "CARROT-0792");
    }

    @Test
    void sharedTextsOfUsualLengthAreRead() {
        String yaml = "- &a " + "A".repeat(100) + "\n" + "- *a\n".repeat(999);
        assertThat(Bodies.<List<String>>decode(Bodies.YAML, TEXTS, yaml.getBytes(UTF_8)))
                .hasSize(1_000);
    }

    @ParameterizedTest
    @ValueSource(ints = {0x7a, 0x5a})
    void referencesOfCbor(int head) {
        for (byte[] namespace : List.of(Bodies.hex("d90100"), Bodies.hex("da00000100"))) {
            ByteArrayOutputStream cbor = new ByteArrayOutputStream();
            cbor.writeBytes(namespace);
            cbor.write(0x9f);
            cbor.write(head);
            cbor.writeBytes(ByteBuffer.allocate(4).putInt(MIB).array());
            cbor.writeBytes(LONG.getBytes(UTF_8));
            cbor.writeBytes(Bodies.hex("d81900".repeat(10_000) + "ff"));
            assertRefused(Bodies.CBOR, head == 0x7a ? BLOBS : TEXTS, cbor.toByteArray(), "CARROT-0793");
        }
    }

    @Test
    void bytesThatLookLikeReferencesOfCborAreRead() {
        assertThat(Bodies.<List<byte[]>>decode(Bodies.CBOR, BLOBS, Bodies.hex("8143d90100")))
                .containsExactly(Bodies.hex("d90100"));
    }

    @Test
    void pickledTextsThatAreMadeBytesAgainAndAgain() {
        String text = "](c_codecs\nencode\nq\1(X" + littleEndian(MIB) + LONG + "X\6\0\0\0latin1tq\2";
        assertRefused(
                Bodies.PICKLE,
                Object.class,
                (text + "h\1h\2R".repeat(100_000) + "e.").getBytes(ISO_8859_1),
                "CARROT-0792");
    }

    @Test
    void keysOfManyDigits() {
        String digits = "9".repeat(900);
        String pickle = "](L" + digits + "L\nq\1" + "}h\1Ns".repeat(300_000) + "e.";
        assertRefused(Bodies.PICKLE, Object.class, pickle.getBytes(ISO_8859_1), "CARROT-0793");
        String yaml = "- &a " + digits + "\n- [" + "{*a : 1},".repeat(300_000) + "]";
        assertRefused(Bodies.YAML, Object.class, yaml.getBytes(ISO_8859_1), "CARROT-0793");
    }

    @Test
    void integersWithLargeExponents() {
        String json = "[" + "1e99999,".repeat(500_000) + "1]";
        assertRefused(Bodies.JSON, INTEGERS, json.getBytes(UTF_8), "CARROT-0790");
        byte[] cbor = Bodies.hex("9f" + "c4821a0001869f01".repeat(100_000) + "ff");
        assertRefused(Bodies.CBOR, INTEGERS, cbor, "CARROT-0790");
    }

    @ParameterizedTest
    @ValueSource(strings = {Bodies.MSGPACK, Bodies.CBOR, Bodies.YAML, Bodies.JSON})
    void keysThatAreLongNumbers(String mediaType) {
        for (Type type : List.of(
                new GenericType<Map<BigInteger, String>>() {}.type(),
                new GenericType<Map<BigDecimal, String>>() {}.type())) {
            byte[] body = Bodies.encode(mediaType, Object.class, Map.of("9".repeat(4 * MIB), "a"));
            assertRefused(mediaType, type, body, "CARROT-0790");
            byte[] usual = Bodies.encode(mediaType, Object.class, Map.of("9".repeat(30), "a"));
            assertThat(Bodies.<Map<?, ?>>decode(mediaType, type, usual)).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"- ", "- \"", "- |\n  ", "- &"})
    void longTextsOfYamlTakeTimeInProportion(String before) {
        String after = before.endsWith("\"") ? "\"" : before.endsWith("&") ? " a" : "";
        byte[] yaml = (before + "A".repeat(7 * MIB) + after).getBytes(UTF_8);
        long allocated = allocatedBy(() -> Bodies.<List<String>>decode(Bodies.YAML, TEXTS, yaml));
        assertThat(allocated).isLessThan(100L * yaml.length);
    }

    private static long allocatedBy(Runnable task) {
        com.sun.management.ThreadMXBean threads =
                (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
        long thread = Thread.currentThread().getId();
        long before = threads.getThreadAllocatedBytes(thread);
        task.run();
        return threads.getThreadAllocatedBytes(thread) - before;
    }

    @Test
    void namesOfCharacterSetsFitOneLine() {
        Throwable refusal = catchThrowableOfType(
                CodecException.class,
                () -> Bodies.codecs()
                        .codec(Bodies.JSON, Object.class)
                        .decode("1".getBytes(UTF_8), "x\nCARROT-0001 forged" + "y".repeat(10_000)));
        assertThat(refusal).hasMessageStartingWith("CARROT-0756 ").hasMessageNotContaining("\n");
        assertThat(refusal.getMessage()).hasSizeLessThan(300);
    }
}
