package io.carrotmq;

/** No usable connection to the broker: not reachable, refused, lost, or its handle is closed. */
public class ConnectException extends CarrotException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes an exception.
     *
     * @param code the error's number
     * @param text what failed and what to do
     * @param cause what led to it, or null
     */
    public ConnectException(String code, String text, Throwable cause) {
        super(code, text, cause);
    }
}
