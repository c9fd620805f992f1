package io.carrotmq;

/**
 * The root of everything Carrot throws by itself. Unchecked.
 *
 * <p>The message starts with the error's number, says what failed with the value and the limit, and what to do about
 * it. The numbers are listed in the project's {@code docs/messages.md}.
 */
public abstract class CarrotException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The error's number. */
    private final String code;

    /**
     * Makes an exception.
     *
     * @param code the error's number, such as {@code CARROT-0601}
     * @param text what failed and what to do
     * @param cause what led to it, or null
     */
    protected CarrotException(String code, String text, Throwable cause) {
        super(code + " " + text, cause);
        this.code = code;
    }

    /** {@return the error's number, such as {@code CARROT-0601}} */
    public String code() {
        return code;
    }
}
