package io.carrotmq.stomp.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.sun.management.ThreadMXBean;
import io.carrotmq.stomp.StompFrameException;
import io.carrotmq.stomp.frame.FrameLimits;
import io.carrotmq.stomp.frame.StompFrame;
import io.carrotmq.stomp.frame.StompHeader;
import io.carrotmq.stomp.frame.StompParser;
import io.carrotmq.stomp.frame.StompVersion;
import io.carrotmq.stomp.frame.StompWriter;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntSupplier;
import java.util.regex.Pattern;

/** What a peer can send: any bytes, in any pieces. */
class ParserFuzzTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    /** Generous: a machine may be busy. What looks at bytes again and again takes minutes. */
    private static final long MAX_NANOS = 10_000_000_000L;

    private static final long MAX_ALLOCATED = 1L << 20;
    private static final long MAX_ALLOCATED_PER_BYTE = 1L << 9;

    private static final Pattern MESSAGE = Pattern.compile("CARROT-042\\d [^\\n\\r\\00]*");
    private static final FrameLimits LIMITS = new FrameLimits(16, 128, 1024);

    @FuzzTest
    void parse(byte[] content) {
        for (StompVersion version : StompVersion.values()) {
            List<Object> whole = read(version, content, () -> Integer.MAX_VALUE);
            Random random = new Random(Arrays.hashCode(content));
            assertThat(read(version, content, () -> 1)).isEqualTo(whole);
            assertThat(read(version, content, () -> 1 + random.nextInt(40))).isEqualTo(whole);
            for (Object read : whole) {
                if (read instanceof StompFrame frame) {
                    assertThat(isWithinLimits(frame)).as("within limits").isTrue();
                    isTheSameWhenWritten(frame, version);
                }
            }
            if (!isWithinBounds(version, content)) { // the first time it may have loaded classes, and instrumented them
                assertThat(isWithinBounds(version, content))
                        .as("within bounds of time and memory")
                        .isTrue();
            }
        }
    }

    /** The frames up to an error, and the error. */
    private static List<Object> read(StompVersion version, byte[] content, IntSupplier lengths) {
        StompParser parser = new StompParser(LIMITS);
        parser.version(version);
        List<Object> read = new ArrayList<>();
        try {
            for (int at = 0; at < content.length; ) {
                int length = Math.min(content.length - at, lengths.getAsInt());
                parser.add(content, at, length);
                for (StompFrame frame = parser.next(); frame != null; frame = parser.next()) {
                    read.add(frame);
                }
                at += length;
            }
        } catch (StompFrameException e) {
            assertThat(e.getMessage()).matches(MESSAGE);
            read.add("refused");
        }
        return read;
    }

    private static boolean isWithinLimits(StompFrame frame) {
        int headers = 0;
        for (StompHeader header : frame.headers()) {
            headers++;
            if (header.name().isEmpty()
                    || header.name().length() + header.value().length() >= LIMITS.lineLength()) {
                return false;
            }
        }
        return headers <= LIMITS.headers() && frame.body().length <= LIMITS.bodyLength();
    }

    private static void isTheSameWhenWritten(StompFrame frame, StompVersion version) {
        byte[] bytes;
        try {
            bytes = StompWriter.bytes(frame, version);
        } catch (StompFrameException e) {
            return; // not everything that can be understood can be written
        }
        StompParser parser = new StompParser(FrameLimits.DEFAULT);
        parser.version(version);
        parser.add(bytes, 0, bytes.length);
        assertThat(parser.next()).isEqualTo(frame);
        assertThat(parser.next()).isNull();
    }

    private static boolean isWithinBounds(StompVersion version, byte[] content) {
        long thread = Thread.currentThread().getId();
        long allocated = THREADS.getThreadAllocatedBytes(thread);
        long start = System.nanoTime();
        read(version, content, () -> 1);
        return System.nanoTime() - start < MAX_NANOS
                && THREADS.getThreadAllocatedBytes(thread) - allocated
                        < MAX_ALLOCATED + MAX_ALLOCATED_PER_BYTE * content.length;
    }
}
