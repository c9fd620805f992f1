package io.carrotmq.stomp;

/** An address, an option or a bound is not what it can be; nothing was begun. */
public final class StompConfigurationException extends StompException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes an exception.
     *
     * @param code the error's number
     * @param text what is wrong, the value and the limit, and what to do
     * @param cause what led to it, or null
     */
    public StompConfigurationException(String code, String text, Throwable cause) {
        super(code, text, cause);
    }
}
