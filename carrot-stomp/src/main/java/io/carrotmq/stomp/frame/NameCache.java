package io.carrotmq.stomp.frame;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The names of headers that have come lately, so that the same few are not made again for each frame. */
final class NameCache {
    private static final int SLOTS = 128;
    private static final int LONGEST = 64;

    private final byte[][] encoded = new byte[SLOTS][];
    private final String[] names = new String[SLOTS];

    /**
     * Finds or makes a name.
     *
     * @param bytes ASCII
     * @param hash a hash of these bytes
     */
    String name(byte[] bytes, int from, int to, int hash) {
        int slot = (hash ^ hash >>> 7) & SLOTS - 1;
        byte[] candidate = encoded[slot];
        if (candidate != null && Arrays.equals(candidate, 0, candidate.length, bytes, from, to)) {
            return names[slot];
        }
        String name = new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
        if (to - from <= LONGEST) {
            encoded[slot] = Arrays.copyOfRange(bytes, from, to);
            names[slot] = name;
        }
        return name;
    }
}
