package io.carrotmq.stomp.frame;

/**
 * Turns bytes into frames, as they come: it goes on wherever the last bytes ended, and looks at each byte once. For one
 * thread.
 *
 * <p>After an error it has dropped what it had of the broken frame and everything behind it; frames that were complete
 * before stay to be taken, and it goes on with the next bytes as with the first.
 */
public final class StompParser {
    private final FrameLimits limits;

    /**
     * Makes a parser, which begins in version 1.0.
     *
     * @param limits what frames may have
     */
    public StompParser(FrameLimits limits) {
        this.limits = limits;
    }

    /**
     * Sets the version for the bytes that come from now on; {@code CONNECTED} is read the same in all.
     *
     * @param version the version both sides have agreed on
     */
    public void version(StompVersion version) {
        throw new UnsupportedOperationException("not yet " + limits);
    }

    /** {@return the version it reads in} */
    public StompVersion version() {
        throw new UnsupportedOperationException("not yet");
    }

    /**
     * Takes bytes; it copies what it keeps.
     *
     * @param bytes where they are
     * @param offset where they begin
     * @param length how many there are
     * @throws io.carrotmq.stomp.StompFrameException if they are no frame, or exceed a limit
     */
    public void add(byte[] bytes, int offset, int length) {
        throw new UnsupportedOperationException("not yet");
    }

    /**
     * Takes the next frame out.
     *
     * @return the frame, {@link StompFrame#HEART_BEAT} for an end of line between frames (in 1.0, which has no heart-beats,
     *     those are skipped), or null if none is complete
     */
    public StompFrame next() {
        throw new UnsupportedOperationException("not yet");
    }

    /** Drops everything and begins anew, in version 1.0. */
    public void reset() {
        throw new UnsupportedOperationException("not yet");
    }
}
