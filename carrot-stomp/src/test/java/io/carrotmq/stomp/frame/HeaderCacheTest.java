package io.carrotmq.stomp.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is remembered of frames before changes nothing but the cost. */
class HeaderCacheTest {
    private static StompFrame read(StompParser parser, StompFrame frame) {
        byte[] bytes = StompWriter.bytes(frame, StompVersion.V1_2);
        parser.add(bytes, 0, bytes.length);
        return parser.next();
    }

    @Test
    void namesOfOnePlaceAndValuesThatChange() {
        StompParser parser = Bytes.parser(StompVersion.V1_2);
        FrameBuffer buffer = new FrameBuffer(64);
        List<StompFrame> frames = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            frames.add(StompFrame.builder("MESSAGE")
                    .header("destination", "/queue/" + i / 10)
                    .header("d" + i % 2 + "n", "a") // all of one place
                    .header("d" + i / 20 + "n", "b")
                    .header("d2n", "a" + i % 3)
                    .header("message-id", Integer.toString(i))
                    .header("long", "x".repeat(300))
                    .header("x".repeat(100), "y")
                    .build());
        }
        for (StompFrame frame : frames) {
            assertThat(read(parser, frame)).isEqualTo(frame);
            buffer.clear(Integer.MAX_VALUE);
            StompWriter.write(frame, StompVersion.V1_2, buffer);
            assertThat(Arrays.copyOf(buffer.array(), buffer.length()))
                    .isEqualTo(StompWriter.bytes(frame, StompVersion.V1_2));
        }
    }

    @Test
    void whatComesAgainIsTheSameString() {
        StompParser parser = Bytes.parser(StompVersion.V1_2);
        StompFrame frame = StompFrame.builder("MESSAGE")
                .header("destination", "/queue/a")
                .header("content-type", "text/plain")
                .build();
        read(parser, frame);
        StompFrame second = read(parser, frame);
        StompFrame third = read(parser, frame);
        assertThat(third.header("destination")).isSameAs(second.header("destination"));
        assertThat(third.headers().get(1).name())
                .isSameAs(second.headers().get(1).name());
    }

    @Test
    void passwordsAreNotRemembered() {
        StompParser parser = Bytes.parser(StompVersion.V1_2);
        StompFrame frame =
                StompFrame.builder("CONNECT").header("passcode", "secret").build();
        read(parser, frame);
        String second = read(parser, frame).header("passcode");
        assertThat(read(parser, frame).header("passcode")).isEqualTo("secret").isNotSameAs(second);
    }
}
