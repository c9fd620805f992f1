package io.carrotmq.stomp.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.carrotmq.stomp.StompFrameException;
import io.carrotmq.stomp.frame.FrameBuffer;
import io.carrotmq.stomp.frame.FrameLimits;
import io.carrotmq.stomp.frame.StompFrame;
import io.carrotmq.stomp.frame.StompParser;
import io.carrotmq.stomp.frame.StompVersion;
import io.carrotmq.stomp.frame.StompWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** What an application can put into a frame: it is read as it was meant, or not written. */
class WriterFuzzTest {
    private static final String[] COMMANDS = {
        "SEND", "MESSAGE", "CONNECT", "CONNECTED", "STOMP", "SUBSCRIBE", "NACK", "?"
    };

    @FuzzTest
    void write(byte[] content) {
        StompFrame frame = frame(content);
        for (StompVersion version : StompVersion.values()) {
            FrameBuffer buffer = new FrameBuffer(0);
            byte[] bytes;
            try {
                bytes = StompWriter.bytes(frame, version);
            } catch (StompFrameException e) {
                assertThat(e).hasMessageMatching("CARROT-042[789] [^\\n\\r\\00]*");
                continue;
            }
            StompParser parser = new StompParser(FrameLimits.DEFAULT);
            parser.version(version);
            for (int i = 0; i < 3; i++) { // the third time its lines are known
                buffer.clear(Integer.MAX_VALUE);
                StompWriter.write(frame, version, buffer);
                assertThat(Arrays.copyOf(buffer.array(), buffer.length())).isEqualTo(bytes);
            }
            parser.add(bytes, 0, bytes.length);
            assertThat(parser.next()).isEqualTo(frame);
            assertThat(parser.next()).isNull();
        }
    }

    /** The first byte is the command, and what 0xFF ends a header's name, its value, ..., the last of all the body. */
    private static StompFrame frame(byte[] content) {
        if (content.length == 0) {
            return StompFrame.HEART_BEAT;
        }
        StompFrame.Builder frame = StompFrame.builder(COMMANDS[Math.floorMod(content[0], COMMANDS.length)]);
        String name = null;
        int start = 1;
        for (int i = 1; i < content.length; i++) {
            if (content[i] == -1) {
                String text = new String(content, start, i - start, StandardCharsets.UTF_8);
                start = i + 1;
                if (name == null) {
                    name = text;
                } else {
                    frame.header(name, text);
                    name = null;
                }
            }
        }
        byte[] body = Arrays.copyOfRange(content, start, content.length);
        return name == null
                ? frame.body(body).build()
                : frame.header("content-length", Integer.toString(body.length))
                        .body(body)
                        .build();
    }
}
