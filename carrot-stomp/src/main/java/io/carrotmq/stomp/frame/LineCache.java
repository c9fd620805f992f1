package io.carrotmq.stomp.frame;

import java.util.Arrays;

/**
 * Header lines that a buffer has had lately. A sender's frames are alike: destination, content type and the like are those of
 * the frame before, and copied instead of looked through again. A line is kept when it comes the second time, so what is in
 * one frame only costs nothing.
 */
final class LineCache {
    private static final int SLOTS = 32;
    private static final int LONGEST = 256;

    private final String[] names = new String[SLOTS];
    private final String[] values = new String[SLOTS];
    private final byte[][] lines = new byte[SLOTS][];
    private Escaping escaping;

    private static int slot(String name) {
        int hash = name.hashCode();
        return (hash ^ hash >>> 5) & SLOTS - 1;
    }

    /** The line of a header, or null if it is not there. */
    byte[] find(String name, String value, Escaping wanted) {
        int slot = slot(name);
        byte[] line = lines[slot];
        return line != null && wanted == escaping && value.equals(values[slot]) && name.equals(names[slot])
                ? line
                : null;
    }

    /** Told of a line that was not there. */
    void learn(String name, String value, Escaping used, byte[] bytes, int start, int end) {
        int slot = slot(name);
        if (used != escaping) {
            forget();
            escaping = used;
        }
        boolean again = value.equals(values[slot]) && name.equals(names[slot]);
        lines[slot] = again ? Arrays.copyOfRange(bytes, start, end) : null;
        boolean fits = end - start <= LONGEST;
        names[slot] = fits ? name : null;
        values[slot] = fits ? value : null;
    }

    private void forget() {
        Arrays.fill(names, null);
        Arrays.fill(values, null);
        Arrays.fill(lines, null);
    }
}
