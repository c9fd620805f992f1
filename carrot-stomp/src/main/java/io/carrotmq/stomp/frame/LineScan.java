package io.carrotmq.stomp.frame;

/** Looks for the end of a line, across as many reads as it takes, and for what in it needs decoding. */
final class LineScan {
    private static final long LINE_FEEDS = Words.of('\n');
    private static final long BACKSLASHES = Words.of('\\');

    private int seen;
    private long special;

    /**
     * Goes on where it ended before.
     *
     * @param start where the line begins
     * @param end where the bytes end
     * @return where the line feed is, or a NUL that comes before; -1 if there is none yet
     */
    int find(byte[] bytes, int start, int end) {
        int i = start + seen;
        for (; i <= end - Words.SIZE; i += Words.SIZE) {
            long word = Words.at(bytes, i);
            long stop = Words.zeros(word ^ LINE_FEEDS) | Words.zeros(word);
            long odd = Words.zeros(word ^ BACKSLASHES) | word & Words.HIGH_BITS;
            if (stop != 0) {
                special |= odd & ((stop & -stop) - 1);
                return i + Words.bytesBelow(stop);
            }
            special |= odd;
        }
        for (; i < end; i++) {
            byte character = bytes[i];
            if (character == '\n' || character == 0) {
                return i;
            }
            if (character == '\\' || character < 0) {
                special = 1;
            }
        }
        seen = end - start;
        return -1;
    }

    /** Whether what was found is ASCII without any backslash. */
    boolean isPlain() {
        return special == 0;
    }

    /** Begins with the next line. */
    void restart() {
        seen = 0;
        special = 0;
    }
}
