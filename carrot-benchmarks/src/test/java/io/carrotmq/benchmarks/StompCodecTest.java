package io.carrotmq.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.carrotmq.stomp.frame.FrameBuffer;
import io.carrotmq.stomp.frame.FrameLimits;
import io.carrotmq.stomp.frame.StompFrame;
import io.carrotmq.stomp.frame.StompParser;
import io.carrotmq.stomp.frame.StompVersion;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.activemq.util.ByteSequence;
import org.junit.jupiter.api.Test;

/** All libraries do the same work. */
class StompCodecTest {
    private final byte[] body = new byte[StompCodecBenchmark.BODY];

    StompCodecTest() {
        for (int i = 0; i < body.length; i++) {
            body[i] = (byte) i;
        }
    }

    @Test
    void allReadTheSame() throws Exception {
        byte[] frame = StompCodecBenchmark.message(1, body);
        for (StompCodec codec : StompCodec.all()) {
            for (int turn = 0; turn < 2; turn++) {
                List<Object> seen = new ArrayList<>();
                codec.read(frame, seen::add);
                assertThat(seen)
                        .as(codec.name())
                        .containsExactly(
                                "/queue/orders.incoming", "T_orders-1@@session-4fJ2hzm0Q8TqXkXyW9sZ8g@@1001", body);
            }
        }
    }

    @Test
    void allWriteTheSame() throws Exception {
        Map<String, String> headers = StompCodecBenchmark.headers(1);
        for (StompCodec codec : StompCodec.all()) {
            StompCodec.Writing writing = codec.writing(headers, body);
            for (int turn = 0; turn < 3; turn++) {
                StompParser parser = new StompParser(FrameLimits.DEFAULT);
                parser.version(StompVersion.V1_2);
                byte[] bytes = bytes(writing.write());
                parser.add(bytes, 0, bytes.length);
                StompFrame written = parser.next();
                assertThat(written.command()).isEqualTo("SEND");
                assertThat(written.headerMap()).as(codec.name()).containsAllEntriesOf(headers);
                assertThat(written.headers()).as(codec.name()).hasSize(headers.size());
                assertThat(written.body()).isEqualTo(body);
            }
        }
    }

    private static byte[] bytes(Object written) {
        if (written instanceof FrameBuffer buffer) {
            return Arrays.copyOf(buffer.array(), buffer.length());
        }
        if (written instanceof Buffer buffer) {
            return buffer.getBytes();
        }
        return written instanceof ByteSequence sequence
                ? Arrays.copyOfRange(sequence.data, sequence.offset, sequence.offset + sequence.length)
                : (byte[]) written;
    }
}
