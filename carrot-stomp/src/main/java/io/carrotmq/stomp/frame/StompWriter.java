package io.carrotmq.stomp.frame;

/** Turns frames into bytes. Headers are written in their order; nothing is added. */
public final class StompWriter {
    private StompWriter() {}

    /**
     * Writes a frame.
     *
     * @param frame the frame
     * @param version how names and values are escaped and encoded, and which frames may have a body
     * @return its bytes
     * @throws io.carrotmq.stomp.StompFrameException if the version has no way to write it
     */
    public static byte[] bytes(StompFrame frame, StompVersion version) {
        throw new UnsupportedOperationException("not yet");
    }
}
