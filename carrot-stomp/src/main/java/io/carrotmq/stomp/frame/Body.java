package io.carrotmq.stomp.frame;

import java.util.Arrays;

/** A body whose length is known and that comes in pieces. Memory is taken as bytes come, not as they are announced. */
final class Body {
    private static final int LEAST = 1 << 13;

    private final int announced;
    private byte[] bytes;
    private int length;

    Body(int announced) {
        this.announced = announced;
        bytes = new byte[Math.min(announced, LEAST)];
    }

    /** Takes what the input has of it. */
    void take(Input input) {
        int count = Math.min(input.length(), announced - length);
        int needed = length + count;
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, (int) Math.min(announced, Math.max(needed, bytes.length * 2L)));
        }
        System.arraycopy(input.bytes, input.position, bytes, length, count);
        input.position += count;
        length = needed;
    }

    /** All of it, or null if some is missing. */
    byte[] complete() {
        return length == announced ? bytes : null;
    }
}
