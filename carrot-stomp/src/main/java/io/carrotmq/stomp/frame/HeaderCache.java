package io.carrotmq.stomp.frame;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Names of headers that have come lately, and the last value of each. A peer's frames are alike: names, destination, content
 * type and the like are those of the frame before, and not made again. A value is kept when it comes the second time, so what
 * is in one frame only costs nothing.
 */
final class HeaderCache {
    private static final int SLOTS = 128;
    private static final int LONGEST_NAME = 64;
    private static final int LONGEST_VALUE = 256;

    private final byte[][] nameBytes = new byte[SLOTS][];
    private final String[] names = new String[SLOTS];
    private final byte[][] valueBytes = new byte[SLOTS][];
    private final String[] values = new String[SLOTS];

    /** Where a name belongs: those of {@link KnownNames} each in a place of its own. */
    static int slot(byte[] name, int from, int to) {
        return to - from + name[from] * 11 + name[to - 1] * 17 & SLOTS - 1;
    }

    /** The name that these bytes are in ASCII. */
    String name(int slot, byte[] bytes, int from, int to) {
        byte[] known = nameBytes[slot];
        if (known != null && Arrays.equals(known, 0, known.length, bytes, from, to)) {
            return names[slot];
        }
        String name = text(bytes, from, to);
        boolean fits = to - from <= LONGEST_NAME;
        nameBytes[slot] = fits ? Arrays.copyOfRange(bytes, from, to) : null;
        names[slot] = fits ? name : null;
        valueBytes[slot] = null;
        values[slot] = null;
        return name;
    }

    /** The value that these bytes are in ASCII, of the name that was found last there. */
    String value(int slot, byte[] bytes, int from, int to) {
        byte[] known = valueBytes[slot];
        if (known != null && Arrays.equals(known, 0, known.length, bytes, from, to)) {
            return values[slot];
        }
        String value = text(bytes, from, to);
        if (to - from <= LONGEST_VALUE) {
            valueBytes[slot] = value.equals(values[slot]) ? Arrays.copyOfRange(bytes, from, to) : null;
            values[slot] = value;
        }
        return value;
    }

    static String text(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    }
}
