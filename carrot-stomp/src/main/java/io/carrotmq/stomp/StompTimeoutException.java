package io.carrotmq.stomp;

/** Something did not come in time: a connection, CONNECTED, a receipt, the end of the handlers, or a free place. */
public final class StompTimeoutException extends StompConnectionException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes an exception.
     *
     * @param code the error's number
     * @param text what did not come, the bound, and what to do
     * @param cause what led to it, or null
     */
    public StompTimeoutException(String code, String text, Throwable cause) {
        super(code, text, cause);
    }
}
