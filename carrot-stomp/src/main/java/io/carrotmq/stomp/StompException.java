package io.carrotmq.stomp;

/**
 * The root of everything this library throws by itself. Unchecked. The message starts with the error's number, says what
 * failed with the value and the limit, and what to do about it.
 */
public abstract class StompException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The error's number. */
    private final String code;

    /**
     * Makes an exception.
     *
     * @param code the error's number, such as {@code CARROT-0420}
     * @param text what failed and what to do
     * @param cause what led to it, or null
     */
    protected StompException(String code, String text, Throwable cause) {
        super(code + " " + text, cause);
        this.code = code;
    }

    /** {@return the error's number, such as {@code CARROT-0420}} */
    public String code() {
        return code;
    }
}
