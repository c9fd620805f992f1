package io.carrotmq.stomp.frame;

import java.util.Arrays;
import java.util.Objects;

/** The bytes that have come and were not read: the caller's own as long as possible, else a copy. */
final class Input {
    private static final byte[] NOTHING = {};
    /** A larger copy is given up when it is read. */
    private static final int LARGE = 1 << 16;

    /** Where they are. */
    byte[] bytes = NOTHING;
    /** Where the first one not read is. */
    int position;
    /** Where they end. */
    int end;

    private byte[] own = NOTHING;

    void add(byte[] chunk, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, chunk.length);
        if (position == end) {
            bytes = chunk;
            position = offset;
            end = offset + length;
        } else {
            keep(length);
            System.arraycopy(chunk, offset, own, end, length);
            end += length;
        }
    }

    int length() {
        return end - position;
    }

    /** Lets go of the caller's bytes. */
    void keep() {
        if (position == end) {
            clear();
        } else if (bytes != own || position > 0) {
            keep(0);
        }
    }

    private void keep(int more) {
        int length = length();
        int needed = Math.addExact(length, more);
        byte[] target = needed <= own.length ? own : new byte[Math.max(needed, Math.min(own.length, 1 << 29) * 2)];
        if (target != bytes || position > 0) {
            System.arraycopy(bytes, position, target, 0, length);
        }
        own = target;
        bytes = target;
        position = 0;
        end = length;
    }

    void clear() {
        bytes = NOTHING;
        position = 0;
        end = 0;
        if (own.length > LARGE) {
            own = NOTHING;
        }
    }

    /** Takes bytes out. */
    byte[] take(int length) {
        byte[] taken = Arrays.copyOfRange(bytes, position, position + length);
        position += length;
        return taken;
    }
}
