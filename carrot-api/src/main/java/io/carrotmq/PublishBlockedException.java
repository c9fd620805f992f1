package io.carrotmq;

/** The broker takes no messages for the moment, as it lacks memory or disk space, or too many wait for their confirm already. The message was not sent. */
public class PublishBlockedException extends PublishException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes an exception.
     *
     * @param code the error's number
     * @param text what failed and what to do
     * @param cause what led to it, or null
     */
    public PublishBlockedException(String code, String text, Throwable cause) {
        super(code, text, false, cause);
    }
}
