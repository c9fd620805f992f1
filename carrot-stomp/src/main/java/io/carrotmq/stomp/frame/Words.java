package io.carrotmq.stomp.frame;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Bytes looked at eight at a time. */
final class Words {
    static final int SIZE = Long.BYTES;
    /** The bit of each byte that ASCII does not use. */
    static final long HIGH_BITS = 0x8080808080808080L;

    private static final long ONES = 0x0101010101010101L;
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private Words() {}

    /** The word at an index, whose lowest byte is the one at that index. */
    static long at(byte[] bytes, int index) {
        return (long) LONGS.get(bytes, index);
    }

    /** A word of the same byte all over. */
    static long of(char ascii) {
        return ONES * ascii;
    }

    /** The high bit of each byte that is zero; of those above the lowest such byte, perhaps of others as well. */
    static long zeros(long word) {
        return (word - ONES) & ~word & HIGH_BITS;
    }

    /** How many bytes are below the lowest bit that is set. */
    static int bytesBelow(long bits) {
        return Long.numberOfTrailingZeros(bits) >>> 3;
    }

    /** Where an ASCII character is first, or -1. */
    static int indexOf(char ascii, byte[] bytes, int from, int to) {
        long pattern = of(ascii);
        int i = from;
        for (; i <= to - SIZE; i += SIZE) {
            long zeros = zeros(at(bytes, i) ^ pattern);
            if (zeros != 0) {
                return i + bytesBelow(zeros);
            }
        }
        for (; i < to; i++) {
            if (bytes[i] == ascii) {
                return i;
            }
        }
        return -1;
    }
}
