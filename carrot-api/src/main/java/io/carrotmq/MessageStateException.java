package io.carrotmq;

/** A delivery was settled that had been settled before. The broker was not asked. */
public class MessageStateException extends CarrotException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes an exception.
     *
     * @param code the error's number
     * @param text what failed and what to do
     * @param cause what led to it, or null
     */
    public MessageStateException(String code, String text, Throwable cause) {
        super(code, text, cause);
    }
}
