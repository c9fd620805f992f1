package io.carrotmq.stomp;

/** A connection could not be made, was lost, or is closed; what was not receipted on it may or may not have happened. */
public class StompConnectionException extends StompException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes an exception.
     *
     * @param code the error's number
     * @param text what failed and what to do
     * @param cause what led to it, or null
     */
    public StompConnectionException(String code, String text, Throwable cause) {
        super(code, text, cause);
    }
}
