package io.carrotmq;

/** A message was sent and its confirm never came: the connection was lost, or the broker took too long. It may have been delivered. */
public class ConfirmLostException extends PublishException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes an exception.
     *
     * @param code the error's number
     * @param text what failed and what to do
     * @param cause what led to it, or null
     */
    public ConfirmLostException(String code, String text, Throwable cause) {
        super(code, text, true, cause);
    }
}
