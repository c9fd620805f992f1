package io.carrotmq.stomp.frame;

import static org.assertj.core.api.Assertions.assertThat;

import io.carrotmq.stomp.StompFrameException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads end anywhere, and nothing depends on where (T-05). */
class FragmentationTest {
    private static final String STREAM = "\r\n\nCONNECTED\r\nversion:1.2\r\n\r\n\0\n"
            + "MESSAGE\na\\cb:c\\n\\\\\\r\nž:🥕 long enough for a whole word\ncontent-length:4\n\nx\0y\r\0\r\n"
            + "MESSAGE\r\ndestination:/queue/a\r\n\r\nbody without a length\0RECEIPT\nreceipt-id:1\n\n\0"
            + "ERROR\nmessage:no\ncontent-length:0\n\n\0\n";

    private static final int FRAMES = 10;

    /** What comes out of chunks; each is spoilt when the parser is through with it. */
    private static List<Object> read(byte[]... chunks) {
        StompParser parser = Bytes.parser(StompVersion.V1_2);
        List<Object> read = new ArrayList<>();
        for (byte[] chunk : chunks) {
            parser.add(chunk, 0, chunk.length);
            try {
                for (StompFrame frame = parser.next(); frame != null; frame = parser.next()) {
                    read.add(frame);
                }
            } catch (StompFrameException e) {
                read.add(e.code());
            }
            Arrays.fill(chunk, (byte) '?');
        }
        return read;
    }

    private static byte[][] singly(byte[] bytes) {
        byte[][] chunks = new byte[bytes.length][];
        Arrays.setAll(chunks, i -> new byte[] {bytes[i]});
        return chunks;
    }

    @Test
    void t05_byteByByte() {
        byte[] bytes = Bytes.of(STREAM);
        assertThat(read(singly(bytes))).isEqualTo(read(Bytes.of(STREAM))).hasSize(FRAMES);
    }

    @Test
    void t05_atEveryPointAndEveryTwo() {
        byte[] bytes = Bytes.of(STREAM);
        List<Object> whole = read(bytes.clone());
        for (int i = 0; i <= bytes.length; i++) {
            for (int j = i; j <= bytes.length; j++) {
                assertThat(read(
                                Arrays.copyOf(bytes, i),
                                Arrays.copyOfRange(bytes, i, j),
                                Arrays.copyOfRange(bytes, j, bytes.length)))
                        .isEqualTo(whole);
            }
        }
    }

    @Test
    void addedBeforeAnythingIsTaken() {
        StompParser parser = Bytes.parser(StompVersion.V1_2);
        for (byte[] chunk : singly(Bytes.of(STREAM))) {
            parser.add(chunk, 0, 1);
        }
        assertThat(Bytes.take(parser)).hasSize(FRAMES);
    }

    @Test
    void fromTheMiddleOfAnArray() {
        byte[] bytes = Bytes.of("??" + STREAM + "??");
        StompParser parser = Bytes.parser(StompVersion.V1_2);
        parser.add(bytes, 2, bytes.length - 4);
        assertThat(Bytes.take(parser)).hasSize(FRAMES);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\0",
                "MESSAGE\nname\0",
                "MESSAGE\nname:\\x\n\n\0",
                "HELLO\n\n\0",
                "MESSAGE\ncontent-length:1\n\nab\0",
                "RECEIPT\n\nb\0",
                "\rX\n"
            })
    void t05_errorsByteByByte(String broken) {
        byte[] bytes = Bytes.of("MESSAGE\n\nx\0" + broken);
        List<Object> whole = read(bytes.clone());
        assertThat(whole).hasSize(2);
        assertThat(read(singly(bytes))).startsWith(whole.toArray());
    }

    @Test
    void t05_largeBodiesInAnyPieces() {
        Random random = new Random(5);
        byte[] body = new byte[300_000];
        random.nextBytes(body);
        StompFrame counted = StompFrame.builder("MESSAGE")
                .header("content-length", Integer.toString(body.length))
                .body(body)
                .build();
        byte[] text = body.clone();
        for (int i = 0; i < text.length; i++) {
            text[i] |= 1;
        }
        StompFrame ended = StompFrame.builder("MESSAGE").body(text).build();
        FrameBuffer buffer = new FrameBuffer(16);
        StompWriter.write(counted, StompVersion.V1_2, buffer);
        StompWriter.write(ended, StompVersion.V1_2, buffer);
        byte[] bytes = Arrays.copyOf(buffer.array(), buffer.length());
        for (int longest : new int[] {10, 1_000, 65_536, 200_000}) {
            List<byte[]> chunks = new ArrayList<>();
            for (int at = 0; at < bytes.length; ) {
                int length = Math.min(1 + random.nextInt(longest), bytes.length - at);
                chunks.add(Arrays.copyOfRange(bytes, at, at + length));
                at += length;
            }
            assertThat(read(chunks.toArray(byte[][]::new))).isEqualTo(List.of(counted, ended));
        }
    }
}
