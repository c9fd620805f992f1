package io.carrotmq.stomp.frame;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Bytes written as texts, and frames read from them. */
final class Bytes {
    private Bytes() {}

    /** UTF-8. */
    static byte[] of(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    static StompParser parser(StompVersion version) {
        StompParser parser = new StompParser(FrameLimits.DEFAULT);
        parser.version(version);
        return parser;
    }

    static void add(StompParser parser, String text) {
        byte[] bytes = of(text);
        parser.add(bytes, 0, bytes.length);
    }

    /** Every frame that is complete. */
    static List<StompFrame> take(StompParser parser) {
        List<StompFrame> frames = new ArrayList<>();
        for (StompFrame frame = parser.next(); frame != null; frame = parser.next()) {
            frames.add(frame);
        }
        return frames;
    }

    static List<StompFrame> frames(StompVersion version, String text) {
        StompParser parser = parser(version);
        add(parser, text);
        return take(parser);
    }
}
