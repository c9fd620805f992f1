package io.carrotmq;

/** A body cannot be encoded or decoded. */
public class CodecException extends CarrotException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes an exception.
     *
     * @param code the error's number
     * @param text what failed and what to do
     * @param cause what led to it, or null
     */
    public CodecException(String code, String text, Throwable cause) {
        super(code, text, cause);
    }
}
