package io.carrotmq.stomp.frame;

/**
 * How large a frame that comes in may be, so that a broken or hostile peer cannot take all memory.
 *
 * @param headers how many headers, repeated ones included, 1 or more
 * @param lineLength how many bytes the command's line or a header's line may have before its end, escapes included, 16 or more
 * @param bodyLength how many bytes the body may have, 0 or more
 */
public record FrameLimits(int headers, int lineLength, int bodyLength) {
    /** 1,000 headers, lines of 128 KiB, bodies of 64 MiB. */
    public static final FrameLimits DEFAULT = new FrameLimits(1_000, 128 * 1024, 64 * 1024 * 1024);

    /**
     * Checks the limits.
     *
     * @throws IllegalArgumentException if one is less than it may be
     */
    public FrameLimits {
        check("headers", headers, 1);
        check("lineLength", lineLength, 16);
        check("bodyLength", bodyLength, 0);
    }

    private static void check(String name, int value, int least) {
        if (value < least) {
            throw Messages.badLimit(name, value, least);
        }
    }
}
