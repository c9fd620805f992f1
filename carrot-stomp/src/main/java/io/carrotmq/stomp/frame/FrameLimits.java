package io.carrotmq.stomp.frame;

/**
 * How large a frame that comes in may be, so that a broken or hostile peer cannot take all memory.
 *
 * @param headers how many headers, 1 or more
 * @param lineLength how many bytes the command's line or a header's line may have, 16 or more
 * @param bodyLength how many bytes the body may have, 0 or more
 */
public record FrameLimits(int headers, int lineLength, int bodyLength) {
    /** 1,000 headers, lines of 128 KiB, bodies of 64 MiB. */
    public static final FrameLimits DEFAULT = new FrameLimits(1_000, 128 * 1024, 64 * 1024 * 1024);
}
