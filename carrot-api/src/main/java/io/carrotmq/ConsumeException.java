package io.carrotmq;

/** Consuming cannot start or cannot go on: no such queue, cancelled by the broker, connection lost. */
public class ConsumeException extends CarrotException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes an exception.
     *
     * @param code the error's number
     * @param text what failed and what to do
     * @param cause what led to it, or null
     */
    public ConsumeException(String code, String text, Throwable cause) {
        super(code, text, cause);
    }
}
