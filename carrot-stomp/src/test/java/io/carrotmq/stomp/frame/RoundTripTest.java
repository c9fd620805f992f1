package io.carrotmq.stomp.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is written is what is read, for any frame, however it is cut. */
class RoundTripTest {
    private static final int FRAMES = 3_000;

    @ParameterizedTest
    @EnumSource
    void t05_anyFrameComesBack(StompVersion version) {
        RandomFrames frames = new RandomFrames(version, new Random(11));
        for (int i = 0; i < FRAMES; i++) {
            StompFrame frame = frames.next();
            byte[] bytes = StompWriter.bytes(frame, version);
            StompParser parser = Bytes.parser(version);
            parser.add(bytes, 0, bytes.length);

            assertThat(Bytes.take(parser)).containsExactly(frame);
            assertThat(StompWriter.bytes(frame, version)).isEqualTo(bytes);
        }
    }

    @ParameterizedTest
    @EnumSource
    void t05_anyStreamComesBackHoweverItIsCut(StompVersion version) {
        Random random = new Random(12);
        RandomFrames frames = new RandomFrames(version, random);
        List<StompFrame> sent = new ArrayList<>();
        FrameBuffer buffer = new FrameBuffer(0);
        for (int i = 0; i < FRAMES; i++) {
            StompFrame frame =
                    random.nextInt(10) == 0 && version != StompVersion.V1_0 ? StompFrame.HEART_BEAT : frames.next();
            sent.add(frame);
            StompWriter.write(frame, version, buffer);
        }

        StompParser parser = Bytes.parser(version);
        List<StompFrame> received = new ArrayList<>();
        for (int at = 0; at < buffer.length(); ) {
            int length = Math.min(1 + random.nextInt(1 << random.nextInt(14)), buffer.length() - at);
            byte[] chunk = new byte[length];
            System.arraycopy(buffer.array(), at, chunk, 0, length);
            parser.add(chunk, 0, length);
            received.addAll(Bytes.take(parser));
            Arrays.fill(chunk, (byte) '?'); // it is the caller's again
            at += length;
        }

        assertThat(received).isEqualTo(sent);
    }
}
