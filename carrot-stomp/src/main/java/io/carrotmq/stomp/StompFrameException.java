package io.carrotmq.stomp;

/** Bytes are no STOMP frame, a frame exceeds a limit, or a frame cannot be written in a version. */
public final class StompFrameException extends StompException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes an exception.
     *
     * @param code the error's number
     * @param text what is wrong and what to do
     */
    public StompFrameException(String code, String text) {
        super(code, text, null);
    }
}
