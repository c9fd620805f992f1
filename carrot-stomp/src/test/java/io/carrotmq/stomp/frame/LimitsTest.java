package io.carrotmq.stomp.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.carrotmq.stomp.StompFrameException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** No peer takes more memory than the limits say, nor what it only announces. */
class LimitsTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final FrameLimits SMALL = new FrameLimits(3, 20, 10);

    private static long allocated(Runnable task) {
        long thread = Thread.currentThread().getId();
        long before = THREADS.getThreadAllocatedBytes(thread);
        task.run();
        return THREADS.getThreadAllocatedBytes(thread) - before;
    }

    private static void read(FrameLimits limits, String bytes, int chunk) {
        StompParser parser = new StompParser(limits);
        parser.version(StompVersion.V1_2);
        byte[] all = Bytes.of(bytes);
        for (int i = 0; i < all.length; i += chunk) {
            parser.add(all, i, Math.min(chunk, all.length - i));
            Bytes.take(parser);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "MESSAGE\na:1\na:2\na:3\n\n\0",
                "MESSAGE\na:345678901234567890\n\n\0",
                "MESSAGE\na:34567890123456789\r\n\n\0",
                "MESSAGE\n\n0123456789\0",
                "MESSAGE\ncontent-length:10\n\n0123456789\0"
            })
    void allThatIsPossible(String bytes) {
        read(SMALL, bytes, 1);
        read(SMALL, bytes, 1_000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "MESSAGE\na:1\na:2\na:3\na:4\n\n\0",
                "MESSAGE\na:3456789012345678901\n\n\0",
                "MESSAGE\na:345678901234567890\r\n\n\0",
                "MESSAGE\na:3456789012345678901",
                "MESSAGEMESSAGEMESSAGE",
                "MESSAGE\n\n01234567890\0",
                "MESSAGE\n\n01234567890",
                "MESSAGE\ncontent-length:11\n"
            })
    void oneMore(String bytes) {
        for (int chunk : new int[] {1, 1_000}) {
            assertThatThrownBy(() -> read(SMALL, bytes, chunk))
                    .isInstanceOf(StompFrameException.class)
                    .hasMessageStartingWith("CARROT-0424 ");
        }
    }

    @ParameterizedTest
    @CsvSource({"0,16,0", "1,15,0", "1,16,-1"})
    void limitsThatFramesNeed(int headers, int line, int body) {
        assertThatThrownBy(() -> new FrameLimits(headers, line, body))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("CARROT-0426 ");
    }

    @Test
    void whatIsAnnouncedIsNotAllocated() {
        StompParser parser = new StompParser(new FrameLimits(10, 100, Integer.MAX_VALUE));
        Bytes.add(parser, "MESSAGE\ncontent-length:2147483647\n\n");
        Bytes.take(parser); // loads classes

        byte[] body = new byte[100_000];
        long allocated = allocated(() -> {
            parser.reset();
            Bytes.add(parser, "MESSAGE\ncontent-length:2147483647\n\n");
            assertThat(Bytes.take(parser)).isEmpty();
            parser.add(body, 0, body.length);
            assertThat(Bytes.take(parser)).isEmpty();
        });

        assertThat(allocated).isLessThan(1_000_000);
    }

    @Test
    void aBodyTooLongIsRefusedBeforeItComes() {
        StompParser parser = new StompParser(FrameLimits.DEFAULT);
        long allocated = allocated(() -> {
            Bytes.add(parser, "MESSAGE\ncontent-length:67108865\n\n");
            assertThatThrownBy(parser::next).hasMessageStartingWith("CARROT-0424 ");
        });
        assertThat(allocated).isLessThan(1_000_000);
    }

    /** Each byte is looked at once, and copied a bounded number of times, however small the pieces are. */
    @Test
    void slowPeersCostNoMoreThanTheirBytes() {
        FrameLimits limits = new FrameLimits(10, 100, 1 << 22);
        byte[] piece = new byte[16];
        Arrays.fill(piece, (byte) 'x');
        for (String head : new String[] {"MESSAGE\n\n", "MESSAGE\ncontent-length:4194304\n\n"}) {
            StompParser parser = new StompParser(limits);
            Bytes.add(parser, head);
            assertThat(parser.next()).isNull();
            long allocated = allocated(() -> {
                for (int i = 0; i < (1 << 22) / piece.length; i++) {
                    parser.add(piece, 0, piece.length);
                    if (parser.next() != null) {
                        throw new AssertionError("complete");
                    }
                }
            });
            assertThat(allocated).isLessThan(5L << 22);
            parser.add(new byte[1], 0, 1);
            byte[] expected = new byte[1 << 22];
            Arrays.fill(expected, (byte) 'x');
            assertThat(Arrays.equals(parser.next().body(), expected)).isTrue();
        }
    }

    @Test
    void heartBeatsAllocateNothing() {
        StompParser parser = Bytes.parser(StompVersion.V1_2);
        byte[] beats = {'\n', '\r', '\n', '\n'};
        Runnable beating = () -> {
            for (int i = 0; i < 10_000; i++) {
                parser.add(beats, 0, 4);
                while (parser.next() != null) {
                    // as a reader does
                }
            }
        };
        allocated(beating);
        assertThat(allocated(beating)).isLessThan(10_000);
    }
}
